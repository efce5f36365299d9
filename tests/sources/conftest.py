# SPDX-License-Identifier: EUPL-1.2
"""Builders of small made-up files in the layouts of DUO and CBS, and the real files, each read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from gemengd import sources
from gemengd.tables import Contribution

AGE_COLUMNS = ["LEEFTIJD_JONGER", *(f"LEEFTIJD_{age}" for age in range(4, 25)), "LEEFTIJD_OUDER"]
FLOW_HEADER = [
    "PEILDATUM",
    "GEMEENTENUMMER",
    "GEMEENTENAAM",
    "POSTCODE_LEERLING",
    "GEMEENTENAAM_LEERLING",
    "BRIN_NUMMER",
    "VESTIGINGSNUMMER",
    "INSTELLINGSNAAM_VESTIGING",
    "POSTCODE_VESTIGING",
    "PLAATSNAAM",
    "PROVINCIE",
    "SOORT_PO",
    "DENOMINATIE_VESTIGING",
    "BEVOEGD_GEZAG_NUMMER",
    *AGE_COLUMNS,
    "TOTAAL",
]


class FlowFiles:
    """Made-up files in the layout of the DUO flows."""

    header = ";".join(FLOW_HEADER)

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def row(self, ages: dict[str, int] | None = None, **changes: str) -> str:
        """One line: a school in Voorbeeldstad (number 9901) with 3 six-year-olds, with changes."""
        ages = {"LEEFTIJD_6": 3} if ages is None else ages
        values = {
            "PEILDATUM": "20171001",
            "GEMEENTENUMMER": "9901",
            "GEMEENTENAAM": "Voorbeeldstad",
            "POSTCODE_LEERLING": "9001",
            "GEMEENTENAAM_LEERLING": "Voorbeeldstad",
            "BRIN_NUMMER": "99AA",
            "VESTIGINGSNUMMER": "00",
            "INSTELLINGSNAAM_VESTIGING": "De Regenboog",
            "POSTCODE_VESTIGING": "9001AB",
            "PLAATSNAAM": "VOORBEELDSTAD",
            "PROVINCIE": "Nergens",
            "SOORT_PO": "Bo",
            "DENOMINATIE_VESTIGING": "Openbaar",
            "BEVOEGD_GEZAG_NUMMER": "99001",
            **{age: str(ages.get(age, 0)) for age in AGE_COLUMNS},
            "TOTAAL": str(sum(ages.values())),
        }
        return ";".join({**values, **changes}[column] for column in FLOW_HEADER)

    def write(
        self,
        *rows: str,
        name: str = "Voorbeeldstad.csv",
        header: str | None = None,
        encoding: str = "latin-1",
        end: str = "\r\n",
    ) -> Path:
        """A file with a header and lines."""
        path = self.folder / name
        text = "".join(line + end for line in (self.header if header is None else header, *rows))
        path.write_bytes(text.encode(encoding))
        return path


@pytest.fixture
def flow_files(tmp_path: Path) -> FlowFiles:
    return FlowFiles(tmp_path)


def _one(path: Path, year: int | None = None) -> Contribution:
    (contribution,) = sources.read([path], year=year)
    return contribution


@pytest.fixture(scope="session")
def flows_2017(shared_data: Path) -> Contribution:
    return _one(shared_data / "duo" / "leerlingen-po-per-gemeente-postcode-2017-2018.tar.gz")


@pytest.fixture(scope="session")
def bo_2013(shared_data: Path) -> Contribution:
    return _one(shared_data / "schools" / "bo_jan2013.csv.gz")


@pytest.fixture(scope="session")
def so_2013(shared_data: Path) -> Contribution:
    return _one(shared_data / "schools" / "so_jan2013.csv.gz")


@pytest.fixture(scope="session")
def vo_2013(shared_data: Path) -> Contribution:
    return _one(shared_data / "schools" / "vo_jan2013.csv.gz")


@pytest.fixture(scope="session")
def cbs_2020(shared_data: Path) -> Contribution:
    return _one(shared_data / "cbs" / "cbs_pc4_2020_v1.xlsx")


@pytest.fixture(scope="session")
def cbs_2023(shared_data: Path) -> Contribution:
    return _one(shared_data / "cbs" / "pc4_2023_v2.xlsx")


@pytest.fixture(scope="session")
def population_2013(shared_data: Path) -> Contribution:
    return _one(shared_data / "cbs" / "population_data_2013.csv.gz")


@pytest.fixture(scope="session")
def postcode_shapes(shared_data: Path) -> Contribution:
    return _one(shared_data / "geo" / "nl_postcode4.geojson.gz")


@pytest.fixture(scope="session")
def municipality_shapes(shared_data: Path) -> Contribution:
    return _one(shared_data / "geo" / "nl_gemeente.geojson")


@pytest.fixture(scope="session")
def merger_list(shared_data: Path) -> Contribution:
    return _one(shared_data / "municipalities" / "gm_changes_before_2018.csv")


@pytest.fixture(scope="session")
def amsterdam_schools(shared_data: Path) -> Contribution:
    return _one(shared_data / "amsterdam" / "schools.geojson", year=2018)


@pytest.fixture(scope="session")
def amsterdam_neighbourhoods(shared_data: Path) -> Contribution:
    return _one(shared_data / "amsterdam" / "neighbourhoods.geojson", year=2018)
