# SPDX-License-Identifier: EUPL-1.2
"""Own files that hold counts: one row per group, or one column per group."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gemengd.sources import own
from gemengd.tables import InvalidTable

HEAD = """
[source]
id = "own-counts"
title = "Tellingen"
publisher = "Gemeente"
licence = "not public"
attribution = "Source: gemeente"
[school]
id = "school"
[pupils]
year = { value = "2023" }
"""
LONG = 'layout = "counts"\n' + HEAD + 'count = "aantal"\n'
EDUCATION = """
[characteristics.parental_education]
column = "opleiding"
values = { lbo = "low", bo = "low", hoog = "high" }
"""
WIDE = 'layout = "wide"\n' + HEAD
COLUMNS = """
[characteristics.parental_education]
columns = { "aantal laag" = "low", "aantal hoog" = "high" }
"""


def read(tmp_path, text, mapping):
    (tmp_path / "telling.csv").write_text(text, encoding="utf-8")
    (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
    return own.read(tmp_path / "telling.csv", tmp_path / "m.toml")


def refused(tmp_path, text, mapping):
    with pytest.raises(InvalidTable) as refusal:
        read(tmp_path, text, mapping)
    return refusal.value


def cells(found):
    columns = ("school_id", "characteristic", "group", "low", "high")
    return sorted(found.tables["pupils"].select(columns).rows())


def test_counts_are_added_up_to_groups_and_to_all(tmp_path):
    found = read(tmp_path, "school;opleiding;aantal\nA;lbo;3\nA;bo;4\nA;hoog;10\n", LONG + EDUCATION)
    assert cells(found) == [
        ("A", "all", "all", 17, 17),
        ("A", "parental_education", "high", 10, 10),
        ("A", "parental_education", "low", 7, 7),
    ]


def test_a_small_count_is_an_interval_and_so_is_what_it_is_part_of(tmp_path):
    found = read(tmp_path, "school;opleiding;aantal\nA;lbo;<5\nA;hoog;10\n", LONG + EDUCATION)
    assert cells(found) == [
        ("A", "all", "all", 10, 14),
        ("A", "parental_education", "high", 10, 10),
        ("A", "parental_education", "low", 0, 4),
    ]


def test_markers_say_what_a_mark_stands_for(tmp_path):
    text = "school;opleiding;aantal\nA;lbo;-1\nA;bo;x\nA;hoog;\n"
    markers = 'markers = { "-1" = [0, 4], "x" = [1, 9], "" = [0, 0] }\n'
    found = read(tmp_path, text, LONG + markers + EDUCATION)
    assert cells(found) == [("A", "all", "all", 1, 13), ("A", "parental_education", "low", 1, 13)]


def test_rounded_counts_are_the_numbers_that_round_to_them(tmp_path):
    found = read(tmp_path, "school;opleiding;aantal\nA;hoog;10\n", LONG + "rounded_to = 5\n" + EDUCATION)
    assert cells(found)[0] == ("A", "all", "all", 8, 12)


@pytest.mark.parametrize("cell", ["-3", "1.234", "1.000", "twaalf", "", "2,5"])
def test_what_is_no_count_is_refused_with_its_row(tmp_path, cell):
    text = f"school;opleiding;aantal\nA;lbo;3\nA;hoog;{cell}\n"
    (finding,) = refused(tmp_path, text, LONG + EDUCATION).findings
    assert (finding.file, finding.row, finding.column) == ("telling.csv", 3, "aantal")
    assert "markers" in finding.mend


def test_a_negative_count_is_named(tmp_path):
    refusal = refused(tmp_path, "school;opleiding;aantal\nA;lbo;-3\n", LONG + EDUCATION)
    assert "found '-3', expected a count of 0 or more" in str(refusal)


def test_a_double_key_is_refused_with_its_row(tmp_path):
    text = "school;opleiding;aantal\nA;lbo;3\nA;hoog;1\nA;lbo;3\n"
    (finding,) = refused(tmp_path, text, LONG + EDUCATION).findings
    assert (finding.row, finding.column) == (4, "school + opleiding")
    assert finding.found == "'A', 'lbo' a second time"
    assert "Remove the double row" in finding.mend


def test_values_that_mean_the_same_group_are_no_double_key(tmp_path):
    found = read(tmp_path, "school;opleiding;aantal\nA;lbo;3\nA;bo;3\n", LONG + EDUCATION)
    assert ("A", "parental_education", "low", 6, 6) in cells(found)


def test_two_characteristics_in_one_table_are_each_summed_over_the_other(tmp_path):
    mapping = (
        LONG
        + EDUCATION
        + '[characteristics.income]\ncolumn = "inkomen"\nvalues = { l = "low", h = "high" }\n'
    )
    text = "school;opleiding;inkomen;aantal\nA;lbo;l;1\nA;lbo;h;2\nA;hoog;l;4\nA;hoog;h;8\n"
    assert cells(read(tmp_path, text, mapping)) == [
        ("A", "all", "all", 15, 15),
        ("A", "income", "high", 10, 10),
        ("A", "income", "low", 5, 5),
        ("A", "parental_education", "high", 12, 12),
        ("A", "parental_education", "low", 3, 3),
    ]


def test_wide_columns_become_groups_and_their_sum_the_total(tmp_path):
    found = read(tmp_path, "school,aantal laag,aantal hoog\nA,3,4\nB,0,<5\n", WIDE + COLUMNS)
    assert cells(found) == [
        ("A", "all", "all", 7, 7),
        ("A", "parental_education", "high", 4, 4),
        ("A", "parental_education", "low", 3, 3),
        ("B", "all", "all", 0, 4),
        ("B", "parental_education", "high", 0, 4),
    ]


def test_groups_that_do_not_add_up_to_the_total_are_refused(tmp_path):
    text = "school,aantal laag,aantal hoog,totaal\nA,3,4,7\nB,3,4,9\n"
    (finding,) = refused(tmp_path, text, WIDE + 'total = "totaal"\n' + COLUMNS).findings
    assert finding.row == 3
    assert finding.found == "groups that add up to 7"
    assert finding.expected == "the total of 9"
    assert 'rest = "unknown"' in finding.mend


def test_the_rest_of_the_total_can_be_unknown(tmp_path):
    text = "school,aantal laag,aantal hoog,totaal\nA,3,<5,9\n"
    found = read(tmp_path, text, WIDE + 'total = "totaal"\n' + COLUMNS + 'rest = "unknown"\n')
    assert cells(found) == [
        ("A", "all", "all", 9, 9),
        ("A", "parental_education", "high", 0, 4),
        ("A", "parental_education", "low", 3, 3),
        ("A", "parental_education", "unknown", 2, 6),
    ]


def test_two_characteristics_in_columns_must_have_one_total(tmp_path):
    income = '[characteristics.income]\ncolumns = { "ink laag" = "low", "ink hoog" = "high" }\n'
    text = "school,aantal laag,aantal hoog,ink laag,ink hoog\nA,3,4,5,5\n"
    refusal = refused(tmp_path, text, WIDE + COLUMNS + income)
    assert "groups that add up to 10, expected the total of 7" in str(refusal)


def test_the_reference_table_keeps_its_published_totals(tmp_path, shared_data):
    groups = ("asian", "black", "hisp", "native", "white")
    mapping = (
        LONG.replace('count = "aantal"', 'count = "n"')
        + f"""
