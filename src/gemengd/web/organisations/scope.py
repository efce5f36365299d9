# SPDX-License-Identifier: EUPL-1.2
"""Objects of organisations and of people, and which of them somebody may see.

An app builds its models on `Owned` (and, where others take part, on `Party`) or on `Personal`, and names the
action by which its objects are seen::

    class Agenda(Owned):
        SEE = SEE_AGENDA
        state = models.CharField(max_length=20, default="draft")


    class AgendaParty(Party):
        to = models.ForeignKey(Agenda, on_delete=models.CASCADE, related_name="parties")

        class Meta(Party.Meta):
            pass


    Agenda.objects.visible_to(request.user)
    Agenda.objects.allowing(request.user, AGREE_AGENDA)
    may(request.user, AGREE_AGENDA, agenda)

What a list shows and what `may` says of each object is the same, for both follow the grants of the action.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q

from gemengd.web.organisations.models import Organisation, User
from gemengd.web.organisations.standing import Thing, holds, suiting
from gemengd.web.site.declarations import BY_MEMBERSHIP, Action, Grant, Standing
from gemengd.web.site.registry import require_declared

NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING
"""Not `Q()`: that is no condition at all, and disappears when it is combined with one."""


class CodesField(models.TextField):  # type: ignore[type-arg]
    """A set of codes without spaces, kept as ` GM0014 GM0363 `, so that any database finds one of them."""

    def from_db_value(self, value: str | None, *_: Any) -> tuple[str, ...]:
        """The codes."""
        return tuple((value or "").split())

    def to_python(self, value: Any) -> tuple[str, ...]:
        """The codes."""
        return tuple(value.split() if isinstance(value, str) else value or ())

    def get_prep_value(self, value: Any) -> str:
        """The codes as they are kept, each once."""
        codes = sorted(set(self.to_python(value)))
        return f" {' '.join(codes)} " if codes else ""

    def value_to_string(self, obj: models.Model) -> str:
        """The codes as they are kept."""
        return self.get_prep_value(self.value_from_object(obj))


class ScopedQuerySet(models.QuerySet[Any]):
    """Objects about which one asks what a person may."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The objects that a person may see, by the action `SEE` of the model."""
        return self.allowing(user, self.model.SEE)

    def allowing(self, user: User | AnonymousUser, action: Action) -> Self:
        """The objects with which a person may do something.

        Raises:
            UndeclaredError: no app declares the action.
        """
        require_declared(action)
        wanted = NOTHING
        for grant in action.grants:
            wanted |= _standing(self.model, user, grant) & _in_state(self.model, action, grant)
        return self.filter(wanted)


class Scoped(models.Model):
    """Something that is not everybody's; a model with a field `state` has states."""

    SEE: ClassVar[Action]
    objects = ScopedQuerySet.as_manager()

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def thing(self) -> Thing:
        """What permissions ask of it."""
        return Thing(
            owner=getattr(self, "owner_id", None),
            parties=frozenset(_party_numbers(self)),
            municipalities=frozenset(getattr(self, "municipalities", ())),
            state=str(getattr(self, "state", "")),
            person=getattr(self, "person_id", None),
        )


class Owned(Scoped):
    """Something that an organisation owns.

    Where no municipalities are named when it is made, it concerns those of its owner.
    """

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    municipalities = CodesField(blank=True, default="")

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it; a new one concerns the municipalities of its owner unless it names others."""
        if self._state.adding and not self.municipalities:
            self.municipalities = tuple(sorted(self.owner.municipalities or ()))
        super().save(*args, **kwargs)


class Personal(Scoped):
    """Something that is of one person.

    Its app declares what is held about people (`PersonalData`): an account that is deleted is emptied, and
    its row stays, so that nothing goes by itself.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """No table of its own."""

        abstract = True


class Party(models.Model):
    """Who takes part in something of somebody else: an organisation, or only a name where it has no account.

    A model that is built on it adds `to`, a reference with `related_name="parties"`.
    """

    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        """One of both."""

        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name="")
                | (Q(organisation__isnull=True) & ~Q(name="")),
                name="%(app_label)s_%(class)s_organisation_or_name",
            )
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """Its name, with or without an account."""
        return self.organisation.name if self.organisation is not None else self.name


def _party_numbers(object: Scoped) -> Iterable[int]:  # noqa: A002 - it is one
    if not _has(type(object), "parties") or object.pk is None:
        return ()
    # All of them and in Python, so that a list that fetched the parties beforehand asks nothing more.
    return (one.organisation_id for one in object.parties.all() if one.organisation_id)  # type: ignore[attr-defined]


def _standing(model: type[models.Model], user: User | AnonymousUser, grant: Grant) -> Q:
    if grant.standing == Standing.SELF:
        return Q(person=user.pk) if _has(model, "person") and held_account(user) else NOTHING
    if grant.standing not in BY_MEMBERSHIP:
        return EVERYTHING if holds(grant, user, Thing()) else NOTHING
    held = suiting(grant, user)
    if not held or not _has(model, "owner"):
        return NOTHING
    if grant.standing == Standing.SCOPE:
        return _concerning([one.municipalities for one in held])
    numbers = [one.organisation for one in held]
    return Q(owner__in=numbers) if grant.standing == Standing.OWNER else _with_party(model, numbers)


def held_account(user: User | AnonymousUser) -> bool:
    """Whether somebody has an account that works."""
    return isinstance(user, User) and user.is_active


def _concerning(worked_for: list[frozenset[str] | None]) -> Q:
    wanted = NOTHING
    for codes in worked_for:
        if codes is None:
            return EVERYTHING
        for code in sorted(codes):
            wanted |= Q(municipalities__contains=f" {code} ")
    return wanted


def _with_party(model: type[models.Model], numbers: list[int]) -> Q:
    if not _has(model, "parties"):
        return NOTHING
    to: Any = model._meta.get_field("parties")  # noqa: SLF001
    parties = to.related_model.objects.filter(organisation__in=numbers)
    return Q(pk__in=parties.values(to.field.attname))


def _in_state(model: type[models.Model], action: Action, grant: Grant) -> Q:
    if not action.states and not grant.states:
        return EVERYTHING
    states = action.states & grant.states if action.states and grant.states else action.states | grant.states
    return Q(state__in=sorted(states)) if _has(model, "state") else NOTHING


def _has(model: type[models.Model], name: str) -> bool:
    try:
        model._meta.get_field(name)  # noqa: SLF001
    except FieldDoesNotExist:
        return False
    return True
