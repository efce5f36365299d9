# SPDX-License-Identifier: EUPL-1.2
"""A round as a folder: what is read, and what is refused with file, row and column."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from gemengd.placement.rules import compile_round, read_round, ticket_holders
from gemengd.placement.rules.consistency import round_errors, round_warnings
from gemengd.tables import InvalidTable

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("rules_made.py"))))
a_round, in_order, rules = made.a_round, made.in_order, made.rules

FILES = {
    "programmes.csv": "programme,school,seats,city_wide\nA,a,1,nee\nB,b,2,ja\n",
    "applicants.csv": "pseudonym;vve_indication\nx;ja\ny;nee\n",
    "preferences.csv": "applicant,rank,programme\nx,1,A\nx,2,B\ny,1,A\n",
    "claims.csv": "applicant,programme,sibling,distance\ny,A,yes,\nx,A,,250\n",
    "rules.yaml": """\
format: gemengd-rules/1
name: small
title: {en: Small}
sources: {here: {title: Made up, kind: own, read: whole}}
mechanism: {name: deferred_acceptance, source: here, certain: true}
lottery: {numbers: single, source: here, certain: true}
priorities:
  - {id: sibling, when: {claim: sibling}, source: here, certain: true}
""",
}


def folder(path, **changed):
    for name, usual in FILES.items():
        text = changed.get(name.replace(".", "_"), usual)
        if text is not None:
            (path / name).write_text(text, encoding="utf-8")
    return path


def refusal(path):
    with pytest.raises(InvalidTable) as error:
        read_round(path)
    return error.value.findings


def test_a_folder_is_read_with_yes_and_no_in_either_language(tmp_path):
    found = read_round(folder(tmp_path))
    assert found.applicants["vve_indication"].to_list() == [True, False]
    assert found.programmes["city_wide"].to_list() == [False, True]
    assert found.claims["sibling"].to_list() == [True, None]
    assert made.placed(found, in_order("x", "y")) == {"x": "B", "y": "A"}


def test_parquet_gives_the_same_round(tmp_path):
    first = read_round(folder(tmp_path))
    for name in ("programmes", "applicants", "preferences", "claims"):
        frame = getattr(first, name).drop("_file", "_row")
        (tmp_path / f"{name}.csv").unlink()
        frame.write_parquet(tmp_path / f"{name}.parquet")
    second = read_round(tmp_path)
    assert second.claims.drop("_file").equals(first.claims.drop("_file"))
    assert second.claims["_file"].unique().to_list() == ["claims.parquet"]


def test_claims_may_be_absent(tmp_path):
    assert read_round(folder(tmp_path, claims_csv=None)).claims.height == 0


@pytest.mark.parametrize(
    ("name", "text", "row", "column", "expected"),
    [
        ("programmes.csv", "programme,seats\nA,one\n", 2, "seats", "Int64"),
        ("programmes.csv", "programme,seats\nA,1\nA,2\n", 3, "programme", "each combination once"),
        ("programmes.csv", "programme,seats\nA,-1\n", 2, "seats", "0 or more"),
        ("programmes.csv", "programme\nA\n", None, "seats", "this column"),
        ("applicants.csv", "applicant,vve_indication\nx,perhaps\n", 2, "vve_indication", "yes or no"),
        ("preferences.csv", "applicant,rank,programme\nx,0,A\n", 2, "rank", "1 or more"),
        ("preferences.csv", "applicant,rank,programme\nx,1,A\nx,2,A\n", 3, "applicant + programme", "once"),
        ("claims.csv", "applicant,programme,distance\nx,A,far\n", 2, "distance", "Int64"),
        ("claims.csv", "applicant,programme\nx,A,B,C\n", None, "", "as many values in each row"),
    ],
)
def test_a_wrong_value_is_named_by_file_row_and_column(tmp_path, name, text, row, column, expected):
    findings = refusal(folder(tmp_path, **{name.replace(".", "_"): text}))
    assert {(one.row, one.column) for one in findings} == {(row, column)}
    assert expected in findings[0].expected
    assert row is None or findings[0].file == name


def test_a_missing_and_a_double_file_are_refused(tmp_path):
    assert refusal(folder(tmp_path, programmes_csv=None))[0].found == "no file"
    folder(tmp_path)
    pl.DataFrame({"programme": ["A"], "seats": [1]}).write_parquet(tmp_path / "programmes.parquet")
    assert refusal(tmp_path)[0].found == "programmes.csv and programmes.parquet"
    (tmp_path / "rules.yaml").unlink()
    assert refusal(tmp_path)[0].file == "rules.yaml"


@pytest.mark.parametrize(
    ("changed", "row", "column", "expected"),
    [
        ({"preferences_csv": "applicant,rank,programme\nz,1,A\n"}, 2, "applicant", "table applicants"),
        ({"preferences_csv": "applicant,rank,programme\nx,1,C\n"}, 2, "programme", "table programmes"),
        ({"claims_csv": "applicant,programme,sibling\nx,C,yes\n"}, 2, "programme", "table programmes"),
        ({"preferences_csv": "applicant,rank,programme\nx,1,A\nx,1,B\n"}, 3, "rank", "each rank once"),
    ],
)
def test_what_does_not_fit_between_tables_is_named_too(tmp_path, changed, row, column, expected):
    (one,) = round_errors(read_round(folder(tmp_path, **changed)))
    assert (one.row, one.column) == (row, column)
    assert expected in one.expected


def test_a_rule_about_a_column_that_is_not_there_is_refused_at_its_line(tmp_path):
    text = FILES["rules.yaml"].replace("{claim: sibling}", "{claim: cousin}")
    (one,) = round_errors(read_round(folder(tmp_path, rules_yaml=text)))
    assert (one.file, one.row, one.found) == ("rules.yaml", 8, "'cousin'")


def test_a_programme_of_another_cohort_is_refused():
    round_ = a_round(
        {"x": ["A"]},
        {"A": 1},
        rules(),
        applicants={"x": {"cohort": "2021"}},
        programmes={"A": {"cohort": "2022"}},
    )
    assert "own cohort" in round_errors(round_)[0].expected


@pytest.mark.parametrize(("least", "most", "wrong"), [(1, 1, ["x"]), (2, 2, ["y"]), (1, 2, [])])
def test_a_list_that_is_too_long_or_too_short_is_refused(least, most, wrong):
    by = rules(lists=[{"least": least, "most": most, "too_short": "refuse"}])
    found = round_errors(a_round({"x": ["A", "B"], "y": ["A"]}, {"A": 1, "B": 1}, by))
    assert [one.found[1] for one in found] == wrong


def test_a_short_list_is_a_warning_where_the_rules_only_advise():
    by = rules(lists=[{"least": 2}])
    round_ = a_round({"x": ["A", "B"], "y": ["A"], "z": []}, {"A": 1, "B": 1}, by)
    assert round_errors(round_) == []
    assert [one.found for one in round_warnings(round_)] == ["'z'", "'y with 1 programmes'"]


def test_the_length_of_a_list_can_differ_by_level():
    by = rules(lists=[{"for": {"level": ["vwo"]}, "most": 1}])
    people = {"x": {"level": "vwo"}, "y": {"level": "havo"}}
    round_ = a_round({"x": ["A", "B"], "y": ["A", "B"]}, {"A": 1, "B": 1}, by, applicants=people)
    assert [one.found for one in round_errors(round_)] == ["'x with 2 programmes'"]


def test_more_reserved_seats_than_seats_are_refused():
    held = {"id": "held", "seats": {"number": 3}, "for": {"always": True}}
    by = rules(seat_types=[{"types": [held, {"id": "open", "seats": {"rest": True}}]}])
    (one,) = round_errors(a_round({"x": ["A"]}, {"A": 2}, by))
    assert one.found == "'A: 1 too many'"


def test_seats_by_distance_need_a_distance_for_everybody_who_lists_them():
    by = rules(seat_types=[{"types": [{"id": "near", "seats": {"rest": True}, "order": "distance"}]}])
    claims = [{"applicant": "x", "programme": "A", "distance": 100}]
    (one,) = round_errors(a_round({"x": ["A"], "y": ["A"]}, {"A": 1}, by, claims=claims))
    assert "'distance' of claims" in one.expected


def test_twins_with_different_lists_are_refused():
    by = rules(families={"block": "together"}, lottery={"numbers": "per_family"})
    twins = {name: {"block": "t", "family": "f"} for name in "xy"}
    (one,) = round_errors(a_round({"x": ["A", "B"], "y": ["B", "A"]}, {"A": 1, "B": 1}, by, applicants=twins))
    assert one.mend.startswith("Make the lists equal")


def test_twins_of_two_families_cannot_share_a_number():
    by = rules(families={"block": "together"}, lottery={"numbers": "per_family"})
    twins = {"x": {"block": "t", "family": "f"}, "y": {"block": "t", "family": "g"}}
    (one,) = round_errors(a_round({"x": ["A"], "y": ["A"]}, {"A": 2}, by, applicants=twins))
    assert (one.column, one.found) == ("family", "'g'")


def test_a_family_cannot_have_the_name_of_another_child():
    people = {"x": {"family": None}, "y": {"family": "x"}}
    (one,) = round_errors(a_round({"x": ["A"], "y": ["A"]}, {"A": 2}, rules(), applicants=people))
    assert (one.column, one.found) == ("family", "'x'")


def test_rules_that_are_not_in_utf_8_are_refused(tmp_path):
    folder(tmp_path)
    (tmp_path / "rules.yaml").write_bytes("name: é".encode("latin-1"))
    (one,) = refusal(tmp_path)
    assert (one.file, one.expected) == ("rules.yaml", "UTF-8")


def test_a_column_of_free_text_about_children_is_refused(tmp_path):
    (one,) = refusal(folder(tmp_path, applicants_csv="applicant,name\nx,Jan Jansen\n"))
    assert (one.column, one.expected) == ("name", "yes or no")
    assert "Jansen" not in str(one)


def test_a_region_without_a_cap_is_refused():
    by = rules(regional_caps={"column": "region", "target": "sure", "caps": {"north": 1}})
    schools = {"A": {"region": "south", "sure": 1}}
    (one,) = round_errors(a_round({"x": ["A"]}, {"A": 1}, by, programmes=schools))
    assert (one.found, one.expected) == ("'south'", "a region with a cap: north")


def test_an_inconsistent_round_is_never_compiled(tmp_path):
    round_ = read_round(folder(tmp_path, preferences_csv="applicant,rank,programme\nz,1,A\n"))
    with pytest.raises(InvalidTable, match="The round is refused"):
        compile_round(round_, in_order("x", "y"))


@pytest.mark.parametrize(
    ("numbers", "columns", "height"),
    [
        ("single", ["applicant"], 3),
        ("per_family", ["family"], 2),
        ("per_programme", ["applicant", "programme"], 4),
    ],
)
def test_who_needs_a_lottery_number(numbers, columns, height):
    people = {"x": {"family": "f"}, "y": {"family": "f"}, "z": {}}
    by = rules(lottery={"numbers": numbers})
    lists = {"x": ["A", "B"], "y": ["A"], "z": ["B"]}
    holders = ticket_holders(a_round(lists, {"A": 1, "B": 1}, by, applicants=people))
    assert (holders.columns, holders.height) == (columns, height)


def block_of(family_of_y):
    people = {"x": {"block": "t", "family": "f1"}, "y": {"block": "t", "family": family_of_y}}
    together = rules(families={"block": "together"})
    return a_round({"x": ["A"], "y": ["A"]}, {"A": 2}, together, applicants=people)


@pytest.mark.parametrize(("family", "found"), [("f1", []), ("f2", ["'f2'"]), (None, ["None"])])
def test_a_block_over_two_families_gets_a_warning_because_receipts_show_it(family, found):
    warnings = list(round_warnings(block_of(family)))
    assert [one.found for one in warnings] == found
    assert all("whose receipts show its application" in str(one) for one in warnings)


def test_without_families_nothing_is_said_about_blocks():
    people = {name: {"block": "t"} for name in "xy"}
    together = rules(families={"block": "together"})
    round_ = a_round({"x": ["A"], "y": ["A"]}, {"A": 2}, together, applicants=people)
    assert round_warnings(round_) == []
