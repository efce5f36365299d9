# SPDX-License-Identifier: EUPL-1.2
"""Every reference value of shared/golden/measurement.json that belongs to these indices."""

import json
import re

import numpy as np
import polars as pl
import pytest

from gemengd import measure

TWO_GROUP = {
    "D": "D",
    "H": "H",
    "xPx isolation of black (two-group)": "isolation",
    "xPy black->white (two-group)": "exposure",
    "eta2 / correlation ratio": "eta2",
    "Gini": "gini",
}


@pytest.fixture(scope="module")
def values(golden):
    return json.loads((golden / "measurement.json").read_text())


@pytest.fixture(scope="module")
def schools(shared_data):
    return {
        name: pl.read_csv(shared_data / "reference" / f"{name}.csv") for name in ("schools00", "schools05")
    }


def of(values, dataset, pattern):
    found = [v for v in values["values"] if v["dataset"] == dataset and re.match(pattern, v["index"])]
    assert found, f"the golden file has no {pattern} of {dataset}"
    return found


def estimate(frame, index, unit="school", **options):
    table = measure.indices(frame, unit=unit, group="race", pupils="n", index=index, **options)
    return table["estimate"].item()


@pytest.mark.parametrize("name", ["schools00", "schools05"])
@pytest.mark.parametrize("index", ["M", "H"])
def test_multigroup_indices(values, schools, name, index):
    for golden in of(values, name, rf"{index}( \(|$)"):
        assert estimate(schools[name], index) == pytest.approx(golden["value"], abs=golden["tol"])


@pytest.mark.parametrize("index", ["M", "H"])
def test_between_and_within_states(values, schools, index):
    whole, between = (estimate(schools["schools00"], index, unit=unit) for unit in ("school", "state"))
    for golden in of(values, "schools00", f"{index} between states"):
        assert between == pytest.approx(golden["value"], abs=golden["tol"])
    for golden in of(values, "schools00", f"{index} within states"):
        assert whole - between == pytest.approx(golden["value"], abs=golden["tol"])


def test_nested_levels(values, schools):
    levels = ["state", "district", "school"]
    table = measure.nested(schools["schools00"], levels=levels, group="race", pupils="n")
    found = {(row["level"], row["within"].replace("/", ",")): row for row in table.to_dicts()}
    cases = of(values, "schools00", "nested")
    assert len(cases) == 6
    for golden in cases:
        index, level, within = re.match(
            r"nested (\w) between (\w+) within \[(.*)\]", golden["index"]
        ).groups()
        assert found[level, within][index] == pytest.approx(golden["value"], abs=golden["tol"])


def test_local_segregation_of_groups(values, schools):
    table = measure.local(schools["schools00"], unit="school", group="race", pupils="n", of="group")
    found = {row["race"]: row for row in table.to_dicts()}
    cases = of(values, "schools00", "local segregation")
    assert len(cases) == 5
    for golden in cases:
        race, weight = re.match(r"local segregation ls\[(\w+)\] \(p=([\d.]+)\)", golden["index"]).groups()
        assert found[race]["score"] == pytest.approx(golden["value"], abs=golden["tol"])
        # The weight in the label of white is 1e-12 too low: the five would not add up to 1.
        assert found[race]["weight"] == pytest.approx(float(weight), abs=2e-12)


@pytest.mark.parametrize("label", TWO_GROUP)
def test_two_group_indices(values, schools, label):
    pair = schools["schools00"].filter(pl.col("race").is_in(["black", "white"]))
    (golden,) = of(values, "schools00 black/white", re.escape(label) + "$")
    found = estimate(pair, TWO_GROUP[label], focal="black", reference="white")
    assert found == pytest.approx(golden["value"], abs=golden["tol"])


def test_exact_chance_level_of_dissimilarity(values, schools):
    (golden,) = of(values, "schools00 black/white", r"E\[D")
    table = measure.indices(
        schools["schools00"],
        unit="school",
        group="race",
        pupils="n",
        index="D",
        focal="black",
        reference="white",
    )
    assert table["expected"].item() == pytest.approx(golden["value"], abs=golden["tol"])
    assert table["expected_error"].item() == 0.0


def test_entropy_is_m_over_h(values, schools):
    (golden,) = of(values, "schools00", "entropy E")
    quotient = estimate(schools["schools00"], "M") / estimate(schools["schools00"], "H")
    assert quotient == pytest.approx(golden["value"], abs=golden["tol"])


def test_small_matrices(values, plain):
    cases = [v for v in values["values"] if v["dataset"].startswith("matrix")]
    assert len(cases) == 3
    for golden in cases:
        groups = json.loads(re.search(r"\[\[.*\]\]", golden["dataset"]).group())
        frame = plain.long(np.array(groups).T)
        table = measure.indices(frame, unit="unit", group="group", pupils="pupils", index="D", focal="g0")
        assert table["estimate"].item() == pytest.approx(golden["value"], abs=golden["tol"])


def test_empty_group_changes_nothing(values, plain):
    (case,) = (c for c in values["edge_cases"] if "third group empty" in c["case"])
    matrix = json.loads(re.search(r"\[\[.*\]\]", case["case"]).group())
    table = measure.indices(plain.long(matrix), unit="unit", group="group", pupils="pupils", index="H")
    assert table["estimate"].item() == pytest.approx(case["expected H"], abs=1e-15)
    assert table["status"].item() == "ok"


def test_one_school_is_defined_and_flagged(plain):
    table = measure.indices(
        plain.long([[10, 30]]), unit="unit", group="group", pupils="pupils", index=("D", "M", "H")
    )
    assert table["estimate"].to_list() == [0.0, 0.0, 0.0]
    assert table["status"].unique().to_list() == ["one_unit"]


def test_one_group_is_undefined_with_a_reason(plain):
    table = measure.indices(
        plain.long([[10, 0], [20, 0]]), unit="unit", group="group", pupils="pupils", index=("D", "M", "H")
    )
    assert table["estimate"].to_list() == [None, None, None]
    assert table["status"].to_list() == ["reference_absent", "one_group", "one_group"]


@pytest.mark.parametrize(
    ("file", "units", "expected"), [("schools", 193, 0.4605), ("neighbourhoods", 90, 0.3526)]
)
def test_amsterdam_ja_nee(shared_data, file, units, expected):
    features = json.loads((shared_data / "amsterdam" / f"{file}.geojson").read_text())["features"]
    rows = [
        {"unit": number, "group": group, "pupils": feature["properties"][group]}
        for number, feature in enumerate(features)
        for group in ("ja", "nee", "onbekend")
    ]
    table = measure.indices(
        pl.DataFrame(rows),
        unit="unit",
        group="group",
        pupils="pupils",
        index="D",
        focal="ja",
        reference="nee",
    )
    assert table["estimate"].item() == pytest.approx(expected, abs=0.00005)
    assert table["units"].item() == units
