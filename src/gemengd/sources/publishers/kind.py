# SPDX-License-Identifier: EUPL-1.2
"""A kind of file: what it is, the columns it is known by, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from gemengd.sources.opening.content import Content, column_name
from gemengd.tables import Contribution

Reader = Callable[[Sequence[Content], int | None], list[Contribution]]

LIKELY = 0.3
"""A file that has at least this share of the columns of a kind was probably meant to be of that kind."""


@dataclass(frozen=True)
class Kind:
    """A kind of file that is known.

    Attributes:
        name: short stable name.
        description: language code to what it is.
        form: `text`, `sheet` or `geojson`.
        columns: the columns it is known by, in one spelling (capitals, underscores); `A|B` stands for A or B.
        read: all files of the kind, and the year if it was given, to contributions.
    """

    name: str
    description: Mapping[str, str]
    form: str
    columns: tuple[str, ...]
    read: Reader

    def missing(self, content: Content) -> tuple[str, ...]:
        """The columns of this kind that a file lacks."""
        present = set(content.names)
        return tuple(column for column in self.columns if present.isdisjoint(column.split("|")))

    def fit(self, content: Content) -> float:
        """The share of the columns of this kind that a file has; 0 for another form."""
        return 1 - len(self.missing(content)) / len(self.columns) if content.form == self.form else 0.0


class UnknownFile(ValueError):  # noqa: N818 - the name says what it is: a file, unknown
    """A file of no known kind.

    Attributes:
        file: its name.
        columns: the columns it has.
        nearest: the kind it resembles most; None when it resembles none.
        missing: the columns of that kind it lacks.
        unexpected: the likely other name of each missing column, where there is one.
    """

    def __init__(self, content: Content, nearest: Kind | None) -> None:
        self.file = content.member.name
        self.columns = content.header
        self.nearest = nearest
        self.missing = nearest.missing(content) if nearest else ()
        self.unexpected = _likely_renamed(self.missing, content, nearest) if nearest else {}
        super().__init__(self._text())

    def _text(self) -> str:
        if self.nearest is None:
            shown = ", ".join(self.columns[:12]) + (", ..." if len(self.columns) > 12 else "")
            return (
                f"{self.file}: no known kind of file. Found the columns {shown or '(none)'}. "
                "`gemengd sources kinds` lists the kinds that are known; "
                f"for a file of your own, `gemengd sources map {self.file}` drafts a mapping."
            )
        return (
            f"{self.file}: no known kind of file; nearest is '{self.nearest.description['en']}'. "
            f"{self._differences()} Give these columns their names back, "
            f"or describe the file with a mapping (`gemengd sources map {self.file}`)."
        )

    def _differences(self) -> str:
        sentences = []
        for column in self.missing:
            other = self.unexpected.get(column)
            found = f"found column '{other}', expected" if other else "did not find column"
            sentences.append(f"{found} '{column.replace('|', ' or ')}'")
        text = "; ".join(sentences)
        return f"{text[:1].upper()}{text[1:]}."


def kind_of(content: Content, kinds: Sequence[Kind]) -> Kind:
    """The kind with the most columns among those that fit a file completely.

    Raises:
        UnknownFile: no kind fits.
    """
    fitting = [kind for kind in kinds if kind.form == content.form and not kind.missing(content)]
    if fitting:
        return max(fitting, key=lambda kind: len(kind.columns))
    nearest = max(kinds, key=lambda kind: kind.fit(content))
    raise UnknownFile(content, nearest if nearest.fit(content) >= LIKELY else None)


def _likely_renamed(missing: Sequence[str], content: Content, nearest: Kind) -> dict[str, str]:
    known = {name for column in nearest.columns for name in column.split("|")}
    spare = {column_name(text): text for text in content.header if column_name(text) not in known}
    renamed = {}
    for column in missing:
        close = get_close_matches(column.split("|")[0], spare, n=1, cutoff=0.5)
        if close:
            renamed[column] = spare.pop(close[0])
    return renamed
