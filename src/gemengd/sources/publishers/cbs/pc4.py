# SPDX-License-Identifier: EUPL-1.2
"""CBS: residents, origin, benefits and address density by four-digit postcode (sheets of 2020 and later)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.publishers import terms
from gemengd.sources.publishers.cbs import headings as words
from gemengd.sources.publishers.cbs.counts import UNPUBLISHED, count, parts_of, residents, rest_of
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.dating import stated_year
from gemengd.sources.publishers.kind import Kind
from gemengd.tables import Contribution, Finding, Refusal, known_characteristics
from gemengd.tables.counts import SECRET

COLUMNS = ("POSTCODE_4|PC4", "TOTAAL|INWONER", "MAN", "VROUW")

_MONTHS = "januari"
_BREAK = (
    "From 2022 CBS counts by origin (five classes) instead of migration background (western, non-western). "
    "The two do not make one series."
)
_BENEFIT = "'benefit': persons below the pension age with WW, bijstand or AO; 'no_benefit': all others."
_ROUNDED = (
    "Counts are rounded to fives, shares to tens; -99997 (0 to 4, or secret) is known only as an interval."
)


def read(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """CBS postcode sheets to one contribution per sheet: tables residents and areas.

    Columns are found by their headings. A share becomes `value = residents * share / 100`.

    Args:
        contents: sheets with a line of headings that starts with `Postcode-4`.
        year: used where neither title nor sheet name holds the year.

    Raises:
        InvalidTable: headings are missing or values cannot be right.
    """
    return [_read_one(content, year) for content in contents]


def _read_one(content: Content, year: int | None) -> Contribution:
    assert content.cells is not None
    checks = Checks(f"CBS postcode table {content.member.name}")
    found = words.headings(content.cells)
    columns = _columns(content, found, checks)
    checks.refuse()
    assert found is not None
    year = _year(content, found.title, year)
    rows = _numbers(content, found.first, columns, checks)
    checks.refuse()
    percent = {name for name, column in columns.items() if found.units.get(column, "%") == "%"}
    counted = rows.filter(pl.col("total") != UNPUBLISHED)
    return terms.contribution(
        terms.CBS,
        [content],
        source_id=f"cbs-pc4-{year}",
        title=f"CBS, key figures by four-digit postcode, 1 January {year} ({content.sheet})",
        reference_date=date(year, 1, 1),
        tables={"residents": residents(_parts(counted, columns, percent), year), "areas": _areas(rows)},
        rows_read=rows.height,
        refused=_uncounted(rows.filter(pl.col("total") == UNPUBLISHED)),
        notes=_notes(rows, columns),
    )


def _uncounted(rows: pl.DataFrame) -> list[Refusal]:
    """Areas of which not even the total was published: their residents are not known at all."""
    if not rows.height:
        return []
    reason = "the number of residents is not published yet (-99995); the area has no residents here"
    return [Refusal(reason, rows.height, rows.item(0, "area_id"))]


def _columns(content: Content, found: words.Headings | None, checks: Checks) -> dict[str, str]:
    """Name of a count in `residents` (`age:0-14`) to the column of the sheet."""
    if found is None:
        checks.add(
            Finding(
                "", "no line that starts with 'Postcode-4'", "a CBS postcode sheet", None, content.member.name
            )
        )
        return {}
    wanted = {"total": words.TOTAL, "benefit": words.BENEFIT, "density": words.DENSITY}
    wanted |= {f"age:{group}": pattern for group, pattern in words.AGES.items()}
    wanted |= {
        f"migration_background:{group}": pattern for group, pattern in words.MIGRATION_BACKGROUND.items()
    }
    wanted |= {f"origin:{group}": pattern for group, pattern in words.ORIGIN.items()}
    columns = {
        name: column for name, pattern in wanted.items() if (column := found.column(pattern)) is not None
    }
    for lacking in _lacking(columns):
        mend = "Use the sheet as CBS publishes it, with all its heading lines."
        shown = "no column with this heading"
        checks.add(Finding(lacking, shown, "this column", found.first, content.member.name, mend))
    return columns


def _lacking(columns: dict[str, str]) -> list[str]:
    """The headings a sheet must have and lacks: the total, and one of the two classifications of origin."""
    lacking = [] if "total" in columns else ["Inwoners > Totaal"]
    choices = {"migration_background": words.MIGRATION_BACKGROUND, "origin": words.ORIGIN}
    missing = {
        name: [group for group in groups if f"{name}:{group}" not in columns]
        for name, groups in choices.items()
    }
    name = min(missing, key=lambda one: len(missing[one]) / len(choices[one]))
    label = known_characteristics()[name]
    return lacking + [f"Inwoners > Herkomst > {label.group_label(group, 'nl')}" for group in missing[name]]


def _year(content: Content, title: str, year: int | None) -> int:
    stated = re.search(rf"peildatum\s+1\s+{_MONTHS}\s+(20\d\d)", title, re.IGNORECASE)
    stated = stated or re.search(r"(?<!\d)(20\d\d)(?!\d)", content.sheet.replace("_", " "))
    return int(stated[1]) if stated else stated_year([content], year)


def _numbers(content: Content, first: int, columns: dict[str, str], checks: Checks) -> pl.DataFrame:
    assert content.cells is not None
    cells = content.cells.with_columns(
        pl.lit(content.member.name).alias("_file"),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("_row"),
    ).slice(first)
    cells = cells.filter(pl.any_horizontal(pl.col(*columns.values()).is_not_null()))
    area = pl.col("column_0").str.strip_chars().str.extract(r"^([1-9]\d{3})(?:\.0)?$", 1)
    numbers = {
        name: pl.col(column).str.strip_chars().cast(pl.Float64, strict=False)
        for name, column in columns.items()
    }
    rows = cells.select(area.alias("area_id"), "column_0", "_file", "_row", **numbers)
    checks.rows(
        rows.filter(pl.col("area_id").is_null()), "Postcode-4", "a postcode of four digits", shown="column_0"
    )
    known = rows.filter(pl.col("area_id").is_not_null())
    checks.rows(
        known.filter(~pl.col("area_id").is_first_distinct()),
        "Postcode-4",
        "each postcode once",
        shown="area_id",
    )
    for name, column in columns.items():
        texts = rows.with_columns(cells.get_column(column).alias("shown"))
        checks.rows(texts.filter(pl.col(name).is_null()), name, "a number", shown="shown")
        negative = (pl.col(name) < 0) & (pl.col(name) != SECRET) & (pl.col(name) != UNPUBLISHED)
        words = "0 or more, -99997 for a secret cell, or -99995 for one that is not published yet"
        checks.rows(texts.filter(negative), name, words, shown="shown")
    return rows


def _parts(rows: pl.DataFrame, columns: dict[str, str], percent: set[str]) -> list[pl.DataFrame]:
    total = count(rows, "total", "all", "all")
    parts = [total]
    for name in columns:
        characteristic, _, group = name.partition(":")
        if not group:
            continue
        if name in percent and characteristic != "age":
            parts.append(parts_of(total, rows.get_column(name), characteristic, group))
        else:
            parts.append(count(rows, name, characteristic, group, total=total))
    if "benefit" in columns:
        benefit = count(rows, "benefit", "benefit", "benefit", total=total)
        parts += [benefit, rest_of(total, benefit, "no_benefit")]
    return parts


def _areas(rows: pl.DataFrame) -> pl.DataFrame:
    density = pl.col("density") if "density" in rows.columns else pl.lit(None, pl.Float64)
    return rows.select(
        "area_id", pl.lit("pc4").alias("level"), pl.when(density >= 0).then(density).alias("address_density")
    )


def _notes(rows: pl.DataFrame, columns: dict[str, str]) -> list[str]:
    secret, unpublished = (
        sum(int((rows.get_column(name) == mark).sum()) for name in columns) for mark in (SECRET, UNPUBLISHED)
    )
    notes = [_ROUNDED, f"{secret} of the cells used are secret.", _BREAK]
    if unpublished:
        notes.append(
            f"{unpublished} of the cells used are not published yet (-99995): nothing is known of them."
        )
    return [*notes, _BENEFIT] if "benefit" in columns else notes


KIND = Kind(
    "cbs-pc4",
    {
        "nl": "CBS, kerncijfers per viercijferige postcode (2020 en later)",
        "en": "CBS, key figures by four-digit postcode (2020 and later)",
    },
    "sheet",
    COLUMNS,
    read,
)