[characteristics.race]
column = "race"
values = {{ {", ".join(f'{one} = "{one}"' for one in groups)} }}
[characteristics.race.definition]
focal = ["black"]
{"".join(f"groups.{one} = {{}}{chr(10)}" for one in groups)}
"""
    )
    (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
    found = own.read(shared_data / "reference" / "schools00.csv", tmp_path / "m.toml")
    pupils = found.tables["pupils"]
    assert found.rows_read == 8_142
    assert pupils["school_id"].n_unique() == 2_045
    assert dict(pupils.group_by("characteristic").agg(pl.col("low").sum()).rows()) == {
        "all": 877_739,
        "race": 877_739,
    }


rows = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from(["lbo", "bo", "hoog"]), st.integers(0, 10**6)),
    min_size=1,
    unique_by=lambda row: row[:2],
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_groups_add_up_to_all_in_every_school(tmp_path, rows):
    text = "school;opleiding;aantal\n" + "".join(f"{a};{b};{n}\n" for a, b, n in rows)
    pupils = read(tmp_path, text, LONG + EDUCATION).tables["pupils"]
    sums = pupils.group_by("school_id", total=pl.col("characteristic") == "all").agg(pl.col("low").sum())
    whole = dict(sums.filter(pl.col("total")).select("school_id", "low").rows())
    parts = dict(sums.filter(~pl.col("total")).select("school_id", "low").rows())
    expected = {school: sum(n for a, _, n in rows if a == school) for school, _, _ in rows}
    assert whole == parts == {school: n for school, n in expected.items() if n}
