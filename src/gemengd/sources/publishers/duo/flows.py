# SPDX-License-Identifier: EUPL-1.2
"""DUO: pupils in primary education by school location, home postcode and age (one file per municipality)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers import codes, terms
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.duo.flow_tables import areas, pupils, schools, unnumbered
from gemengd.tables import Contribution, Finding

AGES = {
    "LEEFTIJD_JONGER": "0-3",
    **{f"LEEFTIJD_{age}": str(age) for age in range(4, 25)},
    "LEEFTIJD_OUDER": "25+",
}
"""Age column to the name of the group."""

KINDS_OF_SCHOOL = ("Bo", "Sbo", "So", "Vso")

COLUMNS = (
    "PEILDATUM",
    "GEMEENTENUMMER",
    "GEMEENTENAAM",
    "POSTCODE_LEERLING",
    "GEMEENTENAAM_LEERLING",
    "BRIN_NUMMER",
    "VESTIGINGSNUMMER",
    "INSTELLINGSNAAM_VESTIGING",
    "POSTCODE_VESTIGING",
    "SOORT_PO",
    "DENOMINATIE_VESTIGING",
    "BEVOEGD_GEZAG_NUMMER",
    *AGES,
    "TOTAAL",
)

_KEY = (
    "PEILDATUM",
    "BRIN_NUMMER",
    "VESTIGINGSNUMMER",
    "POSTCODE_LEERLING",
    "GEMEENTENAAM_LEERLING",
    "SOORT_PO",
)
_ONE_OF_A_SCHOOL = ("GEMEENTENUMMER", "INSTELLINGSNAAM_VESTIGING", "POSTCODE_VESTIGING")
_DOWNLOAD = "Download the file again."


def read(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """Flow files to one contribution per school year (tables pupils, schools, areas).

    Args:
        contents: files with the columns `COLUMNS`.
        year: not needed: the files name their reference date.

    Raises:
        InvalidTable: with all that is wrong in the files.
    """
    del year
    rows = _coded(parse(contents, "latin-1"))
    checks = Checks("DUO pupils by home postcode")
    rows = codes.with_counts(rows, [*AGES, "TOTAAL"], checks)
    _check_codes(rows, checks)
    _check_ages(rows, checks)
    _check_repeats(rows, checks)
    _check_schools(rows, checks)
    checks.refuse()
    years = sorted(rows.get_column("year").unique())
    return [_contribution(rows.filter(pl.col("year") == one), one, contents) for one in years]


def _coded(frame: pl.DataFrame) -> pl.DataFrame:
    day = pl.coalesce(
        pl.col("PEILDATUM").str.to_date("%Y%m%d", strict=False),
        pl.col("PEILDATUM").str.to_date("%Y-%m-%d", strict=False),
    )
    start = day.dt.year() - (day.dt.month() < codes.FIRST_MONTH).cast(pl.Int32)
    home = pl.col("POSTCODE_LEERLING").replace_strict({"10": "BE", "20": "DE", "30": "OTHER"}, default=None)
    return frame.with_columns(
        day.alias("day"),
        start.cast(pl.Int32).alias("year"),
        codes.school("BRIN_NUMMER", "VESTIGINGSNUMMER").alias("school_id"),
        codes.municipality("GEMEENTENUMMER").alias("municipality_id"),
        pl.coalesce(home, codes.postcode4("POSTCODE_LEERLING")).alias("area_id"),
        codes.postcode4("POSTCODE_VESTIGING").alias("school_area"),
    )


def _check_codes(rows: pl.DataFrame, checks: Checks) -> None:
    empty = {
        "PEILDATUM": ("day", "a date such as 20171001"),
        "GEMEENTENUMMER": ("municipality_id", "a municipality number such as 363"),
        "VESTIGINGSNUMMER": ("school_id", "a school code of 4 characters (BRIN) and a location of 2"),
        "POSTCODE_VESTIGING": ("school_area", "a postcode such as 1012AB"),
    }
    for column, (code, expected) in empty.items():
        checks.rows(rows.filter(pl.col(code).is_null()), column, expected)
    strange_home = pl.col("area_id").is_null() & ~pl.col("POSTCODE_LEERLING").is_in(["", "40"])
    checks.rows(
        rows.filter(strange_home), "POSTCODE_LEERLING", "four digits, or 10, 20, 30 or 40 (abroad, unknown)"
    )
    checks.rows(rows.filter(~pl.col("SOORT_PO").is_in(KINDS_OF_SCHOOL)), "SOORT_PO", "Bo, Sbo, So or Vso")
    checks.rows(rows.filter(pl.col("INSTELLINGSNAAM_VESTIGING") == ""), "INSTELLINGSNAAM_VESTIGING", "a name")


def _check_ages(rows: pl.DataFrame, checks: Checks) -> None:
    low = pl.sum_horizontal((f"{age}_low" for age in AGES), ignore_nulls=False)
    high = pl.sum_horizontal((f"{age}_high" for age in AGES), ignore_nulls=False)
    wrong = rows.filter((pl.col("TOTAAL_low") > high) | (pl.col("TOTAAL_high") < low))
    wrong = wrong.with_columns(pl.format("{} where the ages add up to {}", "TOTAAL", low).alias("shown"))
    checks.rows(wrong, "TOTAAL", "the sum of the ages in the row", shown="shown", mend=_DOWNLOAD)


def _check_repeats(rows: pl.DataFrame, checks: Checks) -> None:
    again = rows.filter(~pl.struct(_KEY).is_first_distinct())
    again = again.with_columns(pl.concat_str(_KEY, separator=", ").alias("shown") + " a second time")
    mend = "Remove the double row or file; the same file may have been given twice."
    checks.rows(again, " + ".join(_KEY), "each combination once", shown="shown", mend=mend)


def _check_schools(rows: pl.DataFrame, checks: Checks) -> None:
    """One location in one school year has one municipality, one name and one address."""
    keys = ["year", "school_id"]
    for column in _ONE_OF_A_SCHOOL:
        spellings = rows.unique([*keys, column], keep="first", maintain_order=True)
        first = spellings.unique(keys, keep="first", maintain_order=True)
        others = spellings.join(first, on=[*keys, column], how="anti").join(first, on=keys, suffix="_first")
        told = pl.format("{} for school {}", column, "school_id")
        first_told = pl.format("{} as in {}, row {}", f"{column}_first", "_file_first", "_row_first")
        for row in others.with_columns(told.alias("told"), first_told.alias("first_told")).iter_rows(
            named=True
        ):
            mend = "One of the two is wrong, or the files are of different publications."
            checks.add(Finding(column, row["told"], row["first_told"], row["_row"], row["_file"], mend))


def _contribution(rows: pl.DataFrame, year: int, contents: Sequence[Content]) -> Contribution:
    day = rows.get_column("day").max()
    assert isinstance(day, date)
    municipalities = rows.get_column("municipality_id").unique()
    own = f"-{municipalities[0].lower()}" if len(municipalities) == 1 else ""
    named = set(rows.get_column("_file"))
    return terms.contribution(
        terms.DUO,
        [content for content in contents if content.member.name in named],
        source_id=f"duo-po-flows-{year}{own}",
        title=f"DUO, pupils in primary and special education by school and home postcode, {day:%d-%m-%Y}",
        reference_date=day,
        tables={"pupils": pupils(rows, AGES), "schools": schools(rows), "areas": areas(rows)},
        rows_read=rows.height,
        notes=_notes(rows, len(municipalities)),
    )


def _notes(rows: pl.DataFrame, municipalities: int) -> list[str]:
    notes = [
        f"The files hold the schools of {municipalities} municipalities; those of others are not in them."
    ]
    names = unnumbered(rows)
    if names:
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        notes.append(f"Home municipalities without a number in these files, left empty in 'areas': {shown}.")
    return notes
