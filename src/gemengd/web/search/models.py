# SPDX-License-Identifier: EUPL-1.2
"""The index: what can be found, the words in it, and which word says how much about what."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

LONGEST_WORD = 60
"""Signs of a word that count."""


class Shelf(models.Model):
    """All entries of a kind in a language; a question names the shelves that it looks at."""

    kind = models.CharField(max_length=40)
    # Empty where they are found in every language, such as names.
    language = models.CharField(max_length=5, blank=True)

    class Meta:
        """One of each."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "language"], name="one_shelf")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class Entry(models.Model):
    """Something that can be found.

    Its number is made from its kind, key and language, so that it is the same in every database.
    """

    id = models.BigIntegerField(primary_key=True)
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=120, db_index=True)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=400)

    def __str__(self) -> str:
        return f"{self.shelf} {self.key}"


class Word(models.Model):
    """A word as people type it, without capitals and accents."""

    text = models.CharField(max_length=LONGEST_WORD, unique=True)
    # What it comes down to in each language: `scholen` and `school` are one.
    stem_nl = models.CharField(max_length=LONGEST_WORD, db_index=True)
    stem_en = models.CharField(max_length=LONGEST_WORD, db_index=True)

    def __str__(self) -> str:
        return self.text


class Gram(models.Model):
    """Three signs that follow each other in a word, to find it when it is misspelled."""

    gram = models.CharField(max_length=3)
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="grams")

    class Meta:
        """Asked by gram."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["gram", "word"], name="gram_by_signs")]

    def __str__(self) -> str:
        return self.gram


class Posting(models.Model):
    """How much a word says about an entry, from 1 to 1000: whole, so that all databases add alike."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="postings", db_index=False)
    # That of the entry, said once more so that a question need not look it up.
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="postings")
    weight = models.PositiveSmallIntegerField()

    class Meta:
        """Asked by word; the index holds all that is asked."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["word", "shelf", "entry", "weight"], name="posting_by_word")
        ]

    def __str__(self) -> str:
        return f"{self.word_id} in {self.entry_id}: {self.weight}"
