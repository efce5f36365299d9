# SPDX-License-Identifier: EUPL-1.2
"""The packaged table of addresses."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from gemengd import sources
from gemengd.sources.fetch import UnknownAddress, addresses, at_base, find


def test_every_address_says_where_it_was_found_and_that_nobody_tried_it():
    assert addresses()
    for one in addresses():
        assert one.found_in, one
        assert not one.checked, one
        assert urlsplit(one.url).scheme == "https"


def test_the_evidence_of_every_address_is_a_file_in_a_named_repository():
    for one in addresses():
        assert re.fullmatch(r"[\w-]+/[\w-]+, [\w/.-]+\.(py|js|md)", one.found_in), one


NOT_READ = {"po-background", "so-background", "vo-pupils", "vo-exams"}
KINDS = {
    "po-flows": "duo-po-flows-service",
    "po-locations": "duo-locations-po",
    "po-pupils": "duo-po-pupils",
    "so-locations": "duo-locations-so",
    "vo-locations": "duo-locations-vo",
    "vo-flows": "duo-vo-flows",
    "po-advice": "duo-advice",
    "pc4": "cbs-pc4",
}


def test_every_dataset_has_a_kind_that_reads_it_or_says_that_none_does():
    assert set(KINDS.values()) <= {kind.name for kind in sources.KINDS}
    for one in addresses():
        assert (one.dataset in KINDS) != (one.dataset in NOT_READ), one
        if one.dataset in NOT_READ:
            assert not one.reads, one


def test_what_is_not_read_is_marked_and_its_title_says_why():
    for one in addresses():
        assert one.reads == ("gemengd does not" not in one.title), one


def test_every_dataset_that_is_read_has_an_address_that_is():
    assert {one.dataset for one in addresses() if one.reads} == set(KINDS)


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
    assert {one.dataset for one in find("duo", year=2024)} >= {"po-flows", "po-advice", "vo-locations"}


def test_a_year_that_is_not_there_names_the_years_that_are():
    with pytest.raises(UnknownAddress, match=r"no address for cbs pc4 1999.*cbs pc4 2023"):
        find("cbs", dataset="pc4", year=1999)


def test_a_mirror_keeps_the_name_of_the_file():
    (one,) = find("cbs", dataset="pc4", year=2023)
    moved = at_base(one, "http://mirror.example/cbs/")
    assert moved.url == "http://mirror.example/cbs/2025-cbs_pc4_2023_v2.zip"
    assert moved.name == one.name
