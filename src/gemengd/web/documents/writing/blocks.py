# SPDX-License-Identifier: EUPL-1.2
"""What a document is made of, whatever it becomes: a page, a PDF, a Word file or plain text.

A document is checked when it is made: what cannot be shown, or would hide something from a reader, is refused
here with its place, so that no form has to guess. Nothing is escaped here; each form does that in its way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

SVG, PNG = "image/svg+xml", "image/png"
_PNG_START = b"\x89PNG\r\n\x1a\n"
_SCHEMES = ("http", "https", "mailto")
# Signs that turn text around until another sign ends it (Unicode TR 9): with them a text can show something
# else than it says. The marks U+061C, U+200E and U+200F turn nothing but themselves.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNFIT = ("Cc", "Cs", "Zl", "Zp")
_DEEPEST = 6


class UnfitError(ValueError):
    """A document cannot be made of this; the message says where it is and what to do."""


@dataclass(frozen=True)
class Run:
    """A piece of a sentence.

    Attributes:
        text: what it says.
        strong: whether it weighs more.
        emphasis: whether it is stressed.
        link: where it leads; empty for nowhere.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""

    def __post_init__(self) -> None:
        """Refuse what no reader may get."""
        _check(self.text, "a text", blank=True)
        if self.link:
            _check_link(self.link)


Words: TypeAlias = "str | tuple[Run | str, ...]"
"""A sentence: plain, or in pieces of which some differ."""


def runs(words: Words) -> tuple[Run, ...]:
    """A sentence in its pieces."""
    pieces = (words,) if isinstance(words, str) else words
    return tuple(piece if isinstance(piece, Run) else Run(piece) for piece in pieces)


def plain(words: Words) -> str:
    """A sentence without anything but its words."""
    return "".join(run.text for run in runs(words))


@dataclass(frozen=True)
class Heading:
    """The title of a part.

    Attributes:
        text: the title.
        level: 2 for a part of the document, 3 for a part of that, to 6; 1 is the title of the document.
    """

    text: str
    level: int = 2

    def __post_init__(self) -> None:
        """Refuse a heading without words or outside the levels."""
        _check(self.text, "a heading")
        if not 2 <= self.level <= _DEEPEST:
            raise UnfitError(f"heading {self.text!r}: level {self.level}, expected 2 to {_DEEPEST}")


@dataclass(frozen=True)
class Paragraph:
    """Some sentences.

    Attributes:
        words: what they say.
    """

    words: Words

    def __post_init__(self) -> None:
        """Refuse a paragraph without words."""
        _check_words(self.words, "a paragraph")

    @property
    def runs(self) -> tuple[Run, ...]:
        """The pieces."""
        return runs(self.words)


@dataclass(frozen=True)
class List:
    """Things that belong together.

    Attributes:
        items: each of them.
        ordered: whether their order tells something; then they get numbers.
    """

    items: tuple[Words, ...]
    ordered: bool = False

    def __post_init__(self) -> None:
        """Refuse an empty list."""
        if not self.items:
            raise UnfitError("a list without items: leave it out")
        for item in self.items:
            _check_words(item, "an item of a list")

    @property
    def item_runs(self) -> tuple[tuple[Run, ...], ...]:
        """The pieces of each item."""
        return tuple(runs(item) for item in self.items)


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        heading: what stands in it.
        numeric: whether these are numbers, which stand under each other by their last figure.
    """

    heading: str
    numeric: bool = False

    def __post_init__(self) -> None:
        """Refuse a column without a heading: who hears the table read would not know what is in it."""
        _check(self.heading, "the heading of a column")


@dataclass(frozen=True)
class Table:
    """Rows under headings; the first cell of a row says what the row is about.

    Attributes:
        caption: what the table shows.
        columns: the columns.
        rows: as many cells in each as there are columns; a cell may be empty, but not the first.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        """Refuse what is no table."""
        _check(self.caption, "the caption of a table")
        if not self.columns:
            raise UnfitError(f"table {self.caption!r}: no columns")
        for number, row in enumerate(self.rows, start=1):
            where = f"table {self.caption!r}, row {number}"
            if len(row) != len(self.columns):
                raise UnfitError(f"{where}: {len(row)} cells, expected {len(self.columns)}")
            for place, cell in enumerate(row):
                _check(cell, where, blank=place > 0)

    @property
    def cells(self) -> tuple[tuple[tuple[Column, str], ...], ...]:
        """The rows, each cell with its column."""
        return tuple(tuple(zip(self.columns, row, strict=True)) for row in self.rows)


