# SPDX-License-Identifier: EUPL-1.2
"""From the text in a municipality's columns to years, school codes, areas and municipalities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from gemengd.sources.own.mapping import Field, Home, Mapping
from gemengd.sources.own.mapping_words import SECTORS

_BRIN = r"^\d{2}[A-Z]{2}$"
_LOCATION = r"^\d{2}[A-Z]{2}[ ._|-]?\w{2}$"


@dataclass(frozen=True)
class Rule:
    """How one particular is read, and what is said of a row where that fails.

    Attributes:
        name: the column it becomes.
        columns: the columns of the file that it comes from; none for one value for all rows.
        raw: the text as it stands in the file, null when blank.
        value: what it means; null when it means nothing.
        wrong: true for a row that is refused.
        expected: in words.
        mend: what can be done.
        shown: False when the text may be about a person and is therefore never shown.
    """

    name: str
    columns: tuple[str, ...]
    raw: pl.Expr
    value: pl.Expr
    wrong: pl.Expr
    expected: str
    mend: str | None = None
    shown: bool = True

    @property
    def column(self) -> str:
        """The columns as findings name them."""
        return " + ".join(self.columns)


RAW = "raw:"
"""Before the name of a column as it came from the file, so that no name can meet one of ours."""


def looked_up(frame: pl.DataFrame, columns: Sequence[str], exprs: Iterable[pl.Expr]) -> pl.DataFrame:
    """The frame with expressions of some text columns, evaluated once for every text that occurs."""
    if not columns:
        return frame.with_columns(exprs)
    key = [f"{RAW}{column}" for column in columns]
    table = frame.select(key).unique().with_columns(exprs)
    return frame.join(table, on=key, how="left", nulls_equal=True, maintain_order="left")


def rules(mapping: Mapping) -> list[Rule]:
    """The rules for the keys of the rows: year, school, home area, track and stage."""
    found = [_year(mapping.pupils["year"]), _school(mapping.school["id"])]
    found += [_home(mapping.home)] if mapping.home else []
    found += [_plain(name, mapping.pupils[name]) for name in ("track", "stage") if name in mapping.pupils]
    return found


def school_rules(mapping: Mapping) -> list[Rule]:
    """The rules for what is said of a school."""
    makers = {"municipality": _municipality, "sector": _sector, "x": _metres, "y": _metres}
    return [makers.get(name, _plain)(name, field) for name, field in mapping.school.items() if name != "id"]


def text(field: Field) -> pl.Expr:
    """The text of a field, null when blank; several columns are joined as they stand."""
    if field.value is not None:
        return pl.lit(field.value)
    parts = [_stripped(column) for column in field.columns]
    return parts[0] if len(parts) == 1 else pl.concat_str(parts)


def _stripped(column: str) -> pl.Expr:
    part = pl.col(f"{RAW}{column}").str.strip_chars()
    return pl.when(part != "").then(part)


def meaning(field: Field, raw: pl.Expr) -> pl.Expr:
    """What the value table makes of the text; null where it says nothing and there is no `otherwise`."""
    known = (
        raw.fill_null("")
        .str.to_lowercase()
        .replace_strict(dict(field.values), default=field.otherwise, return_dtype=pl.String)
    )
    return known if field.values else raw


def _plain(name: str, field: Field) -> Rule:
    raw = text(field)
    value = meaning(field, raw)
    wrong = raw.is_not_null() & value.is_null()
    return Rule(name, field.columns, raw, value, wrong, f"one of {', '.join(field.values)}")


def _year(field: Field) -> Rule:
    raw = text(field)
    value = school_year(meaning(field, raw))
    mend = 'If the whole file is of one year, write year = { value = "2023" } in the mapping.'
    expected = "a school year such as 2023/2024, the year in which it starts, or a date"
    return Rule("year", field.columns, raw, value, value.is_null(), expected, mend)


def school_year(raw: pl.Expr) -> pl.Expr:
    """The year in which the school year starts, from `2023/2024`, `2023-24`, `2023` or a date.

    A school year runs from 1 August, so 1-10-2023 and 1-2-2024 are both in 2023. Null when none fits.
    """
    single = raw.str.extract(r"^(\d{4})(?:\.0+)?$").cast(pl.Int32)
    first = raw.str.extract(r"^(\d{4})\s*[-/]\s*(?:\d{2}|\d{4})$").cast(pl.Int32)
    second = raw.str.extract(r"^\d{4}\s*[-/]\s*(\d{2}|\d{4})$").cast(pl.Int32)
    span = pl.when((second == first + 1) | (second == (first + 1) % 100)).then(first)
    year = pl.coalesce(single, span, *(_of_date(raw, *pattern) for pattern in _DATES))
    return pl.when(year.is_between(1900, 2100)).then(year)


_DATES = (
    (r"^\d{1,2}[-/.]\d{1,2}[-/.](\d{4})(?:[ T].*)?$", r"^\d{1,2}[-/.](\d{1,2})[-/.]\d{4}"),
    (r"^(\d{4})[-/]\d{1,2}[-/]\d{1,2}(?:[ T].*)?$", r"^\d{4}[-/](\d{1,2})[-/]"),
    (r"^(\d{4})\d{4}$", r"^\d{4}(\d{2})\d{2}$"),
)
"""Forms of a date: day-month-year, year-month-day, yyyymmdd; each a pattern for the year and the month."""


def _of_date(raw: pl.Expr, year: str, month: str) -> pl.Expr:
    years, months = raw.str.extract(year).cast(pl.Int32), raw.str.extract(month).cast(pl.Int32)
    return pl.when(months.is_between(8, 12)).then(years).when(months.is_between(1, 7)).then(years - 1)


def _school(field: Field) -> Rule:
    raw = text(field)
    value = _joined(field) if len(field.columns) > 1 else _one_code(meaning(field, raw))
    expected = "a school code such as 00AB01 (BRIN and location)"
    return Rule("school_id", field.columns, raw, value, value.is_null(), expected)


def _one_code(raw: pl.Expr) -> pl.Expr:
    code = raw.str.to_uppercase()
    bare = code.str.replace_all(r"[ ._|-]", "")
    return (
        pl.when(code.str.contains(_LOCATION))
        .then(bare)
        .when(code.str.contains(_BRIN))
        .then(code)
        .otherwise(raw)
    )


def _joined(field: Field) -> pl.Expr:
    """BRIN and location number: `00AB` + `1` is 00AB01, and a location that holds the BRIN already stays."""
    brin, *rest = (_stripped(column).str.to_uppercase() for column in field.columns)
    location = pl.concat_str(rest)
    short = pl.when(brin.str.contains(_BRIN)).then(location.str.zfill(2)).otherwise(location)
    return pl.when(location.str.starts_with(brin)).then(location).otherwise(brin + short)


_AREAS = {
    "pc4": (r"^(\d{4})$", "", "a postcode of four digits"),
    "pc6": (r"^(\d{4})(?:\s?[A-Za-z]{2})?$", "", "a postcode such as 1012 AB"),
    "buurt": (r"^(?:BU)?(\d{8})$", "BU", "a neighbourhood code such as BU03630001"),
    "wijk": (r"^(?:WK)?(\d{6})$", "WK", "a district code such as WK036300"),
    "other": (r"^(.+)$", "", "a code"),
}


def _home(home: Home) -> Rule:
    raw = text(home.field)
    pattern, prefix, expected = _AREAS[home.kind]
    code = pl.lit(prefix) + raw.str.extract(pattern)
    named = meaning(home.field, raw) if home.field.values else pl.lit(None, pl.String)
    unknown = raw.is_null() | raw.str.to_lowercase().is_in(list(home.unknown))
    value = pl.when(~unknown).then(pl.coalesce(named, code))
    mend = (
        'Say in the mapping what the column holds ([home] kind) and which codes mean "not known" (unknown).'
    )
    wrong = ~unknown & value.is_null()
    return Rule("area_id", home.field.columns, raw, value, wrong, expected, mend, shown=False)


def _municipality(name: str, field: Field) -> Rule:  # noqa: ARG001 - all makers look alike
    raw = text(field)
    named = meaning(field, raw) if field.values else raw
    number = named.str.extract(r"^(?i:GM)?0*(\d{1,4})(?:\.0)?$")
    value = pl.lit("GM") + number.str.zfill(4)
    mend = 'Names need a table: municipality = { column = "...", values = { Voorbeeldstad = "GM9999" } }.'
    expected = "a municipality code such as GM0363 or 363"
    return Rule("municipality_id", field.columns, raw, value, value.is_null(), expected, mend)


def _sector(name: str, field: Field) -> Rule:
    raw = text(field)
    named = meaning(field, raw) if field.values else raw
    value = named.str.to_lowercase().replace_strict(SECTORS, default=None, return_dtype=pl.String)
    return Rule(name, field.columns, raw, value, value.is_null(), "po, so or vo (or bo, sbo, vso)")


def _metres(name: str, field: Field) -> Rule:
    raw = text(field)
    value = raw.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    low, high = ((-7_000.0, 300_000.0), (289_000.0, 629_000.0))[name == "y"]
    wrong = raw.is_not_null() & (value.is_null() | ~value.is_between(low, high))
    mend = "Longitude and latitude have to be converted to RD first, or leave x and y out."
    return Rule(name, field.columns, raw, value, wrong, "metres in EPSG:28992 (RD)", mend)
