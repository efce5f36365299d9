# SPDX-License-Identifier: EUPL-1.2
"""Whoever has a document can check here that it is the version that was saved."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from gemengd.web.frame.crumbs import crumbs
from gemengd.web.versions import selectors
from gemengd.web.versions.chain import START, Series, document_bytes
from gemengd.web.versions.difference import changes
from gemengd.web.versions.forms import CheckForm
from gemengd.web.versions.models import Revision
from gemengd.web.versions.registry import is_public, kind_of


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a control number or a file."""
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    if form.is_valid():
        hashes = form.cleaned_data["hashes"]
        found = selectors.by_hash(hashes)
        return redirect("versions:version", found.sha256 if found is not None else hashes[0])
    status = 422 if form.errors else 200
    return _page(request, "versions/check.html", {"form": form}, status)


@require_safe
def version(request: HttpRequest, sha256: str) -> HttpResponse:
    """The version with this hash, or that there is none.

    Who has the hash has the document, which says its number, moment and predecessor; so those are shown of
    every version. What it says, and what came after it, only where everybody may see it.
    """
    found = selectors.by_hash([sha256])
    if found is None:
        return _page(request, "versions/unknown.html", {"sha256": sha256, "form": CheckForm()}, 404)
    return _shown(request, found)


@require_safe
def numbered(request: HttpRequest, kind: str, key: str, number: int) -> HttpResponse:
    """A version by its object and number; these can be guessed, so only where everybody may see it."""
    return _shown(request, _public(selectors.numbered(Series(kind, key), number)))


@require_safe
def file(request: HttpRequest, sha256: str) -> HttpResponse:  # noqa: ARG001
    """The document of a public version, to the byte of which the hash was taken."""
    found = _public(selectors.by_hash([sha256]))
    response = HttpResponse(document_bytes(found), content_type="application/json")
    name = f"{found.kind}-{found.key}-{found.number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, no_cache=True)
    return response


def _public(found: Revision | None) -> Revision:
    if found is None or not is_public(found):
        raise Http404(gettext("This version is not known here, or not public."))
    return found


def _shown(request: HttpRequest, found: Revision) -> HttpResponse:
    context = {"revision": found, "first": found.previous == START, "public": is_public(found)}
    if context["public"]:
        context |= _told(found)
    return _page(request, "versions/version.html", context)


def _told(found: Revision) -> dict[str, object]:
    """What everybody may know about a public version."""
    kind, earlier = kind_of(found), selectors.before(found)
    assert kind is not None
    newest = selectors.latest(Series(found.kind, found.key))
    labels = {path: str(words) for path, words in kind.labels.items()}
    return {
        "kind": kind.words,
        "address": kind.address(found),
        "standing": kind.standing(found),
        "newest": newest
        if newest is not None and newest.number > found.number and is_public(newest)
        else None,
        "earlier": earlier if earlier is not None and is_public(earlier) else None,
        "changes": changes(earlier.said, found.said, labels) if earlier and is_public(earlier) else (),
    }


def _page(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    response = render(request, template, {"crumbs": crumbs(), **context}, status=status)
    # A newer version may come at any moment.
    patch_cache_control(response, private=True, no_cache=True)
    return response
