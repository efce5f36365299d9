# SPDX-License-Identifier: EUPL-1.2
"""CBS postcode sheets: headings on several lines, secret and rounded cells, two classifications of origin."""

from __future__ import annotations

import io

import polars as pl
import pytest
import xlsxwriter

from gemengd import sources
from gemengd.sources.opening.archive import members
from gemengd.sources.opening.content import look
from gemengd.tables import InvalidTable

TOP = ["Inwoners", *[None] * 10, "Sociale Zekerheid", "Dichtheid"]
MIDDLE = [
    "Totaal",
    "Geslacht",
    None,
    "Leeftijdklassen",
    *[None] * 4,
    "Herkomst",
    None,
    None,
    "Totaal uitkeringen",
]
MIDDLE = [*MIDDLE, "Omgevingsadressendichtheid"]
LAST = [
    "Totaal",
    "Man",
    "Vrouw",
    "tot 15 jaar",
    "15 tot 25 jaar",
    "25 tot 45 jaar",
    "45 tot 65 jaar",
    "65 jaar en ouder",
    "Nederlandse\nachtergond",
    "Westerse\nmigratie\nachtergrond",
    "Niet-westerse\nmigratie\nachtergrond",
    "Personen met WW, Bijstand en/of AO uitkering\nBeneden AOW-leeftijd",
    None,
]
UNITS = ["x1"] * 8 + ["%"] * 3 + ["x1", "adressen/km2"]
NUMBERS = [100, 50, 50, 20, 20, 20, 20, 20, 60, 10, 30, 15, 2500]
FIVE = [
    "Geboren in Nederland met een Nederlandse herkomst",
    "Geboren in Nederland met een Europese herkomst (excl. Nederland)",
    "Geboren in Nederland met herkomst buiten Europa",
    "Geboren buiten Nederland met een Europese herkomst (excl. Nederland)",
    "Geboren buiten Nederland met een herkomst buiten Europa",
]


@pytest.fixture
def sheet_file(tmp_path):
    def write(
        *rows,
        last=LAST,
        middle=MIDDLE,
        top=TOP,
        units=UNITS,
        name="PC4_2021_v2",
        title="peildatum 1 januari 2021",
    ):
        buffer = io.BytesIO()
        workbook = xlsxwriter.Workbook(buffer)
        sheet = workbook.add_worksheet(name)
        lines = [[f"Inwoners per postcode, {title}"], ["versie 2"], [], [None, *top], [None, *middle]]
        lines += [["Postcode-4", *last], ["Code", *units], *rows]
        for place, line in enumerate(lines):
            sheet.write_row(place, 0, line)
        workbook.close()
        path = tmp_path / "sheet.xlsx"
        path.write_bytes(buffer.getvalue())
        return path

    return write


def _read(path, **options):
    (contribution,) = sources.read([path], **options)
    return contribution


def _group(contribution, group, area="1011"):
    rows = contribution.tables["residents"].filter(group=group, area_id=area)
    return rows.select("characteristic", "low", "high", "value").row(0)


def test_a_count_in_fives_is_an_interval(sheet_file):
    contribution = _read(sheet_file([1011, *NUMBERS]))
    assert _group(contribution, "all") == ("all", 98, 102, 100.0)
    assert _group(contribution, "65+") == ("age", 18, 22, 20.0)


def test_a_share_becomes_a_number_of_residents(sheet_file):
    contribution = _read(sheet_file([1011, *NUMBERS]))
    # 30% in tens is 25 to 35%; of 98 to 102 residents these are 25 to 35.
    assert _group(contribution, "non_western") == ("migration_background", 25, 35, 30.0)


def test_benefits_have_a_rest(sheet_file):
    contribution = _read(sheet_file([1011, *NUMBERS]))
    assert _group(contribution, "benefit") == ("benefit", 13, 17, 15.0)
    assert _group(contribution, "no_benefit") == ("benefit", 81, 89, 85.0)


def test_density_goes_with_the_area(sheet_file):
    areas = _read(sheet_file([1011, *NUMBERS])).tables["areas"]
    assert areas.select("area_id", "level", "address_density").rows() == [("1011", "pc4", 2500.0)]


