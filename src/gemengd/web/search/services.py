# SPDX-License-Identifier: EUPL-1.2
"""Keeping the index: in the transaction of who changes an object, or all of it anew."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef

from gemengd.web.search.models import Entry, Gram, Posting, Shelf, Word
from gemengd.web.search.words import grams, stem, weights
from gemengd.web.site import registry
from gemengd.web.site.declarations import Row

T = TypeVar("T")
MANY = 2000
"""Rows that are written at once."""


def put(kind: str, rows: Iterable[Row]) -> int:
    """Add objects to the index, or bring them up to date.

    Args:
        kind: what they are.
        rows: the objects.

    Returns:
        How many there were.
    """
    count = 0
    with transaction.atomic():
        for some in _portions(rows):
            count += len(some)
            _put(kind, some)
    return count


def remove(kind: str, keys: Collection[str]) -> None:
    """Take objects out of the index, in every language."""
    _delete(list(Entry.objects.filter(shelf__kind=kind, key__in=list(keys)).values_list("pk", flat=True)))


def rebuild(names: Collection[str] = ()) -> dict[str, int]:
    """Make the index anew.

    Args:
        names: kinds to do; empty for all, which also takes out what belongs to no kind any more.

    Returns:
        Kind to the number of its objects.
    """
    chosen = {name: kind for name, kind in registry.searched().items() if not names or name in names}
    with transaction.atomic():
        gone = Entry.objects.filter(shelf__kind__in=chosen) if names else Entry.objects.all()
        _delete(list(gone.values_list("pk", flat=True)))
        made = {name: put(name, kind.rows()) for name, kind in chosen.items()}
        if not names:
            used = Posting.objects.filter(word=OuterRef("pk"))
            unused = Word.objects.filter(~Exists(used))
            Gram.objects.filter(word__in=unused).delete()
            unused.delete()
    return made


def entry_number(kind: str, key: str, language: str) -> int:
    """The number of an entry: the same wherever it is made."""
    name = f"{kind}\0{key}\0{language}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) >> 1


def _put(kind: str, rows: list[Row]) -> None:
    entries = {entry_number(kind, row.key, row.language): row for row in rows}
    languages = {row.language for row in rows}
    shelves = {one: Shelf.objects.get_or_create(kind=kind, language=one)[0].pk for one in languages}
    _delete(list(entries))
    Entry.objects.bulk_create(
        Entry(
            id=number,
            shelf_id=shelves[row.language],
            key=row.key,
            title=row.title[:300],
            text=row.text,
            url=row.url,
        )
        for number, row in entries.items()
    )
    weighed = {number: weights(row.title, row.text) for number, row in entries.items()}
    known = _known({word for those in weighed.values() for word in those})
    Posting.objects.bulk_create(
        (
            Posting(
                entry_id=number,
                shelf_id=shelves[entries[number].language],
                word_id=known[word],
                weight=weight,
            )
            for number, those in weighed.items()
            for word, weight in those.items()
        ),
        batch_size=MANY,
    )


def _known(texts: set[str]) -> dict[str, int]:
    """Word to its number; words that are new are added."""
    known = _numbers(texts)
    new = sorted(texts - set(known))
    if not new:
        return known
    # Another process may add the same word at the same moment.
    Word.objects.bulk_create(
        [Word(text=text, stem_nl=stem(text, "nl"), stem_en=stem(text, "en")) for text in new],
        ignore_conflicts=True,
        batch_size=MANY,
    )
    added = _numbers(set(new))
    Gram.objects.bulk_create(
        (Gram(gram=gram, word_id=number) for text, number in added.items() for gram in sorted(grams(text))),
        batch_size=MANY,
    )
    return known | added


def _numbers(texts: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in _portions(sorted(texts)):
        found |= dict(Word.objects.filter(text__in=some).values_list("text", "pk"))
    return found


def _delete(numbers: list[int]) -> None:
    for some in _portions(numbers):
        Posting.objects.filter(entry__in=some).delete()
        Entry.objects.filter(pk__in=some).delete()


def _portions(things: Iterable[T]) -> Iterator[list[T]]:
    left = iter(things)
    while some := list(islice(left, MANY)):
        yield some
