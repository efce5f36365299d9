# SPDX-License-Identifier: EUPL-1.2
"""The log as a document to keep or to print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from gemengd.web.documents.writing.blocks import Column, Document, Paragraph, Table, unfit_signs


def log_document(events: Sequence[Any]) -> Document:
    """The log as blocks.

    Args:
        events: the newest first, each with what it says (`said`) and where (`place`).
    """
    title = gettext("What happened")
    made = gettext("Made on %(moment)s. Nobody can change this list.") % {"moment": _moment(timezone.now())}
    columns = tuple(
        Column(heading)
        for heading in (gettext("When"), gettext("What"), gettext("Organisation"), gettext("Account"))
    )
    rows = tuple(_row(event) for event in events)
    shown = Table(gettext("The newest first"), columns, rows) if rows else Paragraph(gettext("Nothing yet."))
    return Document(title, get_language(), (Paragraph(made), shown))


def _row(event: Any) -> tuple[str, ...]:
    place = event.place
    # A name from before such signs were refused.
    for _, sign in list(unfit_signs(place)):
        place = place.replace(sign, "")
    return (_moment(event.moment), str(event.said), place, str(event.actor or ""))


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j F Y H:i")
