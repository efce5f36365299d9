# SPDX-License-Identifier: EUPL-1.2
"""Municipalities beside each other."""

from __future__ import annotations

import csv
import io
import math
import re
from html import unescape
from statistics import NormalDist

import pytest

from gemengd.web.published.selectors import shown

CODES = ["GM9901", "GM9902", "GM9903"]
CHOICE = {"gemeente": CODES, "sector": "po", "kenmerk": "parental_education", "index": "D"}
PAGE = "/vergelijken/"


def words(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def rows(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def published(site):
    """Estimate, error, chance level and excess of D as they are published, by place and year."""

    def of(code, year):
        frame = shown().monitor.frames["indicators"]
        found = frame.filter(
            municipality_id=code, sector="po", characteristic="parental_education", year=year, indicator="D"
        )
        return found.row(0, named=True)

    return of


def test_the_figures_are_those_of_the_counts(get, dissimilarity):
    found = {row["code"]: float(row["estimate"]) for row in rows(get(f"{PAGE}figuur/levels.csv", **CHOICE))}
    assert set(found) == set(CODES)
    for code, estimate in found.items():
        assert estimate == pytest.approx(dissimilarity[code, 2025], abs=0.011)


def test_the_error_of_a_difference_joins_the_errors_of_both(get, published):
    every = rows(get(f"{PAGE}figuur/differences.csv", **CHOICE))
    assert [(row["first"], row["second"]) for row in every] == [
        ("GM9901", "GM9902"), ("GM9901", "GM9903"), ("GM9902", "GM9903"),
    ]  # fmt: skip
    for row in every:
        one, other = published(row["first"], 2025), published(row["second"], 2025)
        difference, se = other["estimate"] - one["estimate"], math.hypot(one["se"], other["se"])
        assert float(row["difference"]) == pytest.approx(difference, abs=1e-4)
        assert float(row["se"]) == pytest.approx(se, abs=1e-4)
        assert float(row["low"]) == pytest.approx(difference - 1.96 * se, abs=1e-3)
        assert float(row["excess"]) == pytest.approx(other["excess"] - one["excess"], abs=0.011)


def test_the_words_take_into_account_how_many_differences_are_shown(get, published):
    every = rows(get(f"{PAGE}figuur/differences.csv", **CHOICE))
    tests = []
    for row in every:
        one, other = published(row["first"], 2025), published(row["second"], 2025)
        z = abs(other["estimate"] - one["estimate"]) / math.hypot(one["se"], other["se"])
        tests.append(2 * (1 - NormalDist().cdf(z)))
    largest = max(tests)
    found = max(float(row["p_adjusted"]) for row in every)
    # Holm leaves the largest of all as it is, unless a smaller one was raised above it.
    assert found >= largest - 1e-4
    alone = rows(get(f"{PAGE}figuur/differences.csv", **CHOICE | {"gemeente": CODES[:2]}))[0]
    assert float(alone["p_adjusted"]) == pytest.approx(tests[0], abs=1e-4)


def test_a_change_is_the_last_year_minus_the_first(get, published):
    every = rows(get(f"{PAGE}figuur/changes.csv", **CHOICE, vanaf=2021, jaar=2024))
    assert [row["place"] for row in every] == CODES
    for row in every:
        one, other = published(row["place"], 2021), published(row["place"], 2024)
        assert float(row["difference"]) == pytest.approx(other["estimate"] - one["estimate"], abs=1e-4)
        assert float(row["se"]) == pytest.approx(math.hypot(one["se"], other["se"]), abs=1e-4)


def test_years_in_the_wrong_order_are_put_right(get):
    one = get(f"{PAGE}figuur/changes.csv", **CHOICE, vanaf=2024, jaar=2021)
    assert one.content == get(f"{PAGE}figuur/changes.csv", **CHOICE, vanaf=2021, jaar=2024).content


def test_a_sentence_says_each_difference_and_how_sure_it_is(get, published):
    one, other = (round(100 * published(code, 2025)["estimate"] + 1e-6) for code in ("GM9901", "GM9903"))
    text = words(get(PAGE, **CHOICE))
    assert f"is vrijwel zeker hoger in Oosterhaven dan in Kwelderland: {one - other} punten (marge" in text
    assert "3 verschillen samen" in text
    english = words(get(f"/en{PAGE}", **CHOICE))
    assert f"is almost certainly higher in Oosterhaven than in Kwelderland: {one - other} points" in english


def test_the_excess_over_chance_is_told_where_chance_differs(get, published):
    levels = [round(100 * published(code, 2025)["expected"] + 1e-6) for code in ("GM9901", "GM9903")]
    assert levels[0] != levels[1]
    assert "Boven het toeval gerekend is het" in words(
        get(PAGE, **CHOICE | {"gemeente": ["GM9901", "GM9903"]})
    )


@pytest.mark.parametrize("index", ["D", "H", "M", "eta2", "gini", "hutchens", "isolation", "exposure"])
def test_every_index_can_be_compared(get, index):
    page = get(PAGE, **CHOICE | {"index": index}).content.decode()
    assert f'<option value="{index}" selected>' in page
    assert rows(get(f"{PAGE}figuur/levels.csv", **CHOICE | {"index": index}))[0]["indicator"] == index


@pytest.mark.parametrize("key", ["levels", "differences", "trends", "changes"])
def test_every_figure_has_its_forms(get, key):
    page = unescape(get(f"{PAGE}figuur/{key}/", **CHOICE).content.decode())
    assert f"{PAGE}figuur/{key}/?gemeente=GM9901&gemeente=GM9902&gemeente=GM9903&sector=po" in page
    assert get(f"{PAGE}figuur/{key}.svg", **CHOICE).content.startswith(b"<svg")
    assert get(f"{PAGE}figuur/{key}.png", **CHOICE).content.startswith(b"\x89PNG")
    assert "frame-ancestors *" in get(f"{PAGE}figuur/{key}/insluiten/", **CHOICE)["Content-Security-Policy"]


def test_pictures_of_other_choices_are_not_mixed_up(get):
    one = get(f"{PAGE}figuur/levels.svg", **CHOICE).content
    assert get(f"{PAGE}figuur/levels.svg", **CHOICE | {"index": "H"}).content != one
    assert get(f"{PAGE}figuur/levels.svg", **CHOICE, jaar=2021).content != one
    assert get(f"/en{PAGE}figuur/levels.svg", **CHOICE).content != one


def test_places_are_added_and_left_out_without_javascript(get):
    page = unescape(get(PAGE, **CHOICE | {"gemeente": CODES[:2]}).content.decode())
    assert f'href="{PAGE}?gemeente=GM9902&sector=po' in page
    add = re.search(r'<form class="gm-pick__add".*?</form>', page, re.S).group()
    assert '<input type="hidden" name="gemeente" value="GM9901">' in add
    assert '<option value="GM9903">' in add
    assert '<option value="GM9902">' not in add


def test_without_a_place_the_page_says_what_to_do(get):
    text = words(get(PAGE))
    assert "Kies ten hoogste 8 gemeenten" in text
    assert "Of begin met de grootste: Oosterhaven, Lindermeer, Kwelderland" in text


def test_one_place_leads_to_those_that_are_alike(get):
    page = unescape(get(PAGE, gemeente="GM9901").content.decode())
    assert "gemeente=GM9901&gemeente=GM9902&gemeente=GM9903" in page
    assert "Kies nog een gemeente om een verschil te zien." in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"gemeente": "GM0001"}, "GM9901 (Oosterhaven)"),
        ({"gemeente": "GM9901", "index": "X"}, "D, H, M"),
        ({"gemeente": "GM9901", "sector": "xx"}, "sector=po"),
        ({"gemeente": "GM9901", "jaar": "1999"}, "2020, 2021"),
        ({"gemeente": "GM9901", "vanaf": "x"}, "2020, 2021"),
        ({"gemeente": [f"GM{n:04}" for n in range(9)]}, "ten hoogste 8"),
    ],
)
def test_a_choice_that_is_not_there_names_those_that_are(client, site, query, said):
    response = client.get(PAGE, query)
    assert response.status_code == 404
    assert said in unescape(response.content.decode())


def test_a_figure_of_nothing_says_what_an_address_holds(client, site):
    response = client.get(f"{PAGE}figuur/levels/")
    assert response.status_code == 404
    assert "gemeente=GM9901" in response.content.decode()


def test_no_school_stands_on_the_page(get, site):
    page = get(PAGE, **CHOICE).content.decode()
    assert not any(name in page for name in shown().monitor.schools["name"])


def test_no_count_under_the_threshold_stands_in_any_table(get):
    for key in ("levels", "trends"):
        assert all(float(row["pupils"]) >= 10 for row in rows(get(f"{PAGE}figuur/{key}.csv", **CHOICE)))
