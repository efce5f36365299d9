# SPDX-License-Identifier: EUPL-1.2
"""Each app has a catalogue of its own, and collecting again brings texts along when code moves."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from gemengd.web.site.messages import compiled_catalogues
from gemengd.web.site.translating import SITE, catalogue, catalogue_path, collect, owner_of, untranslated

HEAD = 'msgid ""\nmsgstr ""\n"Language: nl\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'


@pytest.fixture
def small(tmp_path):
    """A small site: two apps, the frame around them, and one catalogue for all, as it was once."""
    for path, text in {
        "apples/apps.py": "",
        "apples/views.py": 'gettext("Apple"), gettext("Both"), ngettext("%(n)s pip", "%(n)s pips", n)',
        "apples/templates/apples/page.html": '{% load i18n %}{% translate "Peel" %}',
        "pears/apps.py": "",
        "pears/views.py": 'gettext("Both"), pgettext("fruit", "Pear")',
        "templates/pears/page.html": '{% load i18n %}{% translate "Stalk" %}',
        "templates/base.html": '{% load i18n %}{% translate "Skip" %}',
        "settings.py": 'gettext_lazy("Site")',
        "locale/nl/django.po": HEAD
        + "".join(
            f'\nmsgid "{text}"\nmsgstr "{dutch}"\n'
            for text, dutch in {"Apple": "Appel", "Both": "Beide", "Peel": "Schil", "Gone": "Weg"}.items()
        )
        + '\nmsgid "%(n)s pip"\nmsgid_plural "%(n)s pips"\nmsgstr[0] "%(n)s pit"\nmsgstr[1] "%(n)s pitten"\n'
        + '\nmsgctxt "fruit"\nmsgid "Pear"\nmsgstr "Peer"\n',
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def texts(site, owner):
    """Text to Dutch in the catalogue of an owner."""
    with catalogue_path(owner, site).open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def test_a_text_goes_to_its_app_and_one_of_two_apps_or_none_to_the_frame(small):
    assert collect(small) == "8 texts in 3 catalogues, 3 not translated"
    pip = {("%(n)s pip", "%(n)s pips"): ("%(n)s pit", "%(n)s pitten")}
    assert texts(small, "apples") == {"Apple": "Appel", "Peel": "Schil"} | pip
    assert texts(small, "pears") == {"Pear": "Peer", "Stalk": ""}
    assert texts(small, "") == {"Both": "Beide", "Site": "", "Skip": ""}


def test_what_is_not_translated_is_named(small):
    assert sorted(untranslated(small)) == ["Site", "Skip", "Stalk"]


def test_collecting_again_changes_nothing(small):
    collect(small)
    before = {path: path.read_bytes() for path in small.rglob("*.po")}
    collect(small)
    assert {path: path.read_bytes() for path in small.rglob("*.po")} == before


def test_texts_follow_code_that_moves_and_keep_their_dutch(small):
    collect(small)
    (small / "frame").mkdir()
    (small / "frame" / "apps.py").touch()
    (small / "fruit").mkdir()
    for path in (small / "apples").glob("*.py"):
        path.rename(small / "fruit" / path.name)
    shutil.rmtree(small / "apples" / "templates")
    collect(small)
    assert texts(small, "fruit")["Apple"] == "Appel"
    assert texts(small, "")["Both"] == "Beide"
    assert catalogue_path("", small) == small / "frame" / "locale" / "nl" / "django.po"
    assert not (small / "locale" / "nl" / "django.po").exists()
    assert not (small / "apples" / "locale" / "nl" / "django.po").exists()


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("versions/views.py", "versions"),
        ("versions/templates/versions/check.html", "versions"),
        ("templates/events/page.html", "events"),
        ("templates/base.html", ""),
        ("templates/parts/form.html", ""),
        ("settings.py", ""),
    ],
)
def test_a_file_belongs_to_the_app_whose_folder_it_stands_in(path, owner):
    assert owner_of(Path(path)) == owner


@pytest.fixture(scope="module")
def split(tmp_path_factory):
    """A copy of the site with its texts collected."""
    copy = tmp_path_factory.mktemp("site") / "web"
    shutil.copytree(SITE, copy, ignore=shutil.ignore_patterns("static", "__pycache__"))
    before = translations(copy)
    collect(copy)
    return copy, before


def translations(site):
    return {(message.id, message.context): message.string for message in catalogue(site) if message.id}


def test_collecting_the_texts_of_the_site_changes_no_translation_and_leaves_none_out(split):
    copy, before = split
    after = translations(copy)
    assert {key: string for key, string in before.items() if key in after and after[key] != string} == {}
    assert untranslated(copy) == []


def test_an_app_that_has_a_catalogue_has_exactly_its_own_texts_in_it(split):
    copy, _ = split
    for owner in ("versions", "search"):
        path = catalogue_path(owner)
        assert path.exists() == catalogue_path(owner, copy).exists()
        if path.exists():
            assert texts(SITE, owner) == texts(copy, owner)


def test_every_catalogue_is_compiled_for_the_site(small, tmp_path):
    collect(small)
    folders = compiled_catalogues(small, tmp_path / "compiled")
    assert {folder.name for folder in folders} == {small.name, "apples", "pears"}
    assert all((folder / "nl" / "LC_MESSAGES" / "django.mo").exists() for folder in folders)


def test_two_catalogues_never_translate_one_text(split):
    copy, _ = split
    seen: dict[object, Path] = {}
    for path in copy.glob("**/locale/nl/django.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    assert seen.setdefault((message.id, message.context), path) == path
