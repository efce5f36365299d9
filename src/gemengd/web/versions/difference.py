# SPDX-License-Identifier: EUPL-1.2
"""What changed between two texts, word by word, and between two contents, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

How = Literal["same", "added", "gone"]
MOST = 2500
"""Words of one changed passage that are compared one by one; a longer passage is shown as replaced."""

_WORD = re.compile(r"\s+|[^\W_]+(?:[.,:/@’'-][^\W_]+)*\s*|[^\w\s]\s*|_+\s*")
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?!\s|$))*(?:[.!?]|\n|$)\s*")


@dataclass(frozen=True)
class Piece:
    """Words that stayed, came or went.

    Attributes:
        how: `same`, `added` or `gone`.
        text: the words, with the spaces behind them.
    """

    how: How
    text: str


@dataclass(frozen=True)
class Change:
    """A field that says something else.

    Attributes:
        label: its name for the reader.
        old: what it said.
        new: what it says.
        pieces: the difference.
    """

    label: str
    old: str
    new: str
    pieces: tuple[Piece, ...]


def by_words(old: str, new: str) -> tuple[Piece, ...]:
    """What changed between two texts; spaces and line ends alone are no change.

    Args:
        old: the text before.
        new: the text after. What stayed and what was added make up this text to the letter.
    """
    pieces: list[Piece] = []
    # Sentences first: whole texts word by word would cost the square of their length.
    for how, left, right in _compared(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        if how == "same":
            pieces.append(Piece("same", "".join(right)))
        elif len(left) == len(right):
            for before, after in zip(left, right, strict=True):
                pieces.extend(_words(before, after))
        else:
            pieces.extend(_words("".join(left), "".join(right)))
    return tuple(_joined(pieces))


def as_text(pieces: Sequence[Piece]) -> str:
    """A difference as plain text: `[-what went-]` and `{+what came+}`, as wdiff writes them."""
    signs = {"same": ("", ""), "gone": ("[-", "-]"), "added": ("{+", "+}")}
    written = []
    for piece in pieces:
        opening, closing = signs[piece.how]
        words = piece.text.rstrip() if opening else piece.text
        written.append(f"{opening}{words}{closing}{piece.text[len(words) :]}")
    return "".join(written)


def changes(old: Any, new: Any, labels: Mapping[str, str] | None = None) -> list[Change]:
    """The fields that differ between two contents; those with a label first, in the order of the labels.

    Args:
        old: content before; None where there was none.
        new: content after.
        labels: path of a field (`text`, `goals.0.name`) to its name for the reader; others are called by
            their path.
    """
    left, right, named = dict(_fields(old)), dict(_fields(new)), labels or {}
    found = []
    for path in dict.fromkeys((*named, *right, *left)):
        before, after = left.get(path, ""), right.get(path, "")
        pieces = by_words(before, after)
        if any(piece.how != "same" for piece in pieces):
            found.append(Change(named.get(path, path), before, after, pieces))
    return found


def _fields(content: Any, path: str = "") -> Iterator[tuple[str, str]]:
    inner: Iterable[tuple[str, Any]]
    if isinstance(content, Mapping):
        inner = content.items()
    elif isinstance(content, list):
        inner = ((str(place), one) for place, one in enumerate(content))
    else:
        yield path, "" if content is None else str(content)
        return
    for name, value in inner:
        yield from _fields(value, f"{path}.{name}" if path else name)


def _words(old: str, new: str) -> Iterator[Piece]:
    left, right = _WORD.findall(old), _WORD.findall(new)
    if max(len(left), len(right)) > MOST:
        yield from _changed(old, new)
        return
    for how, gone, came in _compared(left, right):
        if how == "same":
            yield Piece("same", "".join(came))
        else:
            yield from _changed("".join(gone), "".join(came))


def _changed(old: str, new: str) -> Iterator[Piece]:
    if old.strip():
        yield Piece("gone", old)
    if new:
        yield Piece("added" if new.strip() else "same", new)


def _compared(left: list[str], right: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Runs that are `same` or `changed`, with the parts of both sides; spaces behind a part do not count."""
    olds, news = ([" ".join(part.split()) for part in side] for side in (left, right))
    for how, i1, i2, j1, j2 in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        yield "same" if how == "equal" else "changed", left[i1:i2], right[j1:j2]


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one sort as one piece."""
    waiting: Piece | None = None
    for piece in filter(lambda piece: piece.text, pieces):
        if waiting is not None and waiting.how == piece.how:
            waiting = Piece(piece.how, waiting.text + piece.text)
            continue
        if waiting is not None:
            yield waiting
        waiting = piece
    if waiting is not None:
        yield waiting
