# SPDX-License-Identifier: EUPL-1.2
"""The kind of a file is found by its columns, and a file of no kind is answered with what to do."""

from __future__ import annotations

import shutil

import pytest

from gemengd import sources

REAL = {
    "duo/leerlingen-po-per-gemeente-postcode-2017-2018.tar.gz": "duo-po-flows-2017",
    "duo/examenkandidaten-en-geslaagden-2019-2024.csv.gz": "duo-exams",
    "duo/layout-sample_leerlingen-vo-per-vestiging-2025.csv": "duo-vo-locations-2011",
    "duo/layout-sample_schooladviezen-2024-2025.csv": "duo-advice-2024",
    "schools/bo_jan2013_sample20_utf8.csv": "schools-bo-2013",
    "schools/vo_jan2013.csv.gz": "schools-vo-2013",
    "schools/so_jan2013.csv.gz": "schools-so-2013",
    "cbs/cbs_pc4_2020_v1.xlsx": "cbs-pc4-2020",
    "cbs/pc4_2023_v2.xlsx": "cbs-pc4-2023",
    "cbs/population_data_2013.csv.gz": "cbs-population-2013",
    "cbs/SES_WOA_scores_per_wijk_en_buurt_25042023_160857.csv": "cbs-ses-woa-2019-gm0363",
    "municipalities/gm_changes_before_2018.csv": "municipal-mergers",
    "geo/nl_gemeente.geojson": "areas-gemeente",
    "amsterdam/schools.geojson": "amsterdam-schools-2011",
    "amsterdam/neighbourhoods.geojson": "amsterdam-neighbourhoods-2011",
}


@pytest.mark.parametrize(("path", "source_id"), REAL.items())
def test_the_name_of_a_file_does_not_matter(shared_data, tmp_path, path, source_id):
    shutil.copy(shared_data / path, tmp_path / "data.bin")
    (contribution,) = sources.read([tmp_path / "data.bin"], year=2011)
    assert contribution.source_id == source_id


def test_files_of_several_kinds_at_once(shared_data):
    paths = [shared_data / "geo" / "nl_gemeente.geojson", shared_data / "cbs" / "cbs_pc4_2020_v1.xlsx"]
    names = {contribution.source_id for contribution in sources.read(paths)}
    assert names == {"areas-gemeente", "cbs-pc4-2020"}


def _unknown(path):
    with pytest.raises(sources.UnknownFile) as caught:
        sources.read([path])
    return caught.value


def test_a_renamed_column_is_named_with_the_name_found(flow_files):
    header = flow_files.header.replace("POSTCODE_LEERLING", "POSTCODE")
    unknown = _unknown(flow_files.write(flow_files.row(), header=header))
    assert unknown.nearest.name == "duo-po-flows"
    assert unknown.missing == ("POSTCODE_LEERLING",)
    assert "Found column 'POSTCODE', expected 'POSTCODE_LEERLING'" in str(unknown)
    assert "Voorbeeldstad.csv" in str(unknown)


def test_a_renamed_age_is_named(flow_files):
    header = flow_files.header.replace("LEEFTIJD_7;", "AGE_7;")
    unknown = _unknown(flow_files.write(flow_files.row(), header=header))
    assert unknown.missing == ("LEEFTIJD_7",)


def test_a_lost_column_is_named(flow_files):
    header, row = (line.rpartition(";")[0] for line in (flow_files.header, flow_files.row()))
    unknown = _unknown(flow_files.write(row, header=header))
    assert "Did not find column 'TOTAAL'" in str(unknown)


def test_spaces_and_underscores_in_names_are_the_same(flow_files):
    path = flow_files.write(flow_files.row(), header=flow_files.header.replace("_", " ").lower())
    assert sources.read([path])[0].source_id == "duo-po-flows-2017-gm9901"


def test_the_order_of_columns_does_not_matter(flow_files):
    turned = [";".join(reversed(line.split(";"))) for line in (flow_files.header, flow_files.row())]
    path = flow_files.write(turned[1], header=turned[0])
    assert sources.read([path])[0].tables["schools"].item(0, "name") == "De Regenboog"


def test_a_file_of_no_kind_is_told_its_columns(shared_data):
    unknown = _unknown(shared_data / "reference" / "schools00.csv")
    assert unknown.nearest is None
    assert unknown.columns == ("state", "district", "school", "race", "n")
    assert "gemengd sources map" in str(unknown)


def test_an_unknown_file_among_known_ones_refuses_all(flow_files, tmp_path):
    flow_files.write(flow_files.row())
    (tmp_path / "other.csv").write_text("a,b,c\n1,2,3\n")
    assert _unknown(tmp_path).file == "other.csv"


def test_every_kind_is_described_in_two_languages():
    assert all(set(kind.description) == {"nl", "en"} for kind in sources.KINDS)
    assert len({kind.name for kind in sources.KINDS}) == len(sources.KINDS)


def test_a_mapping_hands_every_path_to_the_reader_of_own_files(monkeypatch, tmp_path):
    from gemengd.sources import own

    monkeypatch.setattr(own, "read", lambda path, mapping, **_: (path.name, mapping.name))
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    assert sources.read(paths, mapping=tmp_path / "map.toml") == [
        ("a.csv", "map.toml"),
        ("b.csv", "map.toml"),
    ]