def test_a_cell_that_is_not_published_yet_lies_anywhere_within_the_total(sheet_file):
    numbers = [100, 50, 50, -99995, *NUMBERS[4:10], -99995, -99995, -99995]
    contribution = _read(sheet_file([1011, *numbers]))
    assert _group(contribution, "0-14") == ("age", 0, 102, None)
    assert _group(contribution, "non_western") == ("migration_background", 0, 102, None)
    assert _group(contribution, "benefit") == ("benefit", 0, 102, None)
    assert _group(contribution, "no_benefit") == ("benefit", 0, 102, None)
    assert contribution.tables["areas"]["address_density"].to_list() == [None]
    assert any(note.startswith("4 of the cells used are not published yet") for note in contribution.notes)


def test_an_area_without_a_published_total_is_left_out_and_counted(sheet_file):
    contribution = _read(sheet_file([1011, -99995, *NUMBERS[1:]], [1012, *NUMBERS]))
    assert contribution.tables["residents"]["area_id"].unique().to_list() == ["1012"]
    assert [(one.rows, one.example) for one in contribution.refused] == [(1, "1011")]
    assert contribution.tables["areas"]["area_id"].to_list() == ["1011", "1012"]


def test_without_unpublished_cells_nothing_is_said_of_them(sheet_file):
    contribution = _read(sheet_file([1011, *NUMBERS]))
    assert not any("-99995" in note for note in contribution.notes)
    assert contribution.refused == ()


def test_secret_cells_are_intervals_without_a_value(sheet_file):
    numbers = [-99997, *NUMBERS[1:10], -99997, -99997, -99997]
    contribution = _read(sheet_file([1011, *numbers]))
    assert _group(contribution, "all") == ("all", 0, 4, None)
    assert _group(contribution, "non_western") == ("migration_background", 0, 4, None)
    assert _group(contribution, "benefit") == ("benefit", 0, 4, None)
    assert _group(contribution, "no_benefit") == ("benefit", 0, 4, None)
    assert contribution.tables["areas"].item(0, "address_density") is None


def test_a_secret_share_of_a_known_total(sheet_file):
    contribution = _read(sheet_file([1011, *NUMBERS[:10], -99997, *NUMBERS[11:]]))
    assert _group(contribution, "non_western") == ("migration_background", 0, 102, None)


def test_a_share_of_zero_is_a_value(sheet_file):
    contribution = _read(sheet_file([1011, *NUMBERS[:10], 0, *NUMBERS[11:]]))
    assert _group(contribution, "non_western") == ("migration_background", 0, 5, 0.0)


def test_five_classes_are_another_characteristic(sheet_file):
    last = [*LAST[:8], *FIVE, *LAST[11:]]
    middle = [*MIDDLE[:11], None, None, *MIDDLE[11:]]
    top = [*TOP[:11], None, None, *TOP[11:]]
    units = [*UNITS[:8], *["%"] * 5, *UNITS[11:]]
    row = [1011, *NUMBERS[:8], 50, 10, 10, 10, 20, 15, 2500]
    contribution = _read(sheet_file(row, last=last, middle=middle, top=top, units=units))
    assert _group(contribution, "netherlands_dutch") == ("origin", 45, 56, 50.0)
    assert _group(contribution, "abroad_other")[0] == "origin"
    assert "migration_background" not in set(contribution.tables["residents"]["characteristic"])
    assert any("do not make one series" in note for note in contribution.notes)


def test_origin_in_counts_instead_of_shares(sheet_file):
    contribution = _read(sheet_file([1011, *NUMBERS], units=["x1"] * 12 + ["adressen/km2"]))
    assert _group(contribution, "non_western") == ("migration_background", 28, 32, 30.0)


def test_columns_are_found_by_their_heading(sheet_file):
    order = [0, 2, 1, *range(7, 2, -1), 10, 9, 8, 11, 12]
    moved = [[line[place] for place in order] for line in (LAST, UNITS, NUMBERS)]
    contribution = _read(sheet_file([1011, *moved[2]], last=moved[0], units=moved[1]))
    assert _group(contribution, "dutch")[3] == 60.0
    assert _group(contribution, "non_western")[3] == 30.0


@pytest.mark.parametrize(
    ("name", "title", "options", "year"),
    [
        ("PC4_2021_v2", "peildatum 1 januari 2021", {}, 2021),
        ("PC4_2024_v1", "zonder datum", {}, 2024),
        ("Blad1", "zonder datum", {"year": 2022}, 2022),
    ],
)
def test_the_year_stands_in_title_or_sheet_name_or_is_given(sheet_file, name, title, options, year):
    contribution = _read(sheet_file([1011, *NUMBERS], name=name, title=title), **options)
    assert contribution.source_id == f"cbs-pc4-{year}"
    assert set(contribution.tables["residents"]["year"]) == {year}


