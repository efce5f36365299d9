# SPDX-License-Identifier: EUPL-1.2
"""Microdata of any size to counts: one expression, on DuckDB, PostgreSQL or Spark."""

from gemengd.sources.counting.categories import Categories, values_in
from gemengd.sources.counting.collect import collect
from gemengd.sources.counting.engines import ENGINES, EngineMissing, connect
from gemengd.sources.counting.expression import count
from gemengd.sources.counting.microdata import read_microdata
from gemengd.sources.counting.school_year import school_year
from gemengd.sources.counting.tables import read_table

__all__ = [
    "ENGINES",
    "Categories",
    "EngineMissing",
    "collect",
    "connect",
    "count",
    "read_microdata",
    "read_table",
    "school_year",
    "values_in",
]
