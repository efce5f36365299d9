# SPDX-License-Identifier: EUPL-1.2
"""Municipalities beside each other."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from itertools import combinations

import pytest

from gemengd.monitor.labels import reason
from gemengd.monitor.readings import calibrations_of
from gemengd.monitor.speech import language
from gemengd.numeric.calibration import Reading, difference, equal_levels
from gemengd.web.published.selectors import shown

CODES = ["GM9901", "GM9902", "GM9903"]
PAGE = "/vergelijken/"


def words(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def rows(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def published(site):
    """D of the primary schools as it is published: (characteristic, place, year) to its row."""
    frame = shown().monitor.frames["indicators"].filter(sector="po", indicator="D")
    key = ("characteristic", "municipality_id", "year")
    return {tuple(row[name] for name in key): row for row in frame.iter_rows(named=True)}


@pytest.fixture
def choice(published):
    """A choice with the first and last year in which D of all three places may be published."""

    def years(kind):
        known = {
            (code, year)
            for (of, code, year), row in published.items()
            if of == kind and row["se"] is not None
        }
        return [year for year in range(2020, 2026) if all((code, year) in known for code in CODES)]

    kind = max(("origin", "parental_education"), key=lambda kind: len(years(kind)))
    first, *_, last = years(kind)
    return {"gemeente": CODES, "sector": "po", "kenmerk": kind, "index": "D", "vanaf": first, "jaar": last}


@pytest.fixture
def reading(published, choice):
    """Gives D of a place in a year with what it would read at every true level, as both are published."""
    known = calibrations_of(shown().monitor.frames["calibrations"])

    def of(code, year):
        row = published[choice["kenmerk"], code, int(year)]
        return Reading(row["estimate"], known[code, "po", int(year), choice["kenmerk"]])

    return of


def test_the_figures_are_those_of_the_counts(get, dissimilarity):
    query = {"gemeente": CODES, "sector": "po", "kenmerk": "parental_education", "vanaf": 2020, "jaar": 2025}
    known = [row for row in rows(get(f"{PAGE}figuur/trends.csv", **query)) if row["estimate"]]
    assert len(known) >= 6
    for row in known:
        # Half of the coarsest step in which indices are published.
        assert float(row["estimate"]) == pytest.approx(
            dissimilarity[row["code"], int(row["year"])], abs=0.026
        )


def test_a_difference_is_that_of_the_levels(get, choice, reading):
    every = rows(get(f"{PAGE}figuur/differences.csv", **choice))
    assert [(row["first"], row["second"]) for row in every] == list(combinations(CODES, 2))
    for row in every:
        found = difference(reading(row["first"], choice["jaar"]), reading(row["second"], choice["jaar"]))
        for name in ("difference", "low", "high"):
            assert float(row[name]) == pytest.approx(getattr(found, name), abs=1e-4)


def test_p_values_are_corrected_for_the_number_of_differences(get, choice, reading):
    every = rows(get(f"{PAGE}figuur/differences.csv", **choice))
    alone = [
        equal_levels(*(reading(row[end], choice["jaar"]) for end in ("first", "second"))) for row in every
    ]
    ordered, holm = sorted(alone), {}
    for rank, p in enumerate(ordered):
        holm[p] = min(max([(len(ordered) - rank) * p, *(holm[before] for before in ordered[:rank])]), 1)
    for row, p in zip(every, alone, strict=True):
        assert float(row["p_adjusted"]) == pytest.approx(holm[p], abs=1e-4)


def test_a_change_is_the_level_of_the_last_year_minus_that_of_the_first(get, choice, reading):
    every = rows(get(f"{PAGE}figuur/changes.csv", **choice))
    assert [row["place"] for row in every] == CODES
    for row in every:
        one, other = reading(row["place"], choice["vanaf"]), reading(row["place"], choice["jaar"])
        assert float(row["difference"]) == pytest.approx(other.level - one.level, abs=1e-4)


@pytest.mark.parametrize("pair", list(combinations(CODES, 2)))
def test_a_sentence_says_each_difference_and_how_sure_it_is(get, choice, reading, pair):
    p = equal_levels(*(reading(code, choice["jaar"]) for code in pair))
    expected = (
        "is vrijwel zeker hoger" if p < 0.05 else "is waarschijnlijk hoger" if p < 0.2 else "niet te zeggen"
    )
    said = words(get(f"{PAGE}figuur/differences/", **choice | {"gemeente": list(pair)}))
    assert expected in said
    assert "als we rekening houden met toeval" in said


def test_english_says_it_too(get, choice):
    said = words(get(f"/en{PAGE}", **choice))
    assert "Dissimilarity (D)" in said
    assert "differences are looked at together" in said


def test_a_place_whose_figure_is_hidden_says_so(get, published):
    hidden = [(key, row) for key, row in published.items() if row["estimate"] is None]
    for (kind, code, year), row in hidden[:2]:
        query = {"gemeente": code, "sector": "po", "kenmerk": kind, "index": "D", "jaar": year}
        assert reason(row["status"], language("nl")) in words(get(f"{PAGE}figuur/levels/", **query))


def test_years_in_the_wrong_order_are_put_right(get, choice):
    turned = choice | {"vanaf": choice["jaar"], "jaar": choice["vanaf"]}
    one = get(f"{PAGE}figuur/changes.csv", **turned).content
    assert one == get(f"{PAGE}figuur/changes.csv", **choice).content


@pytest.mark.parametrize("index", ["D", "H", "M", "eta2", "gini", "hutchens", "isolation", "exposure"])
def test_every_index_can_be_compared(get, index, choice):
    page = get(PAGE, **choice | {"index": index}).content.decode()
    assert f'<option value="{index}" selected>' in page
    assert rows(get(f"{PAGE}figuur/levels.csv", **choice | {"index": index}))[0]["indicator"] == index


@pytest.mark.parametrize("key", ["levels", "differences", "trends", "changes"])
def test_every_figure_has_its_forms(get, key, choice):
    page = unescape(get(f"{PAGE}figuur/{key}/", **choice).content.decode())
    assert f"{PAGE}figuur/{key}/?gemeente=GM9901&gemeente=GM9902&gemeente=GM9903&sector=po" in page
    assert get(f"{PAGE}figuur/{key}.svg", **choice).content.startswith(b"<svg")
    assert get(f"{PAGE}figuur/{key}.png", **choice).content.startswith(b"\x89PNG")
    assert "frame-ancestors *" in get(f"{PAGE}figuur/{key}/insluiten/", **choice)["Content-Security-Policy"]


def test_pictures_of_other_choices_are_not_mixed_up(get, choice):
    one = get(f"{PAGE}figuur/levels.svg", **choice).content
    assert get(f"{PAGE}figuur/levels.svg", **choice | {"index": "H"}).content != one
    assert get(f"{PAGE}figuur/levels.svg", **choice | {"jaar": choice["vanaf"]}).content != one
    assert get(f"/en{PAGE}figuur/levels.svg", **choice).content != one


def test_places_are_added_and_left_out_without_javascript(get, choice):
    page = unescape(get(PAGE, **choice | {"gemeente": CODES[:2]}).content.decode())
    assert f'href="{PAGE}?gemeente=GM9902&sector=po' in page
    add = re.search(r'<form class="gm-pick__add".*?</form>', page, re.DOTALL).group()
    assert '<input type="hidden" name="gemeente" value="GM9901">' in add
    assert '<option value="GM9903">' in add
    assert '<option value="GM9902">' not in add


def test_without_a_place_the_page_says_what_to_do(get):
    text = words(get(PAGE))
    assert "Kies ten hoogste 8 gemeenten" in text
    assert "Of begin met de grootste: Oosterhaven, Lindermeer, Kwelderland" in text


def test_one_place_leads_to_those_that_are_alike(get):
    page = unescape(get(PAGE, gemeente="GM9901").content.decode())
    assert "gemeente=GM9901&gemeente=GM990" in page
    assert "Kies nog een gemeente om een verschil te zien." in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"gemeente": "GM0001"}, "GM9901 (Oosterhaven)"),
        ({"gemeente": "GM9901", "index": "X"}, "D, H, M"),
        ({"gemeente": "GM9901", "sector": "xx"}, "sector=po"),
        ({"gemeente": "GM9901", "jaar": "1999"}, "2025"),
        ({"gemeente": "GM9901", "vanaf": "x"}, "2025"),
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


def test_no_school_stands_on_the_page(get, site, choice):
    page = get(PAGE, **choice).content.decode()
    assert not any(name in page for name in shown().monitor.schools["name"])


def test_no_count_under_the_threshold_stands_in_any_table(get, choice):
    for key in ("levels", "trends"):
        assert all(float(row["pupils"] or 10) >= 10 for row in rows(get(f"{PAGE}figuur/{key}.csv", **choice)))
