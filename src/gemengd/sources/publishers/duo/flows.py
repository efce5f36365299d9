# SPDX-License-Identifier: EUPL-1.2
"""DUO: pupils in primary education by school location, home postcode and age (one file per municipality)."""

from __future__ import annotations

import polars as pl

from gemengd.sources.publishers import codes, dating, terms
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.duo.flow_tables import ELSEWHERE, areas, pupils, schools, unnumbered
from gemengd.sources.publishers.layout import Layout
from gemengd.sources.publishers.steps import (
    adds,
    becomes,
    counts,
    day,
    once_together,
    refuses,
    school_year,
)
from gemengd.tables import Finding

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
UNKNOWN = ("", "40")
"""Home codes that say nothing."""


def _one_of_a_school(rows: pl.DataFrame, checks: Checks) -> pl.DataFrame:
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
    return rows


def _notes(rows: pl.DataFrame) -> list[str]:
    municipalities = rows.get_column("municipality_id").n_unique()
    notes = [
        f"The files hold the schools of {municipalities} municipalities; those of others are not in them."
    ]
    names = unnumbered(rows)
    if names:
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        notes.append(f"Home municipalities without a number in these files, left empty in 'areas': {shown}.")
    return notes


_HOME = pl.col("POSTCODE_LEERLING")
_LOWEST, _HIGHEST = (
    pl.sum_horizontal((f"{age}_{end}" for age in AGES), ignore_nulls=False) for end in ("low", "high")
)

KIND = Layout(
    name="duo-po-flows",
    nl="DUO, leerlingen po per vestiging, postcode van de leerling en leeftijd",
    en="DUO, pupils in primary education by school location, home postcode and age",
    columns=COLUMNS,
    what="DUO pupils by home postcode",
    source="duo-po-flows-{year}{own}",
    title="DUO, pupils in primary and special education by school and home postcode, {day:%d-%m-%Y}",
    dating=dating.IN_YEAR_AND_DAY,
    steps=(
        counts(*AGES, "TOTAAL"),
        becomes("day", "PEILDATUM", day("PEILDATUM"), "a date such as 20171001"),
        adds(year=school_year("day")),
        becomes(
            "municipality_id",
            "GEMEENTENUMMER",
            codes.municipality("GEMEENTENUMMER"),
            "a municipality number such as 363",
        ),
        becomes(
            "school_id",
            "VESTIGINGSNUMMER",
            codes.school("BRIN_NUMMER", "VESTIGINGSNUMMER"),
            "a school code of 4 characters (BRIN) and a location of 2",
        ),
        becomes(
            "school_area",
            "POSTCODE_VESTIGING",
            codes.postcode4("POSTCODE_VESTIGING"),
            "a postcode such as 1012AB",
        ),
        adds(
            area_id=pl.coalesce(
                _HOME.replace_strict(ELSEWHERE, default=None, return_dtype=pl.String),
                codes.postcode4("POSTCODE_LEERLING"),
            )
        ),
        refuses(
            pl.col("area_id").is_null() & ~_HOME.is_in(UNKNOWN),
            "POSTCODE_LEERLING",
            "four digits, or 10, 20, 30 or 40 (abroad, unknown)",
        ),
        refuses(~pl.col("SOORT_PO").is_in(KINDS_OF_SCHOOL), "SOORT_PO", "Bo, Sbo, So or Vso"),
        refuses(pl.col("INSTELLINGSNAAM_VESTIGING") == "", "INSTELLINGSNAAM_VESTIGING", "a name"),
        refuses(
            (pl.col("TOTAAL_low") > _HIGHEST) | (pl.col("TOTAAL_high") < _LOWEST),
            "TOTAAL",
            "the sum of the ages in the row",
            shown=pl.format("{} where the ages add up to {}", "TOTAAL", _LOWEST),
            mend="Download the file again.",
        ),
        once_together(_KEY),
        _one_of_a_school,
    ),
    tables={
        "pupils": lambda rows, year: pupils(rows, AGES),  # noqa: ARG005 - the rows have their year
        "schools": lambda rows, year: schools(rows),  # noqa: ARG005
        "areas": lambda rows, year: areas(rows),  # noqa: ARG005
    },
    terms=terms.DUO,
    notes=_notes,
).kind
