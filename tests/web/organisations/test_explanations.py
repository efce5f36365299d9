# SPDX-License-Identifier: EUPL-1.2
"""What a board says about its schools."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from gemengd.web.events.models import Event
from gemengd.web.explanations import services as explanations
from gemengd.web.organisations.models import Explanation, Organisation

pytestmark = pytest.mark.usefixtures("site")
OURS, THEIRS = "99AA00", "99AB00"
SAID = {
    "text": "Wij liggen naast de haven.\r\nIedereen is welkom.",
    "policy_url": "https://school.example/toelating",
    "contribution": "45,50",
    "contribution_year": "2025",
}


@pytest.fixture
def write(people, board, browser):
    """Fill in the form as the editor of the first board."""

    def send(school=OURS, person=people.editor, **changes):
        address = reverse("explanations:explain", args=[board.pk, school])
        return browser(person).post(address, {**SAID, **changes})

    return send


def test_what_is_written_is_what_the_page_of_the_school_gets(write):
    assert write().status_code == 302
    said = explanations.of_school(OURS)
    assert said.text == "Wij liggen naast de haven.\nIedereen is welkom."
    assert (said.board_name, said.policy_url) == ("Stichting Oost", "https://school.example/toelating")
    assert (said.contribution, said.contribution_year) == (Decimal("45.50"), 2025)


def test_a_school_about_which_nothing_was_written_has_none():
    assert explanations.of_school(OURS) is None
    assert explanations.of_school("XXXXXX") is None


def test_every_change_is_kept_and_the_last_one_counts(write, board):
    write()
    write(text="Nieuw.")
    assert explanations.of_school(OURS).text == "Nieuw."
    assert [row.text[:5] for row in explanations.history(board, OURS)] == ["Nieuw", "Wij l"]
    assert Event.objects.filter(kind="explained", subject=OURS).count() == 2


def test_saving_the_same_twice_leaves_one_row(write):
    write()
    write()
    assert Explanation.objects.count() == 1


def test_it_can_be_taken_away(write):
    write()
    write(text="", policy_url="", contribution="", contribution_year="")
    assert explanations.of_school(OURS) is None
    assert Explanation.objects.count() == 2


def test_saving_an_empty_form_first_adds_nothing(write):
    write(text="", policy_url="", contribution="", contribution_year="")
    assert not Explanation.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "x" * 1501},
        {"text": "Kijk <script>alert(1)</script>"},
        {"text": "een <b>goede</b> school"},
        {"policy_url": "javascript:alert(1)"},
        {"policy_url": "http://school.example"},
        {"contribution": "-1"},
        {"contribution": "veel"},
        {"contribution": "20000"},
        {"contribution": "45,505"},
        {"contribution_year": ""},
        {"contribution_year": "1850"},
    ],
)
def test_what_cannot_be_right_is_refused_and_stays_in_the_form(write, wrong):
    response = write(**wrong)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Explanation.objects.exists()


@pytest.mark.parametrize("text", ["1.500 tekens is te veel; 3 < 4 en 5 > 4", "x" * 1500, "« é – ’ »"])
def test_ordinary_text_is_kept_as_it_is(write, text):
    write(text=text)
    assert explanations.of_school(OURS).text == text


def test_a_school_of_another_board_is_not_there_and_that_is_recorded(write, people):
    assert write(THEIRS).status_code == 404
    assert not Explanation.objects.exists()
    assert Event.objects.filter(kind="refused", actor=people.editor.pk).count() == 1


def test_another_board_cannot_write_about_our_school(write, people):
    assert write(person=people.stranger).status_code == 403


def test_the_service_refuses_it_too(people, other_board):
    school = explanations.School(OURS, "De Weefspoel", "99101", "GM9901")
    with pytest.raises(ValueError, match="not of board 99102"):
        explanations.explain(other_board, school, {}, by=people.stranger)


def test_what_an_earlier_board_said_does_not_count(write, board, other_board):
    write()
    Organisation.objects.filter(pk=board.pk).update(code="99999")
    assert explanations.of_school(OURS) is None


def test_the_list_names_the_schools_of_the_board(people, board, browser):
    schools = explanations.schools_of(board)
    assert len(schools) == 19
    page = browser(people.editor).get(reverse("explanations:schools", args=[board.pk])).content.decode()
    assert all(school.school_id in page for school in schools)
    assert THEIRS not in page


def test_the_form_shows_what_stands_there_and_what_stood_there(write, people, board, browser):
    write()
    page = browser(people.editor).get(reverse("explanations:explain", args=[board.pk, OURS])).content.decode()
    assert "Iedereen is welkom." in page
    assert 'value="45,50"' in page
    assert page.count("<details>") == 1
