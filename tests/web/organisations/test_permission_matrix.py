# SPDX-License-Identifier: EUPL-1.2
"""Every declared action by role, kind, standing and state; what is allowed stands in `permissions.csv`.

The file is made by `python -m django permissions --csv` and read by people: a line that appears in it is
something that somebody may do from now on. What has no line is refused, which is tried here too.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from django.core.management import call_command

from gemengd.web.site.matrix import as_csv, as_page
from gemengd.web.site.roles import Kind, Role
from web.organisations.tried import PEOPLE, allowed, differing_for_member, differing_for_person

FILE = Path(__file__).with_name("permissions.csv")
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "permissions.md"


@pytest.fixture(scope="module")
def lines():
    """What the file allows."""
    return allowed(FILE.read_text(encoding="utf-8"))


def test_the_file_is_what_the_apps_declare():
    assert FILE.read_text(encoding="utf-8") == as_csv(), "python -m django permissions --csv"


def test_the_documentation_is_what_the_apps_declare():
    assert PAGE.read_text(encoding="utf-8") == as_page(), "python -m django permissions"


@pytest.mark.parametrize(("form", "path"), [([], PAGE), (["--csv"], FILE)], ids=["page", "csv"])
def test_the_command_makes_the_files(capsys, form, path):
    call_command("permissions", *form)
    assert capsys.readouterr().out == path.read_text(encoding="utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "role"), list(product(Kind, Role)), ids=str)
def test_a_member_may_what_the_file_says(lines, kind, role):
    assert differing_for_member(lines, kind, role) == []


@pytest.mark.django_db
@pytest.mark.parametrize("own", [False, True], ids=["others", "own"])
@pytest.mark.parametrize("who", PEOPLE)
def test_who_is_in_no_organisation_may_what_the_file_says(lines, who, own):
    assert differing_for_person(lines, who, own=own) == []


@pytest.mark.django_db
def test_a_line_too_many_or_too_few_is_found(lines):
    line = ("see_log", "any", "owner", "administrator", "board")
    assert differing_for_member(lines - {line}, Kind.BOARD, Role.ADMINISTRATOR) == [
        ("owner", "see_log", "any"),
        ("owner", "see_log", "a state that no line names"),
    ]
    more = lines | {("see_log", "any", "site", "", ""), ("see_log", "any", "account", "", "")}
    assert ("see_log", "any") in differing_for_person(more, "account", own=False)
