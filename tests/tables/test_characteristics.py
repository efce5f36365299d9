# SPDX-License-Identifier: EUPL-1.2
"""The built-in characteristics are complete, and a wrong definition is refused."""

from __future__ import annotations

import pytest

from gemengd.tables import known_characteristics, parse_characteristics


@pytest.mark.parametrize("name", sorted(known_characteristics()))
def test_every_characteristic_speaks_two_languages(name: str) -> None:
    characteristic = known_characteristics()[name]
    labels = [characteristic.label, *characteristic.groups.values()]
    assert all(set(label) >= {"nl", "en"} for label in labels)
    if characteristic.role == "social":
        assert characteristic.focal_label is not None
        assert set(characteristic.focal) < set(characteristic.groups)


def test_old_and_new_classes_of_origin_are_two_characteristics() -> None:
    known = known_characteristics()
    assert not set(known["migration_background"].groups) & set(known["origin"].groups) - {"unknown"}


def test_a_social_characteristic_needs_a_focal_group() -> None:
    with pytest.raises(ValueError, match="no focal group"):
        parse_characteristics({"home_language": {"role": "social"}})


def test_a_focal_group_must_be_one_of_the_groups() -> None:
    definition = {"focal": ["lo"], "groups": {"low": {"nl": "laag", "en": "low"}}}
    with pytest.raises(ValueError, match="found focal group 'lo'"):
        parse_characteristics({"home_language": definition})


def test_a_group_without_a_label_is_called_by_its_name() -> None:
    characteristic = parse_characteristics({"home_language": {"focal": ["other"]}})["home_language"]
    assert characteristic.group_label("other", "nl") == "other"
