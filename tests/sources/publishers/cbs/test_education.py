# SPDX-License-Identifier: EUPL-1.2
"""CBS SES-WOA: shares of education among households."""

from __future__ import annotations

import polars as pl
import pytest

from gemengd import sources
from gemengd.tables import InvalidTable

HEADER = ";".join(
    f'"{name}"'
    for name in (
        "Perioden",
        "Wijken en buurten",
        "Regiocode (gemeente, wijk, buurt) (code)",
        "Particuliere huishoudens (Aantal)",
        "Opleidingsniveau/Laag/Waarde (%)",
        "Opleidingsniveau/Middelbaar/Waarde (%)",
        "Opleidingsniveau/Hoog/Waarde (%)",
    )
)


def _row(region="BU03630000", households="     700", low="    12.4"):
    return f'"2019";"Kop Zeedijk";"{region}";"{households}";"{low}";"    27.0";"    60.6"'


@pytest.fixture
def education_file(tmp_path):
    def write(*rows):
        path = tmp_path / "ses.csv"
        path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8-sig")
        return path

    return write


def _read(path):
    (contribution,) = sources.read([path])
    return contribution


def test_shares_become_households(education_file):
    residents = _read(education_file(_row())).tables["residents"]
    assert residents.filter(characteristic="all").select("low", "high", "value").rows() == [(650, 750, 700.0)]
    low = residents.filter(group="low").row(0, named=True)
    assert low["value"] == 700 * 12.4 / 100
    # 12.35% of 650 to 12.45% of 750.
    assert (low["low"], low["high"]) == (81, 93)


def test_a_missing_share_leaves_everything_open(education_file):
    low = _read(education_file(_row(low="       ."))).tables["residents"].filter(group="low")
    assert low.select("low", "high", "value").rows() == [(0, 750, None)]


@pytest.mark.parametrize(
    ("region", "level"), [("GM0363    ", "gemeente"), ("WK036300  ", "wijk"), ("BU03630000", "buurt")]
)
def test_padded_codes_give_the_level(education_file, region, level):
    area = _read(education_file(_row(region))).tables["areas"].row(0, named=True)
    assert (area["area_id"], area["level"], area["municipality_id"]) == (region.strip(), level, "GM0363")


@pytest.mark.parametrize(
    ("changes", "row"),
    [({"region": "XX0363"}, 2), ({"households": "."}, 2), ({"low": "120"}, 2), ({"low": "-1"}, 2)],
)
def test_wrong_values_are_refused(education_file, changes, row):
    with pytest.raises(InvalidTable) as caught:
        _read(education_file(_row(**changes)))
    assert caught.value.findings[0].row == row


def test_real_areas(shared_data):
    (path,) = (shared_data / "cbs").glob("SES_WOA*.csv")
    contribution = _read(path)
    levels = dict(contribution.tables["areas"]["level"].value_counts().iter_rows())
    assert levels == {"gemeente": 1, "wijk": 99, "buurt": 479}
    for group in ("low", "middle", "high"):
        assert contribution.tables["residents"].filter(group=group)["value"].null_count() == 90
    city = contribution.tables["residents"].filter(pl.col("area_id") == "GM0363", group="low")
    assert city.item(0, "value") == 457_400 * 20.8 / 100
