# SPDX-License-Identifier: EUPL-1.2
"""Whoever has a document can check it, and learns nothing else."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gemengd.web.versions import registry, selectors
from gemengd.web.versions.chain import Series, document_bytes
from gemengd.web.versions.models import Revision
from gemengd.web.versions.registry import RevisedKind
from gemengd.web.versions.services import save

pytestmark = pytest.mark.django_db
AGENDA = Series("agenda", "GM9901")
CHECK = "/versie/"


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """The kinds of these tests: agendas are public from their second version on."""
    known = (
        RevisedKind(
            "agenda",
            "Lokale agenda",
            public=lambda revision: revision.number >= 2,
            address=lambda revision: f"/agenda/{revision.key}/",
            labels={"goal": "Doel"},
            standing=lambda revision: "Afgesproken op 1 mei." if revision.number == 2 else "",
        ),
    )
    monkeypatch.setattr(registry, "further", lambda _kind: known)


@pytest.fixture
def three():
    """Three versions of an agenda, the first one not public."""
    return [
        save(AGENDA, {"goal": f"{word} kinderen."}, started_from=number, by=1, note="geheime notitie")
        for number, word in enumerate(("Alle", "Veel", "Meer"))
    ]


def page_of(client, revision):
    return client.get(reverse("versions:version", args=[revision.sha256])).content.decode()


def test_a_public_version_shows_number_hash_predecessor_and_standing(client, three):
    page = page_of(client, three[1])
    assert "Dit is versie 2" in page
    assert three[1].sha256 in page
    assert three[0].sha256 in page
    assert "Afgesproken op 1 mei." in page
    assert 'href="/agenda/GM9901/"' in page
    assert f'href="/versie/{three[2].sha256}/"' in page
    assert "geheime notitie" not in page


def test_a_public_version_shows_what_changed_since_a_public_predecessor_only(client, three):
    third, second = page_of(client, three[2]), page_of(client, three[1])
    assert "Doel" in third
    assert "<ins>" in third
    assert "Alle" not in second.split("<main")[1].split("</main>")[0]
    assert "<ins>" not in second


def test_who_has_the_hash_of_a_private_version_sees_that_it_is_known_and_no_more(client, three):
    page = page_of(client, three[0])
    assert "Dit is versie 1" in page
    assert three[0].sha256 in page
    for hidden in (
        "Alle kinderen",
        "Lokale agenda",
        "GM9901",
        "versie.json",
        three[1].sha256,
        three[2].sha256,
    ):
        assert hidden not in page


def test_an_unknown_hash_is_said_to_be_unknown(client, three):
    response = client.get(reverse("versions:version", args=["a" * 64]))
    assert response.status_code == 404
    assert "niet bekend" in response.content.decode()


def test_by_object_and_number_only_public_versions_are_found(client, three):
    assert client.get("/versie/agenda/GM9901/2/").status_code == 200
    for path in ("agenda/GM9901/1/", "agenda/GM9901/9/", "agenda/GM9999/2/", "nothing/x/1/"):
        assert client.get(f"/versie/{path}").status_code == 404


def test_the_file_is_what_was_hashed(client, three):
    response = client.get(reverse("versions:file", args=[three[1].sha256]))
    assert response.content == document_bytes(three[1])
    assert json.loads(response.content)["content"] == {"goal": "Veel kinderen."}
    assert 'filename="agenda-GM9901-2.json"' in response["Content-Disposition"]


def test_the_file_of_a_private_version_is_not_given(client, three):
    assert client.get(reverse("versions:file", args=[three[0].sha256])).status_code == 404


def test_a_kind_without_an_app_is_never_public(client):
    orphan = save(Series("gone", "x"), {"a": "b"}, started_from=0, by=1)
    assert client.get(reverse("versions:file", args=[orphan.sha256])).status_code == 404
    assert client.get("/versie/gone/x/1/").status_code == 404


@pytest.mark.parametrize("spelled", [str, str.upper, lambda text: f" {text[:32]} {text[32:]} "])
def test_a_printed_control_number_leads_to_its_version(client, three, spelled):
    response = client.post(CHECK, {"number": spelled(three[0].sha256)})
    assert (response.status_code, response["Location"]) == (302, f"/versie/{three[0].sha256}/")


def sent(client, contents):
    return client.post(CHECK, {"document": SimpleUploadedFile("versie.json", contents)})


@pytest.mark.parametrize("indent", [None, 2])
def test_a_file_is_recognised_also_when_a_program_laid_it_out_anew(client, three, indent):
    data = json.loads(document_bytes(three[0]))
    contents = document_bytes(three[0]) if indent is None else json.dumps(data, indent=indent).encode()
    assert sent(client, contents)["Location"] == f"/versie/{three[0].sha256}/"


@pytest.mark.parametrize("contents", [b"\x00\xff", b"{", b"[" * 100_000, b'{"a":1e999}', b'"\\ud800"'])
def test_any_other_file_is_unknown(client, three, contents):
    response = sent(client, contents)
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 404


def test_one_other_letter_makes_it_unknown(client, three):
    response = sent(client, document_bytes(three[0]).replace(b"Alle", b"alle"))
    assert client.get(response["Location"]).status_code == 404


def test_nothing_of_a_file_is_stored(client, three, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    sent(client, b"something else")
    assert not settings.MEDIA_ROOT.exists()
    assert Revision.objects.count() == 3


@pytest.mark.parametrize("data", [{}, {"number": "abc"}, {"number": "g" * 64}, {"number": "x" * 500}])
def test_what_is_no_control_number_is_refused_with_a_reason(client, data):
    response = client.post(CHECK, data)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_a_file_that_is_too_large_is_refused(client):
    assert sent(client, b"x" * (2 * 1024**2 + 1)).status_code == 422


def test_the_question_can_be_asked_in_both_languages(client):
    assert "Controleer deze versie" in client.get(CHECK).content.decode()
    assert "Check this version" in client.get(f"/en{CHECK}").content.decode()


def test_a_page_about_a_version_is_asked_for_again_each_time(client, three):
    response = client.get(reverse("versions:version", args=[three[2].sha256]))
    assert "no-cache" in response["Cache-Control"]


def test_the_edition_of_an_object_is_the_number_of_its_latest_version(three):
    assert selectors.edition(AGENDA) == 3
    assert selectors.edition(Series("agenda", "GM0000")) == 0
