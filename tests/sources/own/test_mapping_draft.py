# SPDX-License-Identifier: EUPL-1.2
"""The draft of a mapping: what it guesses, what it leaves to the reader, and what it never writes."""

from __future__ import annotations

import random
import tomllib

import polars as pl
import pytest

from gemengd.sources import own
from gemengd.tables import InvalidTable

DRAW = random.Random(4)
FIRST = ["Sanne", "Daan", "Fatima", "Zoë", "Milan", "Noor", "Sem", "Élan", "Yara", "Bram"]


def pupils(rows=60):
    header = (
        "BSN;Naam leerling;geboortedatum;straat;BRIN;vestigingsnummer;schoolnaam;postcode;gemeente;"
        "opleiding ouders;gewicht;schooljaar;e-mail ouder;tekst"
    )
    lines = [
        f"{111_222_333 + at};{DRAW.choice(FIRST)} Achternaam{at};{at % 28 + 1}-3-2015;Kerkstraat {at};99AA;"
        f"{at % 2};De Regenboog;{9000 + at % 3} {DRAW.choice('ABC')}X;9901;"
        f"{['laag', 'midden', 'hoog', 'onbekend'][at % 4]};"
        f"{['0', '0.3', '1.2'][at % 3]};2023/2024;ouder{at}@voorbeeld.nl;vrij{at}"
        for at in range(rows)
    ]
    return "\r\n".join([header, *lines]) + "\r\n"


def drafted(tmp_path, content, name="leerlingen.csv"):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8", newline="")
    text = own.draft(path)
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    return text, tomllib.loads(text)


def test_pupils_are_recognised(tmp_path):
    _, found = drafted(tmp_path, pupils())
    assert found["layout"] == "pupils"
    assert found["pupils"]["year"] == "schooljaar"
    assert found["school"]["id"] == ["BRIN", "vestigingsnummer"]
    assert found["school"]["name"] == "schoolnaam"
    assert found["school"]["municipality"] == "gemeente"
    assert found["home"] == {"area": "postcode", "kind": "pc6"}
    education = found["characteristics"]["parental_education"]
    assert education["column"] == "opleiding ouders"
    assert education["values"] == {"laag": "low", "midden": "middle", "hoog": "high", "onbekend": "unknown"}
    assert found["characteristics"]["pupil_weight"]["values"] == {"0": "none", "0.3": "w03", "1.2": "w12"}


def test_columns_about_persons_are_named_as_not_read_and_never_mapped(tmp_path):
    text, found = drafted(tmp_path, pupils())
    assert set(found["file"]["not_read"]) == {
        "BSN",
        "Naam leerling",
        "geboortedatum",
        "straat",
        "e-mail ouder",
    }
    assert "They are NOT read" in text


def test_columns_are_known_as_personal_by_their_values_too(tmp_path):
    lines = "".join(
        f"99AA00;{111_222_333 + at};{at % 28 + 1}-3-2015;k{at}@x.nl;laag;2023\n" for at in range(60)
    )
    text, found = drafted(tmp_path, "school;code;moment;bericht;opleiding;jaar\n" + lines)
    assert set(found["file"]["not_read"]) == {"code", "moment", "bericht"}
    assert "1112223" not in text


def test_no_datum_about_a_person_is_written(tmp_path):
    text, _ = drafted(tmp_path, pupils())
    secret = [*FIRST, "Achternaam", "1112223", "Kerkstraat", "@", "9000 ", "9001 ", "-3-2015", "vrij1"]
    assert not [word for word in secret if word in text]


def test_free_text_with_few_rows_is_not_taken_for_groups(tmp_path):
    lines = "".join(f"99AA00;Opleiding van kind {at};2023\n" for at in range(8))
    text, found = drafted(tmp_path, "school;opleiding;jaar\n" + lines)
    assert "van kind" not in text
    assert "characteristics" not in found


def test_a_full_draft_reads_without_a_change(tmp_path):
    drafted(tmp_path, pupils())
    found = own.read(tmp_path / "leerlingen.csv", tmp_path / "m.toml")
    groups = found.tables["pupils"].group_by("characteristic").agg(total=pl.col("low").sum())
    assert dict(groups.rows()) == {"all": 60, "parental_education": 60, "pupil_weight": 60}
    assert "pupil_weight" in found.characteristics


def test_a_value_that_is_not_known_is_a_question_and_stops_the_reading(tmp_path):
    text, _ = drafted(tmp_path, pupils().replace(";laag;", ";geen idee;"))
    assert '"geen idee" = "?"' in text
    with pytest.raises(InvalidTable, match=r"'geen idee' = '\?'.*Fill it in"):
        own.read(tmp_path / "leerlingen.csv", tmp_path / "m.toml")


def test_counts_are_recognised_with_their_marks(tmp_path):
    content = "brin6;schooljaar;opleiding;aantal leerlingen\n" + "".join(
        f"99AA0{at % 4};2023-2024;{['laag', 'hoog'][at // 4]};{['12', '-1', '<5', '7'][at % 4]}\n"
        for at in range(8)
    )
    text, found = drafted(tmp_path, content)
    assert found["layout"] == "counts"
    assert found["pupils"] == {"year": "schooljaar", "count": "aantal leerlingen", "markers": {"-1": [0, 4]}}
    assert "GUESS, please check: these cells are no numbers" in text
    assert own.read(tmp_path / "leerlingen.csv", tmp_path / "m.toml").rows_read == 8


def test_wide_columns_are_recognised(tmp_path):
    content = "vestiging,schooljaar,aantal_laag,aantal_midden,aantal_hoog,onbekend,totaal\n"
    content += "99AA00,2023/2024,3,4,5,0,12\n99AA01,2023/2024,1,1,1,1,4\n"
    text, found = drafted(tmp_path, content)
    assert found["layout"] == "wide"
    assert found["pupils"]["total"] == "totaal"
    assert found["characteristics"]["parental_education"]["columns"] == {
        "aantal_laag": "low", "aantal_midden": "middle", "aantal_hoog": "high", "onbekend": "unknown"
    }  # fmt: skip
    assert "do not say of what they are low or high" in text
    found = own.read(tmp_path / "leerlingen.csv", tmp_path / "m.toml")
    assert found.tables["pupils"].filter(characteristic="all")["low"].sum() == 16


def test_the_year_may_come_from_the_name_of_the_file(tmp_path):
    text, found = drafted(tmp_path, "school;opleiding\n" + "99AA00;laag\n99AA00;hoog\n" * 9, "lln_2022.csv")
    assert found["pupils"]["year"] == {"value": "2022"}
    assert "GUESS, please check: from the name of the file" in text


def test_names_of_municipalities_are_listed_to_be_filled_in(tmp_path):
    _, found = drafted(tmp_path, pupils().replace(";9901;", ";Voorbeeldstad;"))
    assert found["school"]["municipality"] == {"column": "gemeente", "values": {"voorbeeldstad": "?"}}


def test_the_postcode_of_the_school_is_no_home(tmp_path):
    _, found = drafted(tmp_path, pupils().replace(";postcode;", ";postcode school;"))
    assert "home" not in found


def test_column_names_with_quotes_make_valid_toml(tmp_path):
    _, found = drafted(tmp_path, pupils().replace(";schooljaar;", ';"school""jaar\\";'))
    assert found["layout"] == "pupils"
    assert found["pupils"]["year"] in ('school"jaar\\', {"value": "?"})


def test_a_file_without_a_header_is_refused(tmp_path):
    with pytest.raises(InvalidTable, match="a row with data where the header should be"):
        drafted(tmp_path, pupils().split("\r\n", 1)[1])
