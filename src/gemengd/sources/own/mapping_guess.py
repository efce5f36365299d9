# SPDX-License-Identifier: EUPL-1.2
"""What the columns of a municipality's own file may mean, judged by their names and values."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from gemengd.sources.opening.file import OwnFile
from gemengd.sources.opening.header import looks_like_data
from gemengd.sources.own.columns import is_personal
from gemengd.sources.own.keys import school_year
from gemengd.sources.own.mapping_words import CHARACTERISTICS, COLUMNS, GROUPS, SECTORS, UNKNOWN_WORDS, words

MOST_GROUPS = 25
_COUNT = re.compile(r"^(<\s*)?\d+([.,]0+)?$")
_CODE = re.compile(r"^\d{2}[A-Za-z]{2}[ ._|-]?(\w{2})?$")
_OF_SCHOOL = {"school", "vestiging", "instelling", "bestuur", "bevoegd", "plaats"}
_OF_PUPIL = {"leerling", "woon", "ouder", "ouders", "thuis", "kind"}
_OUTSIDE = {
    "home": _OF_SCHOOL,
    "municipality": _OF_PUPIL,
    "name": _OF_PUPIL | {"gemeente", "bestuur", "bevoegd"},
}
"""Words that make a column the wrong one for a particular: the postcode of the school is no home."""

COUNT_WORDS = {"aantal", "leerlingen", "n", "aant", "count", "lln", "ouders", "ouder", "opgeleid"}


@dataclass
class Guess:
    """The meaning of the columns, as far as it can be told.

    Attributes:
        layout: `pupils`, `counts` or `wide`.
        columns: particular to column (`brin` and `location` for a school code in two columns).
        unsure: particulars that deserve a look.
        groups: characteristic to its column (layouts `pupils` and `counts`).
        values: characteristic (or `municipality`, `sector`) to the values found and meant, `?` if unknown.
        wide: characteristic to (column to group).
        markers: cells of count columns that are no number.
        personal: columns about persons.
        unused: columns that are left.
    """

    layout: str = "pupils"
    columns: dict[str, str] = dataclasses.field(default_factory=dict)
    unsure: set[str] = dataclasses.field(default_factory=set)
    groups: dict[str, str] = dataclasses.field(default_factory=dict)
    values: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    wide: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    markers: list[str] = dataclasses.field(default_factory=list)
    personal: list[str] = dataclasses.field(default_factory=list)
    unused: list[str] = dataclasses.field(default_factory=list)


class Guesser:
    """Guesses from a sample of the rows; every column is used once."""

    def __init__(self, file: OwnFile, sample: pl.DataFrame) -> None:
        self.sample = sample
        self.free = [name for name in sample.columns if name != "_row"]
        self.found = Guess(personal=[name for name in file.columns if is_personal(name)])

    def guess(self) -> Guess:
        """The guess for all columns."""
        self._set_personal_aside()
        self._wide()
        self._school()
        for name in ("year", "home", "municipality", "sector", "board", "denomination"):
            self._by_name(name)
        self._counts()
        self._groups()
        for name in ("stage", "track", "name"):
            self._by_name(name)
        self.found.unused = self.free
        return self.found

    def values_of(self, column: str) -> list[str]:
        """The different values of a column in the sample, without blanks, in order."""
        kept = self.sample[column].str.strip_chars().drop_nulls().unique().sort()
        return [value for value in kept if value]

    def _set_personal_aside(self) -> None:
        for column in list(self.free):
            values = self.values_of(column)
            long = [value for value in values if re.fullmatch(r"\d{8,9}|.+@.+\..+", value)]
            dates = [value for value in values if re.match(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", value)]
            if len(long) > len(values) / 2 > 2 or len(dates) > MOST_GROUPS:
                self.found.personal.append(column)
                self.free.remove(column)

    def _take(self, particular: str, column: str, *, sure: bool = True) -> None:
        self.found.columns[particular] = column
        self.free.remove(column)
        if not sure:
            self.found.unsure.add(particular)

    def _by_name(self, particular: str) -> None:
        column = self._named(particular)
        if column is None:
            return
        sure = self._fits(particular, column)
        if particular == "year" and not sure:
            return
        self._take(particular, column, sure=sure)
        if particular == "municipality" and not sure:
            self.found.values[particular] = dict.fromkeys(map(str.lower, self._few(column)), "?")
        if particular == "sector":
            meant = {value.lower(): SECTORS.get(value.lower(), "?") for value in self._few(column)}
            self.found.values |= {"sector": meant} if "?" in meant.values() else {}

    def _named(self, particular: str) -> str | None:
        for word in COLUMNS[particular]:
            for column in self.free:
                found = words(column)
                if _OUTSIDE.get(particular, set()) & set(found):
                    continue
                if word in found or word == "".join(found):
                    return column
        return None

    def _fits(self, particular: str, column: str) -> bool:
        values = self.values_of(column)
        if particular == "year":
            years = pl.DataFrame({"value": values}, schema={"value": pl.String}).select(
                school_year(pl.col("value"))
            )
            return bool(values) and not years.to_series().has_nulls() and len(values) <= MOST_GROUPS
        if particular == "municipality":
            return all(re.fullmatch(r"(GM)?\d{1,4}", value) for value in values)
        if particular == "home":
            return home_kind(values) != "other"
        return True

    def _few(self, column: str) -> list[str]:
        values = self.values_of(column)
        return values if len(values) <= MOST_GROUPS and not any(map(looks_like_data, values)) else []

    def _school(self) -> None:
        coded = [c for c in self.free if (v := self.values_of(c)) and all(_CODE.match(value) for value in v)]
        six = [column for column in coded if any(len(value) > 4 for value in self.values_of(column))]
        brin, location = self._named("brin"), self._named("location")
        if six and not (brin and location and brin in coded and location not in six):
            self._take("school_id", six[0])
        elif (brin in coded or coded) and location:
            self._take("brin", brin if brin in coded and brin is not None else coded[0])
            self._take("location", location)
        elif coded:
            self._take("school_id", coded[0], sure=False)
        elif (column := self._named("school_id") or self._named("name")) is not None:
            self._take("school_id", column, sure=False)

    def _is_count(self, column: str) -> bool:
        values = self.values_of(column)
        numbers = sum(bool(_COUNT.match(value)) for value in values)
        return numbers > 0 and len(values) - numbers <= 3

    def _wide(self) -> None:
        for name, meant in GROUPS.items():
            found = {
                c: group for c in self.free if self._is_count(c) and (group := _of_column(c, name, meant))
            }
            known = {group for group in found.values() if group != "unknown"}
            named = any(set(words(column)) & set(CHARACTERISTICS[name]) for column in found)
            if len(known) < 2 or (name in ("disadvantage", "pupil_weight") and not named):
                continue
            self.found.layout = "wide"
            self.found.wide[name] = found
            self.found.unsure |= set() if named else {f"characteristics.{name}"}
            self.free = [column for column in self.free if column not in found]
            self._mark_cells(found)

    def _counts(self) -> None:
        total = self._named("total")
        if self.found.layout == "wide":
            if total and self._is_count(total):
                self._take("total", total)
                self._mark_cells([total])
            return
        column = next((c for c in (self._named("count"), total) if c and self._is_count(c)), None)
        if column is not None:
            self.found.layout = "counts"
            self._take("count", column)
            self._mark_cells([column])

    def _mark_cells(self, columns: Iterable[str]) -> None:
        cells = {value for column in columns for value in self.values_of(column) if not _COUNT.match(value)}
        self.found.markers = sorted({*self.found.markers, *(cell for cell in cells if len(cell) <= 4)})

    def _groups(self) -> None:
        for name, meant in GROUPS.items():
            if name in self.found.wide:
                continue
            for column in [c for c in self.free if set(words(c)) & set(CHARACTERISTICS[name])]:
                values = self._group_values(column)
                meanings = {value: _meaning(value, meant) for value in values}
                if name not in self.found.groups and any(one != "?" for one in meanings.values()):
                    self.found.groups[name] = column
                    self.found.values[name] = meanings
                    self.free.remove(column)

    def _group_values(self, column: str) -> list[str]:
        values = self._few(column)
        enough = self.sample.height >= 2 * len(values) if self.found.layout == "pupils" else True
        if not values or not enough or any(len(value) > 60 for value in values):
            return []
        blank = self.sample[column].str.strip_chars().fill_null("").eq("").any()
        return [*dict.fromkeys(value.lower() for value in values), *([""] if blank else [])]


def _meaning(value: str, meant: dict[str, str]) -> str:
    return meant.get(value) or ("unknown" if value in UNKNOWN_WORDS else "?")


def _of_column(column: str, name: str, meant: dict[str, str]) -> str | None:
    """The group that a column of counts is about: `aantal_laag` is low."""
    parts = [part for part in re.split(r"[_\s-]+", column.lower()) if part]
    kept = [part for part in parts if part not in COUNT_WORDS and part not in CHARACTERISTICS[name]]
    rest = " ".join(kept)
    return meant.get(rest) or ("unknown" if rest in UNKNOWN_WORDS - {""} else None)


def home_kind(values: Iterable[str]) -> str:
    """What kind of code the home areas are: the first form that (nearly) all values have."""
    forms = {
        "pc4": r"\d{4}",
        "pc6": r"\d{4}\s?[A-Za-z]{2}",
        "buurt": r"(BU)?\d{8}",
        "wijk": r"(WK)?\d{6}",
    }
    kept = list(values)
    for kind, form in forms.items():
        if sum(bool(re.fullmatch(form, value)) for value in kept) >= 0.8 * len(kept) > 0:
            return kind
    return "other"
