# SPDX-License-Identifier: EUPL-1.2
"""The words in which an app of the site says what it brings with it.

An app is a folder `gemengd/web/<app>/`. Its permissions stand in `actions.py`, so that views can name them,
and all it brings stands in `declared.py`, in the one name `DECLARED`. When the site starts, the registry
(`gemengd.web.site.registry`) collects the declarations of all installed apps; to add an app nothing else has
to be edited than `INSTALLED_APPS`. What is used and not declared is refused: a view without a mark, an action
that no app declares and a link that leads nowhere by a system check, an event with an undeclared name by
`record`.

Example: an app with agendas of which a municipality is the owner and boards are parties::

    # gemengd/web/agenda/actions.py
    from django.utils.translation import gettext_lazy as _

    from gemengd.web.site.declarations import Action
    from gemengd.web.site.declarations import Grant
    from gemengd.web.site.declarations import Standing
    from gemengd.web.site.roles import EDITORS
    from gemengd.web.site.roles import READERS
    from gemengd.web.site.roles import Kind

    MAKE_AGENDA = Action(
        "make_agenda",
        _("Make an agenda"),
        grants=(Grant(EDITORS, kinds=frozenset({Kind.MUNICIPALITY})),),
    )
    SEE_AGENDA = Action(
        "see_agenda",
        _("See an agenda"),
        grants=(
            Grant(READERS),
            Grant(READERS, Standing.PARTY),
            Grant(READERS, Standing.SCOPE, frozenset({Kind.INSPECTORATE}), states=frozenset({"agreed"})),
            Grant(standing=Standing.EVERYONE, states=frozenset({"published"})),
        ),
        second_factor=False,
    )
    AGREE_AGENDA = Action(
        "agree_agenda",
        _("Agree to an agenda"),
        grants=(Grant(EDITORS), Grant(EDITORS, Standing.PARTY)),
        states=frozenset({"draft"}),
    )

    # gemengd/web/agenda/declared.py
    DECLARED = Declared(
        app="agenda",
        actions=(MAKE_AGENDA, SEE_AGENDA, AGREE_AGENDA),
        events={"agenda_made": _("An agenda was made"), "agenda_agreed": _("An agenda was agreed")},
        append_only=("agenda_revision",),
        urls=(Mount("agenda/", "gemengd.web.agenda.urls"),),
        navigation=(Link(_("Agendas"), "agenda:list", order=50),),
        tiles=(Link(_("Agendas of your municipality"), "agenda:of_organisation", MAKE_AGENDA),),
        searched=(Searched("agenda", _("Agenda"), rows=searching.rows, visible=searching.visible),),
        work=(Work("agenda_export", _("Make a file of an agenda"), "gemengd.web.agenda.export.make"),),
    )

and its views are marked with what they need (`gemengd.web.organisations.permissions`)::

    @require_safe
    @for_object(SEE_AGENDA, Agenda)
    def page(request: HttpRequest, agenda: Agenda) -> HttpResponse: ...

This module knows no models, so that anything may import it at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from gemengd.web.site.roles import EVERY_KIND, READERS

Text = str | Promise
"""Words for people; in a declaration they are lazy, for the language is known only when a page is asked."""


class Standing(StrEnum):
    """How somebody stands to what they want to do something with.

    The first three are a matter of membership: of an organisation, of a kind, in a role. The others are not,
    and take no roles.
    """

    OWNER = "owner"
    """Their organisation owns it, or is it."""
    PARTY = "party"
    """Their organisation is a party to it."""
    SCOPE = "scope"
    """Their organisation works for a municipality that it concerns, or for the whole country."""
    SITE = "site"
    """They look after the whole site."""
    SELF = "self"
    """It is theirs in person: their bookmarks, their application."""
    ACCOUNT = "account"
    """They are signed in."""
    EVERYONE = "everyone"
    """They came by, with or without an account."""


BY_MEMBERSHIP = frozenset({Standing.OWNER, Standing.PARTY, Standing.SCOPE})
"""Standings that one has through an organisation."""


@dataclass(frozen=True)
class Grant:
    """Who may do an action; several grants together are an *or*.

    Attributes:
        roles: roles in the organisation that suffice; empty for a standing without organisation.
        standing: how the person, or their organisation, has to stand to the object.
        kinds: the kinds of organisation it holds for.
        states: states of the object in which it holds; empty for every state that the action allows.
    """

    roles: frozenset[str] = frozenset()
    standing: Standing = Standing.OWNER
    kinds: frozenset[str] = EVERY_KIND
    states: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse what can never hold.

        Raises:
            ValueError: roles without an organisation, an organisation without roles, an unknown role or kind.
        """
        if (self.standing in BY_MEMBERSHIP) != bool(self.roles):
            raise ValueError(
                f"a grant to {self.standing.value} {'needs' if not self.roles else 'takes no'} roles"
            )
        if unknown := (self.roles - READERS) | (self.kinds - EVERY_KIND):
            raise ValueError(f"unknown in a grant: {', '.join(sorted(unknown))}")


BY_SITE = Grant(standing=Standing.SITE)
"""The grant to who looks after the whole site."""


