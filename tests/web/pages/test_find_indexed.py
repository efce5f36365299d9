# SPDX-License-Identifier: EUPL-1.2
"""What the index adds to the page that finds places."""

from __future__ import annotations

import pytest

from gemengd.tables import Workspace
from gemengd.web.monitor import aliases, finding
from gemengd.web.published.selectors import shown
from gemengd.web.published.services import publish
from gemengd.web.search.models import Entry
from gemengd.web.search.services import rebuild


@pytest.fixture
def indexed(site):
    """The site with its index."""
    return rebuild()


def found(client, text, **more):
    return client.get("/zoeken/", {"q": text, **more}).content.decode()


def test_everything_that_is_published_can_be_found(indexed):
    assert indexed["municipality"] == len(shown().monitor.names)
    assert indexed["school"] == 2 * shown().monitor.schools.height
    assert min(indexed["term"], indexed["method"]) > 10


def test_publishing_a_version_fills_the_index(site, workspace_folder, django_capture_on_commit_callbacks):
    assert not Entry.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        publish(Workspace(workspace_folder).version)
    assert Entry.objects.filter(shelf__kind="school").exists()


def test_an_index_that_fails_does_not_undo_publishing(
    site, workspace_folder, django_capture_on_commit_callbacks, monkeypatch
):
    from gemengd.web.monitor import searching

    monkeypatch.setattr(searching, "rebuild", lambda _names: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        publish(Workspace(workspace_folder).version)
    assert shown().version == Workspace(workspace_folder).version


def test_without_an_index_places_are_found_as_before(site, client):
    assert "gm-hits" in found(client, "haven")


def test_a_word_leads_to_its_explanation(indexed, client):
    page = found(client, "voedingsgebieden")
    assert 'href="/methode/begrippen/#definition-catchment"' in page
    assert "<mark>" in page


def test_a_part_of_the_method_is_found_where_it_stands(indexed, client):
    assert 'href="/methode/#limits"' in found(client, "hemelsbreed")


def test_the_english_page_finds_english_words_and_addresses(indexed, client):
    page = client.get("/en/zoeken/", {"q": "catchments"}).content.decode()
    assert 'href="/en/methode/begrippen/#definition-catchment"' in page


def test_a_misspelled_word_is_offered(indexed, client):
    page = found(client, "schoolsegregatei")
    assert "Bedoelde u" in page
    assert 'href="?q=schoolsegregatie"' in page.lower()


def test_what_the_list_of_places_shows_is_not_shown_twice(indexed, client):
    page = found(client, "weefspoel")
    assert page.count('href="/school/99AA00/"') == 1


def test_an_exact_unique_name_leads_to_it_and_a_part_never_does(indexed, client):
    assert client.get("/zoeken/", {"q": "de weefspoel"})["Location"] == "/school/99AA00/"
    assert client.get("/zoeken/", {"q": "oosterhaven"})["Location"] == "/gemeente/GM9901/"
    for part in ("weefspoel", "oosterhave", "osterhaven"):
        assert client.get("/zoeken/", {"q": part}).status_code == 200


def test_a_municipality_is_found_by_another_name(site, client, monkeypatch):
    monkeypatch.setitem(aliases.ALIASES, "GM9901", ("Den Oosterhaag",))
    finding._index.cache_clear()
    rebuild()
    try:
        assert client.get("/zoeken/", {"q": "den oosterhaag"})["Location"] == "/gemeente/GM9901/"
        assert 'href="/gemeente/GM9901/"' in found(client, "oosterhaag")
    finally:
        finding._index.cache_clear()


def test_a_kind_can_be_chosen(indexed, client):
    every = found(client, "school")
    assert "soort=term" in every
    terms = found(client, "school", soort="term").split('class="gm-results"')[1].split("</section>")[0]
    assert "/methode/begrippen/#" in terms
    assert 'href="/methode/#' not in terms
    assert 'aria-current="true"' in terms


def test_an_unknown_kind_or_page_is_no_failure(indexed, client):
    for more in ({"soort": "none"}, {"pagina": "x"}, {"pagina": "999999"}):
        assert client.get("/zoeken/", {"q": "school", **more}).status_code == 200


def test_a_school_is_found_by_board_and_municipality(indexed, client):
    assert 'href="/school/99AA00/"' in found(client, "weefspoel 99101")


def test_the_page_is_asked_for_again_as_the_index_changes(indexed, client):
    assert "no-cache" in client.get("/zoeken/", {"q": "school"})["Cache-Control"]
