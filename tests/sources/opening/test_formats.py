# SPDX-License-Identifier: EUPL-1.2
"""Formats beside the data: maps that are not read are passed over, sheets inside archives are found."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from gemengd import sources
from gemengd.sources.opening.archive import members
from gemengd.tables import InvalidTable

GEOPACKAGE = b"SQLite format 3\x00" + bytes(100)


def zipped(path, files, *, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def workbook():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet("PC4_2021").write_row(0, 0, ["a", "b"])
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["map.gpkg", "map.shp", "map.DBF", "map.shx", "map.prj", "map.shp.xml"])
def test_a_map_beside_the_data_is_passed_over_with_a_note(flow_files, tmp_path, name):
    data = flow_files.write(flow_files.row()).read_bytes()
    path = zipped(tmp_path / "both.zip", {"flows.csv": data, name: GEOPACKAGE})
    (contribution,) = sources.read([path])
    assert contribution.rows_read == 1
    assert f"Passed over, in formats that gemengd does not read: {name}." in contribution.notes


def test_a_map_in_a_folder_is_passed_over(flow_files, tmp_path):
    flow_files.write(flow_files.row())
    (tmp_path / "map.gpkg").write_bytes(GEOPACKAGE)
    (contribution,) = sources.read([tmp_path])
    assert any("map.gpkg" in note for note in contribution.notes)


def test_without_other_formats_there_is_no_note(flow_files):
    (contribution,) = sources.read([flow_files.write(flow_files.row())])
    assert not any("Passed over" in note for note in contribution.notes)


def test_only_maps_are_refused_with_their_formats_and_what_to_do(tmp_path):
    path = zipped(tmp_path / "cbs.zip", {"pc4.gpkg": GEOPACKAGE, "pc4.shp": b"\x00"})
    with pytest.raises(InvalidTable) as caught:
        sources.read([path])
    (finding,) = caught.value.findings
    assert finding.file == "cbs.zip"
    assert finding.found == "only formats that gemengd does not read: .gpkg, .shp"
    assert "GeoJSON" in finding.mend
    assert "xlsx" in finding.mend


def test_a_map_that_is_given_by_itself_is_refused_although_other_files_are_read(flow_files, tmp_path):
    (tmp_path / "map.gpkg").write_bytes(GEOPACKAGE)
    with pytest.raises(InvalidTable, match=r"does not read: \.gpkg"):
        sources.read([flow_files.write(flow_files.row()), tmp_path / "map.gpkg"])


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_sheet_inside_an_archive_is_taken_out_of_it(tmp_path, compression):
    path = zipped(tmp_path / "cbs.zip", {"pc4.xlsx": workbook()}, compression=compression)
    assert [member.name for member in members([path])] == ["pc4.xlsx"]


def test_a_sheet_is_no_archive(tmp_path):
    (tmp_path / "pc4.xlsx").write_bytes(workbook())
    assert [member.name for member in members([tmp_path / "pc4.xlsx"])] == ["pc4.xlsx"]


def test_half_a_sheet_is_refused_as_a_sheet(tmp_path):
    (tmp_path / "pc4.xlsx").write_bytes(workbook()[:2000])
    with pytest.raises(InvalidTable, match="a sheet that cannot be opened"):
        sources.read([tmp_path / "pc4.xlsx"])
