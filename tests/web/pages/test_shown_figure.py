# SPDX-License-Identifier: EUPL-1.2
"""A figure of the monitor as the templates show it."""

from django.template.loader import render_to_string

from gemengd.figures.figure import Figure, Footer, Said
from gemengd.figures.table import Column, Table
from gemengd.monitor.speech import language
from gemengd.web.monitor.shown_figure import Addresses, shown_figure, shown_table

TABLE = Table(
    (Column("name", "school"), Column("share", "aandeel", "share"), Column("pupils", "leerlingen", "count")),
    ({"name": "De <Ark>", "share": 0.314, "pupils": 1234}, {"name": "Titus", "share": None, "pupils": None}),
)
FOOTER = Footer("DUO", "2017/18", 12003, None, ("D",), estimated=True, fictional=False)
PICTURE = {"width": 300, "height": 121.4, "padding": 1}


def figure(spec=None, wide=None) -> Figure:
    said = Said(("Een zin.", "Nog een zin."), "31 van de 100", "zouden moeten wisselen")
    return Figure("level", "Hoe gemengd?", said, spec, wide, "Beeld.", TABLE, FOOTER, "a.csv")


def shown(**drawn):
    at = Addresses.under("/gemeente/GM1/figuur/level/", "sector=po", "/methode/#d")
    return shown_figure(figure(**drawn), language("nl"), at)


def page(one, **context) -> str:
    return render_to_string("parts/figure.html", {"shown": one, **context})


def test_the_addresses_of_a_figure_follow_from_its_page():
    at = Addresses.under("/gemeente/GM1/figuur/level/", "sector=po")
    assert at.page == "/gemeente/GM1/figuur/level/?sector=po"
    assert at.svg == "/gemeente/GM1/figuur/level.svg?sector=po"
    assert at.wide_svg == "/gemeente/GM1/figuur/level.svg?sector=po&breed=1"
    assert at.png == "/gemeente/GM1/figuur/level.png?sector=po"
    assert at.csv == "/gemeente/GM1/figuur/level.csv?sector=po"
    assert at.embed == "/gemeente/GM1/figuur/level/insluiten/?sector=po"


def test_without_a_choice_the_addresses_have_no_query():
    at = Addresses.under("/land/figuur/level/")
    assert (at.page, at.svg, at.wide_svg) == (
        "/land/figuur/level/",
        "/land/figuur/level.svg",
        "/land/figuur/level.svg?breed=1",
    )


def test_a_table_is_written_in_the_language_of_the_page():
    table = shown_table(TABLE, language("nl"), "Tabel: scholen")
    assert [cell.text for cell in table.rows[0]] == ["De <Ark>", "31%", "1.234"]
    assert [cell.text for cell in table.rows[1]] == ["Titus", "–", "–"]
    assert [column.numeric for column in table.columns] == [False, True, True]


def test_the_foot_says_only_what_is_known():
    foot = shown().foot
    assert "12.003 leerlingen" in foot
    assert "geschat op basis van de buurt" in foot
    assert not any("schol" in words for words in foot)


def test_the_size_of_a_picture_is_known_before_it_is_drawn():
    one = shown(spec=PICTURE, wide=PICTURE | {"width": 640})
    assert (one.narrow.width, one.narrow.height) == (302, 123)
    assert one.wide.width == 642
    assert 'width="302" height="123"' in page(one)


def test_a_figure_without_a_picture_still_tells_everything():
    html = page(shown())
    assert "<img" not in html
    assert "PNG" not in html
    assert "Een zin." in html
    assert "31 van de 100" in html
    assert "CSV" in html


def test_names_of_schools_cannot_become_code():
    html = page(shown())
    assert "De &lt;Ark&gt;" in html
    assert "De <Ark>" not in html


def test_the_table_can_be_reached_and_is_named():
    html = page(shown())
    assert 'role="region" tabindex="0" aria-label="Tabel: Hoe gemengd?"' in html
    assert html.count('scope="col"') == 3
    assert html.count('scope="row"') == 2


def test_the_level_of_the_heading_follows_the_page():
    assert "<h2 " in page(shown(), level=2)
    assert "<h3 " in page(shown())
