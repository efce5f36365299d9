# SPDX-License-Identifier: EUPL-1.2
"""What is found, in which order, and by whom."""

from __future__ import annotations

import pytest

from gemengd.web.search import asking
from gemengd.web.search.asking import Asker, ask
from gemengd.web.search.models import Entry, Posting, Word
from gemengd.web.search.services import put, rebuild, remove
from gemengd.web.site import registry
from gemengd.web.site.declarations import Row

BRUGKLAS, FRIENDS, DRAW = ("card", "brugklas"), ("card", "vriendschap"), ("card", "loting")


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("brugklas", BRUGKLAS),
        ("BRUGKLASSEN", BRUGKLAS),
        ("vriendschapsscholen", FRIENDS),
        ("vriendsch", FRIENDS),
        ("schapsschool", FRIENDS),
        ("loten", DRAW),
        ("prive", ("card", "prive")),
        ("CAFÉ", ("card", "prive")),
        ("loting in juni", DRAW),
        ("oosterhaven", ("card", "oost")),
    ],
)
def test_words_are_found_by_stem_beginning_and_part_without_capitals_and_accents(find, asked, first):
    assert find(asked)[0] == first


def test_a_compound_is_found_by_its_parts(find):
    assert find("buurtscholen") == [FRIENDS]


def test_every_word_has_to_be_there(find):
    assert find("scholen vrienden") == [FRIENDS]
    assert find("scholen brugklas") == [BRUGKLAS]


def test_where_nothing_has_all_words_some_are_enough_and_that_is_said(find):
    answer = ask("loting vrienden", Asker(None, "nl"))
    assert answer.partly
    assert {one.key for one in answer.results} == {"loting", "vriendschap"}


def test_little_words_are_not_needed(find):
    assert find("de loting van een aanmelding") == [DRAW]


def test_a_title_counts_for_more_than_a_text_and_a_whole_word_for_more_than_a_part(find):
    put("card", [Row("x", "Iets over school", "De brugklas komt erin voor.", "/k/9/")])
    assert find("brugklas") == [BRUGKLAS, ("card", "x")]
    assert find("school")[0] == ("card", "x")


def test_a_page_speaks_one_language_and_names_belong_to_all(find):
    assert find("schools", language="en") == [DRAW]
    assert find("lottery") == []
    assert find("oosterhaven", language="en") == [("card", "oost")]


def test_an_english_page_leads_to_english_addresses():
    (found,) = ask("oosterhaven", Asker(None, "en")).results
    assert found.url == "/en/k/5/"


def test_what_somebody_may_not_see_is_not_found_counted_or_suggested(find):
    nobody, anna = Asker(None, "nl"), Asker("anna", "nl")
    assert ask("brugklas", nobody).counts == {"card": 1}
    assert ask("brugklas", anna).counts == {"card": 1, "note": 1}
    assert ask("brugklas", anna).total == 2
    assert ("note", "bert") not in find("brugklas", user="anna")
    assert ask("geheimenplam", nobody).meant == ""
    assert ask("geheimenplam", anna).meant == "geheimenplan"
    assert find("geheimenplan", user="bert") == []


def test_what_is_hidden_does_not_change_the_order_for_others(find):
    before = find("scholen loting brugklas")
    put("note", [Row(f"n{number}", "Loting", "loting " * 50, "/n/") for number in range(30)])
    assert find("scholen loting brugklas") == before


def test_a_kind_whose_app_is_gone_is_not_shown(find, monkeypatch):
    left = {"note": registry.searched()["note"]}
    monkeypatch.setattr(registry, "searched", lambda: left)
    assert find("brugklas") == []


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("brugkals", "brugklas"),
        ("vriendschapschol", "Vriendschapsschool"),
        ("lotng bij aanmelding", "Loting bij aanmelding"),
        ("privee en cafee", "Privé en café"),
        ("osterhafen", "Oosterhaven"),
        ("qqqqqq", ""),
        ("brugklas", ""),
    ],
)
def test_a_misspelled_word_is_offered_in_its_own_spelling(asked, meant):
    assert ask(asked, Asker(None, "nl")).meant == meant


