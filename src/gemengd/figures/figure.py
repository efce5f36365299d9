# SPDX-License-Identifier: EUPL-1.2
"""A figure as one unit: sentences, picture, table and footer; and how one is made, whatever it is about.

Reports, terminal and site show figures and write nothing about them themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from typing import Generic, TypeVar

from gemengd.figures.drawing import Spec
from gemengd.figures.palette import NARROW, WIDE
from gemengd.figures.table import Table
from gemengd.language.language import Language

T = TypeVar("T")


@dataclass(frozen=True)
class Said:
    """What a figure says.

    Attributes:
        sentences: the conclusions, most important first.
        headline: the conclusion in a few words, empty when there is none.
        caption: what the headline counts.
        known: False when the sentences only say why nothing can be said.
    """

    sentences: tuple[str, ...]
    headline: str = ""
    caption: str = ""
    known: bool = True


@dataclass(frozen=True)
class Footer:
    """What stands under a figure.

    Attributes:
        source: the words that name the sources.
        year: the school year, in words.
        pupils: number of pupils behind it, None when not published.
        schools: number of schools behind it.
        definitions: the indicators whose definition belongs to it.
        estimated: True when it is estimated from the neighbourhood.
        fictional: True when the data are invented.
    """

    source: str
    year: str
    pupils: int | None
    schools: int | None
    definitions: tuple[str, ...]
    estimated: bool
    fictional: bool

    def words(self, lang: Language) -> tuple[str, ...]:
        """What it says apart from the definitions; that the data are invented comes first."""
        said = (
            lang.say("fictional data") if self.fictional else "",
            lang.say("estimated from the neighbourhood") if self.estimated else "",
            lang.say("Source: {source}", source=self.source),
            self.year,
            "" if self.pupils is None else lang.plural("{count} pupil", "{count} pupils", self.pupils),
            "" if self.schools is None else lang.plural("{count} school", "{count} schools", self.schools),
        )
        return tuple(words for words in said if words)


class Stand(Enum):
    """Where a figure may stand on the page about its subject."""

    FIRST = "first"
    """On the first screen, a column each."""
    ROW = "row"
    """Under it: words beside a picture."""
    MORE = "more"
    """Folded, for who wants to know more."""


class Paper(Enum):
    """How a figure that stands in a row is laid out on paper (A4)."""

    PLAIN = "plain"
    """Words above the picture for narrow screens."""
    ACROSS = "across"
    """Over the whole width: words beside the picture for wide screens."""
    TALL = "tall"
    """A wide column that begins a side, with the picture for wide screens."""
    ASIDE = "aside"
    """A narrow column beside a tall one."""

    @property
    def wide(self) -> bool:
        """True where the picture for wide screens is the one to print."""
        return self in (Paper.ACROSS, Paper.TALL)


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        key: short stable name.
        title: heading.
        said: headline and sentences.
        spec: Vega-Lite specification for narrow screens and print, None where a picture would say nothing.
        wide: specification for wide screens, None when the narrow one serves.
        alt: text in the place of the picture.
        table: the numbers behind it.
        footer: source, year, numbers, definitions.
        file_name: name for the table as CSV.
        paper: how it is laid out on paper.
    """

    key: str
    title: str
    said: Said
    spec: Spec | None
    wide: Spec | None
    alt: str
    table: Table
    footer: Footer
    file_name: str
    paper: Paper = Paper.PLAIN


@dataclass(frozen=True)
class Kind(Generic[T]):
    """How a figure about one sort of subject is made, and where it may stand.

    Attributes:
        key: short stable name; it stands in addresses and names of files.
        title: heading, a message of the catalogue.
        say: makes the sentences.
        table: makes the table.
        draw: makes the picture at a width in pixels; None where a picture would say nothing.
        definitions: the indicators and words whose definition belongs to it.
        stand: where it may stand on the page about its subject.
        wide: True when it has a picture of its own for wide screens.
        paper: how it is laid out on paper.
        by_group: False when it does not depend on groups; then it is never estimated from the neighbourhood.
        over_years: True when it shows all years, whichever year was chosen.
    """

    key: str
    title: str
    say: Callable[[T, Language], Said]
    table: Callable[[T, Language], Table]
    draw: Callable[[T, Language, float], Spec | None]
    definitions: tuple[str, ...] = ()
    _: KW_ONLY
    stand: Stand = Stand.ROW
    wide: bool = False
    paper: Paper = Paper.PLAIN
    by_group: bool = True
    over_years: bool = False


@dataclass(frozen=True)
class Basis:
    """What all figures about a subject rest on.

    Attributes:
        name: a name for files, without the figure and the year.
        year: the year in which the school year starts.
        source: the words that name the sources, empty when they are not stated.
        pupils: number of pupils, None when not published.
        schools: number of schools.
        estimated: True when groups were not counted but estimated from the neighbourhood.
        fictional: True when the data are invented.
        definitions: what every figure about the subject shows, in addition to what its kind defines.
    """

    name: str
    year: int
    source: str
    pupils: int | None
    schools: int | None
    estimated: bool
    fictional: bool
    definitions: tuple[str, ...] = ()


def no_picture(_subject: object, _lang: Language, _width: float = NARROW) -> None:
    """The `draw` of a figure whose table says it all."""


def by_key(*kinds: Kind[T]) -> dict[str, Kind[T]]:
    """Kinds of figures by their key, in the order in which they are shown."""
    return {kind.key: kind for kind in kinds}


def standing(kinds: Mapping[str, Kind[T]], stand: Stand) -> tuple[str, ...]:
    """The keys of the figures that stand in one part of the page."""
    return tuple(key for key, kind in kinds.items() if kind.stand is stand)


def make(
    kind: Kind[T], subject: T, basis: Basis, lang: Language, *, draw: bool = True, wide: bool = True
) -> Figure:
    """One figure.

    Args:
        kind: how it is made.
        subject: what it is about.
        basis: what the figures about the subject rest on.
        lang: the language.
        draw: False to leave the picture out.
        wide: False to leave the picture for wide screens out.
    """
    said, title = kind.say(subject, lang), lang.say(kind.title)
    spec = kind.draw(subject, lang, NARROW) if draw and said.known else None
    return Figure(
        kind.key,
        title,
        said,
        spec,
        kind.draw(subject, lang, WIDE) if spec and wide and kind.wide else None,
        lang.say("Picture: {title}. {sentence}", title=title.rstrip("?"), sentence=said.sentences[0]),
        kind.table(subject, lang),
        _footer(kind, basis, lang),
        _file_name(kind, basis, lang),
        kind.paper,
    )


def _footer(kind: Kind[T], basis: Basis, lang: Language) -> Footer:
    return Footer(
        basis.source or lang.say("not stated"),
        lang.school_year(basis.year),
        basis.pupils,
        basis.schools,
        (*basis.definitions, *kind.definitions),
        basis.estimated and kind.by_group,
        basis.fictional,
    )


def _file_name(kind: Kind[T], basis: Basis, lang: Language) -> str:
    name = f"{basis.name}-{kind.key}-{basis.year}.csv"
    return f"{lang.say('fictional')}-{name}" if basis.fictional else name
