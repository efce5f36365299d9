# SPDX-License-Identifier: EUPL-1.2
"""Kinds of organisation and what people are in them: the words in which permissions are written."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What sort of organisation it is."""

    MUNICIPALITY = "municipality", _("Municipality")
    BOARD = "board", _("School board")
    CHILDCARE = "childcare", _("Childcare organisation")
    INSPECTORATE = "inspectorate", _("Inspectorate")
    MINISTRY = "ministry", _("Ministry")
    KNOWLEDGE_CENTRE = "knowledge_centre", _("Knowledge centre")
    RESEARCH = "research", _("Research")
    ASSOCIATION = "association", _("Association of schools")
    PARTNERSHIP = "partnership", _("Partnership for special support")
    PARTNER = "partner", _("Partner (housing, neighbourhood, care)")


class Role(TextChoices):
    """What a member is in an organisation; what each may do is declared by each app."""

    READER = "reader", _("Reader")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Administrator")


EVERY_KIND: frozenset[str] = frozenset(Kind)
NATIONAL: frozenset[str] = frozenset({Kind.INSPECTORATE, Kind.MINISTRY, Kind.KNOWLEDGE_CENTRE, Kind.RESEARCH})
"""Kinds that work for the whole country unless they name their municipalities."""
READERS: frozenset[str] = frozenset(Role)
EDITORS: frozenset[str] = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
ADMINISTRATORS: frozenset[str] = frozenset({Role.ADMINISTRATOR})