def _finding(path):
    with pytest.raises(InvalidTable) as caught:
        sources.read([path])
    return caught.value.findings[0]


def test_no_year_at_all(sheet_file):
    assert "--year" in _finding(sheet_file([1011, *NUMBERS], name="Blad1", title="zonder datum")).mend


def test_a_renamed_heading_is_named(sheet_file):
    last = [*LAST[:10], "Overig", *LAST[11:]]
    finding = _finding(sheet_file([1011, *NUMBERS], last=last))
    assert finding.column == "Inwoners > Herkomst > niet-westers"
    assert finding.found == "no column with this heading"


def test_a_postcode_twice(sheet_file):
    finding = _finding(sheet_file([1011, *NUMBERS], [1011, *NUMBERS]))
    assert (finding.row, finding.found) == (9, "1011")


def test_a_negative_number_that_is_not_the_secret_one(sheet_file):
    finding = _finding(sheet_file([1011, *NUMBERS[:11], -5, 2500]))
    assert (finding.row, finding.column, finding.found) == (8, "benefit", "-5")


def test_a_word_for_a_number(sheet_file):
    finding = _finding(sheet_file([1011, *NUMBERS], [1012, "veel", *NUMBERS[1:]]))
    assert (finding.row, finding.column, finding.found) == (9, "total", "veel")


def test_a_strange_postcode(sheet_file):
    finding = _finding(sheet_file([1011, *NUMBERS], ["totaal", *NUMBERS]))
    assert (finding.row, finding.found) == (9, "totaal")


def test_a_footnote_below_the_table_is_passed_over(sheet_file):
    assert _read(sheet_file([1011, *NUMBERS], [], ["Bron: CBS"])).rows_read == 1


def _secret(contribution, group):
    return contribution.tables["residents"].filter(group=group)["value"].null_count()


def test_real_sheet_of_2020(cbs_2020):
    assert cbs_2020.rows_read == cbs_2020.tables["areas"].height == 4_068
    assert (_secret(cbs_2020, "non_western"), _secret(cbs_2020, "benefit")) == (637, 251)
    groups = set(cbs_2020.tables["residents"].filter(characteristic="migration_background")["group"])
    assert groups == {"dutch", "western", "non_western"}


def test_real_sheet_of_2023(cbs_2023):
    assert cbs_2023.rows_read == cbs_2023.tables["areas"].height == 4_070
    residents = cbs_2023.tables["residents"]
    assert set(residents["characteristic"]) == {"all", "age", "origin", "benefit"}
    assert residents.filter(characteristic="origin")["group"].n_unique() == 5
    # Postcode 1011: 9,910 residents, 50, 10, 10, 20 and 20 per cent.
    first = residents.filter(area_id="1011", characteristic="origin")["value"]
    assert first.to_list() == [9910 * share / 100 for share in (50, 10, 10, 20, 20)]


@pytest.mark.parametrize(
    ("name", "columns", "cells"), [("cbs_pc4_2020_v1", 36, 10_741), ("pc4_2023_v2", 133, 13_767)]
)
def test_real_secret_cells(shared_data, name, columns, cells):
    (member,) = members([shared_data / "cbs" / f"{name}.xlsx"])
    sheet = look(member).cells
    assert sheet.width == columns
    assert sum((sheet[column] == "-99997").sum() for column in sheet.columns) == cells


def test_real_value_is_residents_times_share(cbs_2020):
    # Postcode 1011: 9,705 residents, 60, 30 and 20 per cent.
    values = cbs_2020.tables["residents"].filter(area_id="1011", characteristic="migration_background")[
        "value"
    ]
    assert values.to_list() == [9705 * 60 / 100, 9705 * 30 / 100, 9705 * 20 / 100]


@pytest.mark.parametrize("name", ["cbs_2020", "cbs_2023"])
def test_real_values_lie_in_their_intervals(request, name):
    residents = request.getfixturevalue(name).tables["residents"].drop_nulls("value")
    assert (
        residents.filter(
            (pl.col("value") < pl.col("low") - 1) | (pl.col("value") > pl.col("high") + 1)
        ).height
        == 0
    )