def test_results_can_be_of_one_kind_while_all_are_counted(find):
    answer = ask("brugklas", Asker("anna", "nl"), kind="note")
    assert [one.key for one in answer.results] == ["anna"]
    assert (answer.total, answer.counts) == (1, {"card": 1, "note": 1})


def test_what_is_shown_elsewhere_is_left_out():
    answer = ask("brugklas", Asker("anna", "nl", without=[BRUGKLAS]))
    assert ([one.key for one in answer.results], answer.counts) == (["anna"], {"note": 1})


def test_pages_together_hold_everything_once(monkeypatch):
    put("card", [Row(f"c{number}", "Proef", f"woord {number}", "/k/") for number in range(45)])
    keys = [one.key for page in (1, 2, 3) for one in ask("proef", Asker(None, "nl"), page=page).results]
    assert len(keys) == len(set(keys)) == 45
    assert ask("proef", Asker(None, "nl"), page="999").page.number == 3
    assert ask("proef", Asker(None, "nl"), page="x").page.number == 1


def test_the_words_of_the_question_are_marked_in_title_and_passage():
    put(
        "card",
        [Row("long", "Brugklas en meer", "Begin. " * 60 + "Hier staan brugklassen. " + "Eind. " * 60, "/k/")],
    )
    found = next(one for one in ask("brugklas", Asker(None, "nl")).results if one.key == "long")
    assert [part.text for part in found.title if part.marked] == ["Brugklas"]
    assert [part.text for part in found.excerpt if part.marked] == ["brugklassen"]
    passage = "".join(part.text for part in found.excerpt)
    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert len(passage) < 260


@pytest.mark.parametrize(
    "text", ["", " ", "%", "_", "'; --", "\x00", "é" * 500, "de", "a b c d e f g h i j k l", "😀"]
)
def test_any_question_is_answered(find, text):
    assert isinstance(find(text), list)


def test_signs_of_the_database_are_no_wildcards(find):
    assert find("%%%%") == find("____") == []


def test_an_object_is_brought_up_to_date_and_taken_out(find):
    put("card", [Row("brugklas", "Dakpanklas", "", "/k/1/")])
    assert find("brugklas") == []
    assert find("dakpanklas") == [BRUGKLAS]
    remove("card", ["brugklas"])
    assert find("dakpanklas") == []


def test_rebuilding_gives_the_same_index_and_drops_what_is_gone(find):
    def kept():
        return sorted(Posting.objects.values_list("entry", "word__text", "weight"))

    before = kept()
    put("card", [Row("x", "Verdwenen woordje", "", "/k/")])
    assert rebuild() == {"card": 6, "note": 2}
    assert kept() == before
    assert not Word.objects.filter(text="woordje").exists()
    assert rebuild(["note"]) == {"note": 2}
    assert Entry.objects.count() == 8


def test_the_command_says_what_can_be_found(capsys):
    from django.core.management import call_command

    call_command("rebuild_search", "note")
    assert capsys.readouterr().out == "note: 2\n"


ORDER = [
    ("scholen", ["vriendschap", "brugklas"]),
    ("school", ["vriendschap", "brugklas"]),
    ("een", ["prive", "loting", "brugklas"]),
]


@pytest.mark.parametrize(("asked", "keys"), ORDER)
def test_the_order_is_written_down_so_that_every_database_is_held_to_it(find, asked, keys):
    assert [key for _, key in find(asked)] == keys


def test_scores_are_whole_numbers(find, monkeypatch):
    seen = []
    together = asking._together
    monkeypatch.setattr(asking, "_together", lambda points: seen.append(together(points)) or seen[-1])
    find("scholen brugklas")
    assert all(isinstance(score, int) for scores, _ in seen for score in scores.values())
