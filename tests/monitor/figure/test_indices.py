# SPDX-License-Identifier: EUPL-1.2
"""All indices: nothing but indices, the last year for a reader and every year in the file."""

from __future__ import annotations

import csv
import io

from gemengd.monitor.figure import indices
from gemengd.monitor.speech import language
from monitor import made

EN = language("en")


def test_shares_and_distances_are_no_indices():
    names = [row["name"] for row in indices.table(made.full_cell(), EN).rows]
    assert "Dissimilarity (D)" in names
    assert "Theil's H" in names
    assert not any("nearest school" in name and "D if all" not in name for name in names)
    assert "Distance to school" not in names


def test_a_reader_sees_one_year_and_a_program_all():
    table = indices.table(made.full_cell(), EN)
    of_d = [row for row in csv.DictReader(io.StringIO(table.csv())) if row["indicator"] == "D"]
    assert [row["name"] for row in table.rows].count("Dissimilarity (D)") == 1
    assert [int(row["year"]) for row in of_d] == list(range(2020, 2026))


def test_the_file_names_the_group_that_is_measured():
    rows = csv.DictReader(io.StringIO(indices.table(made.full_cell(), EN).csv()))
    assert {row["group"] for row in rows} == {"pupils of parents with little education"}


def test_there_is_no_picture_to_draw():
    assert indices.KIND.draw(made.full_cell(), EN, 300) is None
