# SPDX-License-Identifier: EUPL-1.2
"""The mapping file: what is right, and what is said of what is wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from gemengd.sources.own import mapping
from gemengd.tables import InvalidTable

GOOD = """
layout = "counts"
[source]
id = "own-x"
title = "X"
publisher = "P"
licence = "L"
attribution = "A"
reference_date = 2023-10-01
[file]
delimiter = ";"
not_read = ["bsn"]
[pupils]
year = { value = "2023" }
count = "aantal"
markers = { "-1" = [0, 4] }
[school]
id = ["brin", "vest"]
[home]
area = "pc"
kind = "pc4"
[characteristics.income]
column = "inkomen"
values = { Laag = "low", hoog = "high" }
"""


def refused(text):
    with pytest.raises(InvalidTable) as refusal:
        mapping.parse(text, "m.toml")
    return refusal.value


def test_a_good_mapping_is_read():
    found = mapping.parse(GOOD, "m.toml")
    assert found.layout == "counts"
    assert found.source.reference_date == dt.date(2023, 10, 1)
    assert found.columns == ("aantal", "brin", "vest", "pc", "inkomen")
    assert found.markers == {"-1": (0, 4)}
    assert found.groups[0].field.values == {"laag": "low", "hoog": "high"}


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    (tmp_path / "m.toml").write_text(GOOD, encoding="utf-8-sig")
    assert mapping.load(tmp_path / "m.toml").source.source_id == "own-x"


@pytest.mark.parametrize(
    ("change", "to", "key", "says"),
    [
        ('layout = "counts"', 'layout = "row"', "layout", "one of pupils, counts, wide"),
        ("[home]", "[hoem]", "hoem", "Did you mean 'home'?"),
        ('count = "aantal"', 'cuont = "aantal"', "pupils.cuont", "Did you mean 'count'?"),
        ('count = "aantal"\n', "", "pupils.count", "expected this key"),
        ('id = ["brin", "vest"]', 'name = "x"', "school.id", "expected this key"),
        ('id = "own-x"', 'id = ""', "source.id", "a text in quotes"),
        ("date = 2023-10-01", 'date = "1 oktober"', "source.reference_date", "without quotes"),
        ('delimiter = ";"', 'delimiter = "::"', "file.delimiter", "(tab)"),
        ('{ value = "2023" }', '{ value = "?" }', "pupils.year", "Fill it in"),
        ('{ value = "2023" }', '{ value = "2023", column = "jaar" }', "pupils.year", "one of the two"),
        ('{ value = "2023" }', "{ colunm = 3 }", "pupils.year.colunm", "Did you mean 'column'?"),
        ('hoog = "high"', 'hoog = "?"', "characteristics.income.values", "the meaning of that value"),
        ('hoog = "high"', 'hoog = "hihg"', "characteristics.income", "one of low, middle, high, unknown"),
        ("[characteristics.income]", "[characteristics.incom]", "characteristics.incom", "'income'?"),
        ('"-1" = [0, 4]', '"-1" = [4, 0]', "pupils.markers", "lowest first"),
        ('kind = "pc4"', 'kind = "pc5"', "home.kind", "one of pc4, pc6, buurt, wijk, other"),
        ('[home]\narea = "pc"', "[home]", "home.area", "the column with the home area"),
        ('id = ["brin", "vest"]', "id = 5", "school.id", "a column name"),
        ("[file]", "[file]\nheader_row = 0", "file.header_row", "1 or more"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_key_and_how_to_mend_it(change, to, key, says):
    assert change in GOOD
    refusal = refused(GOOD.replace(change, to))
    findings = [finding for finding in refusal.findings if finding.column == key]
    assert findings, str(refusal)
    assert says in str(findings[0])
    assert findings[0].file == "m.toml"


def test_text_that_is_no_toml_says_on_which_line():
    assert "at line 3" in str(refused('layout = "pupils"\n\n[source\n'))


def test_a_column_that_is_not_to_be_read_cannot_be_mapped():
    assert "column 'pc', which is mapped too" in str(refused(GOOD.replace('["bsn"]', '["pc"]')))


def test_all_faults_are_named_at_once():
    refusal = refused(
        GOOD.replace("layout", "layuot").replace('kind = "pc4"', "").replace('title = "X"\n', "")
    )
    assert {"layuot", "layout", "home.kind", "source.title"} <= {one.column for one in refusal.findings}


def test_a_known_characteristic_cannot_be_defined_again():
    text = GOOD + '[characteristics.income.definition]\nfocal = ["low"]\n'
    assert "a second definition" in str(refused(text))


def test_an_own_definition_must_be_one():
    own = GOOD.replace("characteristics.income", "characteristics.mine")
    assert "Or say what it is" in str(refused(own))
    assert "focal" in str(
        refused(own + "[characteristics.mine.definition]\nlabel = { nl = 'a', en = 'b' }\n")
    )
    text = own + "[characteristics.mine.definition]\nfocal = ['no']\ngroups.low = {}\ngroups.high = {}\n"
    assert "focal group 'no'" in str(refused(text))