@dataclass(frozen=True)
class Action:
    """Something that can be asked for; only who has one of its grants may do it.

    Attributes:
        name: unique in the site, small letters; stands in the log where it was refused.
        title: what is done, as a phrase: "See an agenda".
        grants: who may.
        second_factor: whether everybody with such a role has to set up the second step of logging in. False
            only for what neither changes anything nor shows what others did, and for what one does in person.
        states: states of the object in which it can be done at all; empty for every state, and for what has
            none.
    """

    name: str
    title: Text
    grants: tuple[Grant, ...]
    second_factor: bool = True
    states: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name

    def allows(self, grant: Grant, state: str) -> bool:
        """Whether one of the grants holds in a state of the object (empty: it has none)."""
        return (not self.states or state in self.states) and (not grant.states or state in grant.states)


@dataclass(frozen=True)
class Mount:
    """A set of addresses that an app brings.

    Attributes:
        prefix: what the addresses begin with, such as `agenda/`; empty for the root of the site.
        urls: dotted name of the module with `urlpatterns`.
        localised: whether there is an English form under `/en/`; not for what speaks no language.
        public: True where everybody may ask for every address of it, so that its views need no mark.
        unmarked: for addresses of a library, why its views need no mark of ours: what guards them instead.
    """

    prefix: str
    urls: str
    localised: bool = True
    public: bool = False
    unmarked: str = ""


@dataclass(frozen=True)
class Link:
    """A link to a page, shown where it was declared to who may do its action.

    Attributes:
        title: the words of the link.
        view: name of the address, such as `agenda:list`. For a tile it takes the number of the organisation.
        action: what one has to be allowed to; None to show it to everybody who sees the place.
        order: small numbers stand first; the public pages of the monitor have 10 to 40.
        section: in the navigation, the value of `section` of the pages under it.
    """

    title: Text
    view: str
    action: Action | None = None
    order: int = 50
    section: str = ""


@dataclass(frozen=True)
class Row:
    """Something that can be found by its words.

    Attributes:
        key: its number or code, unique within its sort and language.
        title: its name.
        text: the words by which it is found besides its title, without mark-up.
        url: address of its page, without a language in front.
        language: `nl` or `en`, for the stems of its words; empty where it is found in every language, such as
            a name.
    """

    key: str
    title: str
    text: str
    url: str
    language: str = "nl"


@dataclass(frozen=True)
class Searched:
    """A sort of object that the search of the site finds.

    Attributes:
        kind: name of the sort, unique in the site.
        title: what it is called above what was found.
        rows: gives everything that there is to find, for the index; the index belongs to nobody.
        visible: of some keys, those that a user (or nobody: `AnonymousUser`) may see now. It is asked at
            every search, so that an index that lags behind shows nobody what is not theirs. None: all is
            public.
    """

    kind: str
    title: Text
    rows: Callable[[], Iterable[Row]]
    visible: Callable[[Any, Collection[str]], Collection[str]] | None = None


@dataclass(frozen=True)
class Work:
    """A kind of work that is done outside the request, in a process of its own.

    Attributes:
        name: unique in the site.
        title: what is done, for the page of the work.
        run: dotted name of the function that does it; a name, so that a page does not load what only work
            needs.
        seconds: it is ended after so long.
        megabytes: memory that its process may hold, in mebibytes.
        exclusive: what it needs for itself: of all work whose kinds name the same, one goes on at a time.
        page: name of the address of its page, which gets the number of the work.
    """

    name: str
    title: Text
    run: str
    seconds: int = 3600
    megabytes: int = 4096
    exclusive: str = ""
    page: str = "work:job"


@dataclass(frozen=True)
class PersonalData:
    """What an app holds about a person, who may download it, and delete it with their account.

    Attributes:
        name: what it is called in what they download; unique in the site.
        rows: given the account, what is held, ready for JSON.
        forget: given the account, deletes it or empties it of who it was; None where what is kept names
            nobody.
    """

    name: str
    rows: Callable[[Any], list[dict[str, Any]]]
    forget: Callable[[Any], None] | None = None


@dataclass(frozen=True)
class Declared:
    """All that an app brings.

    Attributes:
        app: label of the app.
        actions: what can be asked for; see `Action`.
        events: what it records in the log: name to words.
        notices: what it tells people on the site: name to a sentence with blanks.
        append_only: database tables whose rows are never changed or deleted. Their migration protects them
            with `gemengd.web.events.append_only.append_only(table)`.
        urls: addresses.
        navigation: entries of the main menu.
        tiles: links on the page of an organisation, with its number as the only part of the address.
        people: links on the first page after logging in.
        searched: what the search finds.
        work: kinds of work.
        personal: what it holds about people.
        further: what other apps ask to be told, as objects of a class of theirs (`registry.further`).
    """

    app: str
    actions: tuple[Action, ...] = ()
    events: Mapping[str, Text] = field(default_factory=dict)
    notices: Mapping[str, Text] = field(default_factory=dict)
    append_only: tuple[str, ...] = ()
    urls: tuple[Mount, ...] = ()
    navigation: tuple[Link, ...] = ()
    tiles: tuple[Link, ...] = ()
    people: tuple[Link, ...] = ()
    searched: tuple[Searched, ...] = ()
    work: tuple[Work, ...] = ()
    personal: tuple[PersonalData, ...] = ()
    further: tuple[object, ...] = ()
