# SPDX-License-Identifier: EUPL-1.2
"""The packaged table of addresses."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from gemengd.sources.fetch import UnknownAddress, addresses, at_base, find


def test_every_address_says_where_it_was_found_and_that_nobody_tried_it():
    assert addresses()
    for one in addresses():
        assert one.found_in, one
        assert not one.checked, one
        assert urlsplit(one.url).scheme == "https"


def test_addresses_are_those_of_the_publishers():
    hosts = {one.kind: set() for one in addresses()}
    for one in addresses():
        hosts[one.kind].add(urlsplit(one.url).hostname)
    assert hosts == {"duo": {"duo.nl", "onderwijsdata.duo.nl"}, "cbs": {"download.cbs.nl"}}


def test_no_dataset_has_two_addresses_for_one_year():
    keys = [(one.kind, one.dataset, one.year) for one in addresses()]
    assert len(keys) == len(set(keys))


def test_names_are_plain_file_names():
    for one in addresses():
        assert one.name
        assert "/" not in one.name
        assert not one.name.startswith(".")


def test_a_file_of_several_years_answers_for_each_year():
    assert {one.dataset for one in find("duo", year=2024)} >= {"po-flows", "po-advice", "vo-pupils"}


def test_a_year_that_is_not_there_names_the_years_that_are():
    with pytest.raises(UnknownAddress, match=r"no address for cbs pc4 1999.*cbs pc4 2023"):
        find("cbs", dataset="pc4", year=1999)


def test_a_mirror_keeps_the_name_of_the_file():
    (one,) = find("cbs", dataset="pc4", year=2023)
    moved = at_base(one, "http://mirror.example/cbs/")
    assert moved.url == "http://mirror.example/cbs/2025-cbs_pc4_2023_v2.zip"
    assert moved.name == one.name
