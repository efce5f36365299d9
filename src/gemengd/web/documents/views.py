# SPDX-License-Identifier: EUPL-1.2
"""Giving a file to who may have it, in a way in which it can do nothing."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gemengd.web.documents.models import Upload
from gemengd.web.documents.purposes import UnknownPurposeError, purpose_named
from gemengd.web.documents.services import content_of, media_type_of
from gemengd.web.events.services import record
from gemengd.web.organisations.models import User

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Also who opens it in a browser gets no scripts, no forms and nothing from elsewhere.
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


@require_safe
@never_cache
def download(request: HttpRequest, identity: UUID) -> HttpResponse:
    """A file, for who may read it; for all others there is none."""
    upload = get_object_or_404(Upload, identity=identity)
    if not _may_read(request, upload):
        actor = request.user if isinstance(request.user, User) else None
        record("refused", actor=actor, subject=str(upload.identity), action="read_file")
        raise Http404
    response = HttpResponse(content_of(upload), content_type=media_type_of(upload), headers=HEADERS)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=upload.name)
    return response


def _may_read(request: HttpRequest, upload: Upload) -> bool:
    try:
        return purpose_named(upload.purpose).may_read(request.user, upload)
    except UnknownPurposeError:
        return False
