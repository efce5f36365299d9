# SPDX-License-Identifier: EUPL-1.2
"""The frame for readers: a layout is a declaration, and what is odd about it a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.dating import Dating, Part, stated_year
from gemengd.sources.publishers.kind import Kind
from gemengd.sources.publishers.steps import Step
from gemengd.sources.publishers.terms import Terms, contribution
from gemengd.tables import Contribution, Refusal

Rows = Callable[[Sequence[Content], int | None, Checks], pl.DataFrame]
"""All rows of files of one layout as text, with `_file` and `_row`."""

Maker = Callable[[pl.DataFrame, int], pl.DataFrame]
"""The rows of one year, and the year, to a canonical table."""


def _nothing(rows: pl.DataFrame) -> Sequence[str]:  # noqa: ARG001 - a layout without notes
    return ()


def _all_used(rows: pl.DataFrame) -> Sequence[Refusal]:  # noqa: ARG001 - a layout that leaves no row out
    return ()


@dataclass(frozen=True)
class Layout:
    """A layout in which a publisher gives out files.

    Attributes:
        name: short stable name of the kind of file.
        nl: what it is, in Dutch.
        en: what it is, in English.
        columns: the columns it is known by, in one spelling (capitals, underscores); `A|B` stands for A or B.
        what: what is read, for refusals.
        source: the name of the source in a workspace; `{year}` is the year in which the school year starts,
            `{own}` the municipality where the files hold one only (`-gm0363`).
        title: what a reader of figures sees; also `{next}` (the year after) and `{day}` (the reference date).
        dating: where the year comes from.
        tables: canonical table to what makes it from the rows of one year.
        steps: what becomes of the columns and what is refused, in the order in which a person is told.
        terms: publisher, licence and attribution.
        notes: what a user of the data must know, from the rows of one year.
        refused: the rows that are left out, and why.
        characteristics: definitions of characteristics that the built-in list does not know.
        encoding: of files that are no UTF-8.
        form: `text`, `sheet` or `geojson`.
        rows: how the rows are had, where files are more than lines below each other.
    """

    name: str
    nl: str
    en: str
    columns: tuple[str, ...]
    what: str
    source: str
    title: str
    dating: Dating
    tables: Mapping[str, Maker]
    steps: tuple[Step, ...]
    terms: Terms
    notes: Callable[[pl.DataFrame], Sequence[str]] = _nothing
    refused: Callable[[pl.DataFrame], Sequence[Refusal]] = _all_used
    characteristics: dict[str, dict[str, object]] = field(default_factory=dict)
    encoding: str = "latin-1"
    form: str = "text"
    rows: Rows | None = None

    @property
    def kind(self) -> Kind:
        """The kind of file, as the registry lists it."""
        return Kind(self.name, {"nl": self.nl, "en": self.en}, self.form, self.columns, self.read)

    def read(self, contents: Sequence[Content], year: int | None) -> list[Contribution]:
        """Files to one contribution for each year that is in them.

        Args:
            contents: files with the columns of this layout.
            year: the year that was given at the import, for files that do not name one.

        Raises:
            InvalidTable: with all that is wrong in the files, or no year was given where it has to be.
        """
        if self.dating.is_given:
            year = stated_year(contents, year)
        checks = Checks(self.what)
        rows = self.rows(contents, year, checks) if self.rows else parse(contents, self.encoding)
        for step in self.steps:
            rows = step(rows, checks)
        checks.refuse()
        return [self._contribution(part, contents) for part in self.dating.parts(rows, year)]

    def _contribution(self, part: Part, contents: Sequence[Content]) -> Contribution:
        rows, year = part.rows, part.year
        words = {"year": year, "next": year + 1, "day": part.day, "own": _municipality(rows)}
        if part.is_one_of_many:
            named = set(rows.get_column("_file"))
            contents = [content for content in contents if content.member.name in named]
        return contribution(
            self.terms,
            contents,
            source_id=self.source.format(**words),
            title=self.title.format(**words),
            reference_date=part.day,
            tables={name: made(rows, year) for name, made in self.tables.items()},
            rows_read=rows.height,
            refused=self.refused(rows),
            notes=self.notes(rows),
            characteristics=self.characteristics,
        )


def _municipality(rows: pl.DataFrame) -> str:
    """The end of the name of a source of one municipality, so that those of others can stand beside it."""
    if "municipality_id" not in rows.columns:
        return ""
    found = rows.get_column("municipality_id").unique()
    return f"-{found[0].lower()}" if len(found) == 1 and found[0] else ""
