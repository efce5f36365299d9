# SPDX-License-Identifier: EUPL-1.2
"""What a board says about its schools."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from gemengd.web.events.models import Event
from gemengd.web.explanations import services as explanations
from gemengd.web.organisations.models import Organisation
from gemengd.web.versions import selectors
from gemengd.web.versions.models import Revision

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
        seen = selectors.edition(explanations.series_of(board, school))
        return browser(person).post(address, {**SAID, "edition": seen, **changes})

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
    assert Revision.objects.count() == 1


def test_it_can_be_taken_away(write):
    write()
    write(text="", policy_url="", contribution="", contribution_year="")
    assert explanations.of_school(OURS) is None
    assert Revision.objects.count() == 2


def test_saving_an_empty_form_first_adds_nothing(write):
    write(text="", policy_url="", contribution="", contribution_year="")
    assert not Revision.objects.exists()


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
    assert not Revision.objects.exists()


@pytest.mark.parametrize("text", ["1.500 tekens is te veel; 3 < 4 en 5 > 4", "x" * 1500, "« é – ’ »"])
def test_ordinary_text_is_kept_as_it_is(write, text):
    write(text=text)
    assert explanations.of_school(OURS).text == text


def test_a_school_of_another_board_is_not_there_and_that_is_recorded(write, people):
    assert write(THEIRS).status_code == 404
    assert not Revision.objects.exists()
    assert Event.objects.filter(kind="refused", actor=people.editor.pk).count() == 1


def test_another_board_cannot_write_about_our_school(write, people):
    assert write(person=people.stranger).status_code == 403


def test_the_service_refuses_it_too(people, other_board):
    school = explanations.School(OURS, "De Weefspoel", "99101", "GM9901")
    with pytest.raises(ValueError, match="not of board 99102"):
        explanations.explain(other_board, school, {}, by=people.stranger, started_from=0)


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


def test_who_saves_second_sees_the_first_text_beside_their_own_and_loses_nothing(write, board):
    write(text="Wij liggen naast de haven.")
    write(text="Wij liggen naast de haven. Kom kijken!")
    refused = write(text="Wij liggen naast het park.", edition=1)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert explanations.of_school(OURS).text == "Wij liggen naast de haven. Kom kijken!"
    assert "Wij liggen naast de haven. Kom kijken!" in page.split('class="gm-beside"')[1].split("</h4>")[1]
    assert "Wij liggen naast het park." in page.split("<textarea")[1].split("</textarea>")[0]
    assert "<del>" in page
    assert "<ins>" in page
    assert 'name="edition" value="2"' in page


def test_who_has_seen_the_first_text_can_save_after_all(write):
    write(text="Een.")
    write(text="Twee.")
    assert write(text="Drie.", edition=1).status_code == 422
    assert write(text="Drie.", edition=2).status_code == 302
    assert explanations.of_school(OURS).text == "Drie."


def test_who_saves_second_but_wrote_the_same_is_not_refused(write):
    write(text="Een.")
    write(text="Twee.")
    assert write(text="Twee.", edition=1).status_code == 302
    assert Revision.objects.count() == 2


def test_a_form_names_the_edition_it_shows(write, people, board, browser):
    write()
    address = reverse("explanations:explain", args=[board.pk, OURS])
    assert 'name="edition" value="1"' in browser(people.editor).get(address).content.decode()


def test_only_what_stands_on_the_page_of_the_school_can_be_downloaded(write, board, client):
    write(text="Een.")
    write(text="Twee.")
    first, second = (selectors.numbered(explanations.series_of(board, OURS), one) for one in (1, 2))
    assert client.get(reverse("versions:file", args=[second.sha256])).json()["content"]["text"] == "Twee."
    assert client.get(reverse("versions:file", args=[first.sha256])).status_code == 404
    page = client.get(reverse("versions:version", args=[first.sha256])).content.decode()
    assert "Een." not in page
    assert first.sha256 in page


def test_the_version_of_an_explanation_leads_to_its_school(write, board, client):
    write()
    revision = selectors.latest(explanations.series_of(board, OURS))
    page = client.get(reverse("versions:version", args=[revision.sha256])).content.decode()
    assert f'href="/school/{OURS}/"' in page


def test_taking_a_text_away_takes_its_versions_away_as_well(write, board, client):
    write()
    write(text="", policy_url="", contribution="", contribution_year="")
    revision = selectors.latest(explanations.series_of(board, OURS))
    assert client.get(reverse("versions:file", args=[revision.sha256])).status_code == 404