@dataclass(frozen=True)
class Figure:
    """A picture.

    Attributes:
        image: SVG or PNG.
        alt: what there is to see, for who does not see it.
        caption: what stands under it; may be empty.
    """

    image: bytes
    alt: str
    caption: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no picture, and a picture that says nothing to who does not see it."""
        _check(self.alt, "the alternative of a figure")
        _check(self.caption, "the caption of a figure", blank=True)
        _check_image(self.image, self.alt)

    @property
    def media_type(self) -> str:
        """What sort of picture it is."""
        return PNG if self.image.startswith(_PNG_START) else SVG


Block: TypeAlias = "Heading | Paragraph | List | Table | Figure"


@dataclass(frozen=True)
class Document:
    """A document.

    Attributes:
        title: its title.
        language: code of its language, such as `nl`.
        blocks: what it is made of, in order.
    """

    title: str
    language: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        """Refuse headings that skip a level: who walks through them would miss a floor."""
        _check(self.title, "the title of a document")
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", self.language):
            raise UnfitError(f"language {self.language!r}: expected a code such as nl")
        above = 1
        for heading in (block for block in self.blocks if isinstance(block, Heading)):
            if heading.level > above + 1:
                raise UnfitError(f"heading {heading.text!r}: level {heading.level} under level {above}")
            above = heading.level

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its pictures, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Figure))


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Text that somebody typed as paragraphs: each line one, empty lines left out.

    Args:
        text: what was typed.

    Raises:
        UnfitError: there are signs in it that no reader may get.
    """
    lines = text.replace("\t", " ").splitlines()
    return tuple(Paragraph(line.strip()) for line in lines if line.strip())


def unfit_signs(text: str) -> Iterator[tuple[int, str]]:
    """The signs of a text that no document may hold, each with its place from 0."""
    for place, sign in enumerate(text):
        unfit = unicodedata.category(sign) in _UNFIT or sign in _TURNING
        if unfit or ord(sign) & 0xFFFE == 0xFFFE or "\ufdd0" <= sign <= "\ufdef":
            yield place, sign


def _check(text: str, what: str, *, blank: bool = False) -> None:
    for place, sign in unfit_signs(text):
        raise UnfitError(f"{what}: sign U+{ord(sign):04X} at place {place + 1} cannot be shown; take it out")
    if not blank and not text.strip():
        raise UnfitError(f"{what} without words")


def _check_words(words: Words, what: str) -> None:
    _check(plain(words), what)


def _check_link(link: str) -> None:
    _check(link, "a link")
    try:
        scheme = urlsplit(link).scheme
    except ValueError as problem:
        raise UnfitError(f"link {link!r}: {problem}") from problem
    if scheme not in _SCHEMES or any(sign.isspace() or sign in '<>"' for sign in link):
        raise UnfitError(f"link {link!r}: expected an address that starts with https:// or mailto:")


def _check_image(image: bytes, alt: str) -> None:
    if image.startswith(_PNG_START):
        return
    start = image[:1000].lstrip(b"\xef\xbb\xbf \r\n\t")
    if not start.startswith((b"<svg", b"<?xml")) or b"<svg" not in image[:2000]:
        raise UnfitError(f"figure {alt!r}: expected SVG or PNG")
    # With entities a small file can grow without end.
    if b"<!doctype" in image.lower() or b"<!entity" in image.lower():
        raise UnfitError(f"figure {alt!r}: an SVG with a document type is not taken")
    try:
        drawn = image.decode()
    except UnicodeDecodeError as problem:
        raise UnfitError(f"figure {alt!r}: expected SVG in UTF-8") from problem
    # A program that draws may end on such a sign, and take the process with it.
    if any(sign not in "\r\n\t" for _, sign in unfit_signs(drawn)):
        raise UnfitError(f"figure {alt!r}: the SVG holds a sign that cannot be shown")
