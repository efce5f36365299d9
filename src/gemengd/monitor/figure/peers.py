# SPDX-License-Identifier: EUPL-1.2
"""The municipality beside those that resemble it most."""

from __future__ import annotations

from gemengd.figures.drawing import Drawing, Spec
from gemengd.figures.figure import Kind, Paper, Said
from gemengd.figures.palette import ACCENT, GREY, NARROW, PAPER, QUIET
from gemengd.figures.rows import Rows, nice_marks
from gemengd.figures.table import About, Table
from gemengd.language.certainty import Certainty
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import D_COLUMNS, columns_of, number_in_words, picked
from gemengd.monitor.figure.words import per_hundred, unknown
from gemengd.monitor.published.differences import judged
from gemengd.monitor.published.view import Cell, Number


def say(cell: Cell, lang: Language) -> Said:
    """Where this municipality stands among comparable ones."""
    own = cell.number("D")
    if own.estimate is None:
        return unknown(own, lang)
    if not cell.peers:
        text = lang.say(
            "There are no municipalities in these data that can be compared with {place}.", place=cell.name
        )
        return Said((text,), known=False)
    alike = lang.plural(
        "One municipality is shown that resembles {place} in size, density and pupils.",
        "The {count} municipalities are shown that resemble {place} most in size, density and pupils.",
        len(cell.peers),
        place=cell.name,
    )
    if own.reading is None:
        return Said((alike, _range(cell, lang)))
    return Said((alike, *_standing(cell, own, lang)))


def _range(cell: Cell, lang: Language) -> str:
    own = cell.number("D").estimate
    others = [peer.dissimilarity.estimate for peer in cell.peers if peer.dissimilarity.estimate is not None]
    assert own is not None
    return lang.say(
        "By the same estimate it is {n} of every 100 pupils in the group in {place}, "
        "and {low} to {high} in the others. "
        "How sure the differences are, we do not know.",
        place=cell.name,
        n=per_hundred(own, lang),
        low=per_hundred(min(others), lang),
        high=per_hundred(max(others), lang),
    )


def _standing(cell: Cell, own: Number, lang: Language) -> list[str]:
    found = judged([(own, peer.dissimilarity) for peer in cell.peers])
    sure = [each for each in found if each.sure is not Certainty.UNKNOWN]
    lower = sum((each.difference or 0.0) < 0 for each in sure)
    parts = []
    if lower:
        parts.append(
            lang.plural(
                "In {count} of them segregation is probably or almost certainly lower than in {place}.",
                "In {count} of them segregation is probably or almost certainly lower than in {place}.",
                lower,
                place=cell.name,
            )
        )
    if higher := len(sure) - lower:
        parts.append(
            lang.plural(
                "In {count} of them segregation is probably or almost certainly higher than in {place}.",
                "In {count} of them segregation is probably or almost certainly higher than in {place}.",
                higher,
                place=cell.name,
            )
        )
    if unclear := len(found) - len(sure):
        parts.append(
            lang.plural(
                "For {count} of them the difference cannot be said with these figures.",
                "For {count} of them the difference cannot be said with these figures.",
                unclear,
            )
        )
    return parts


def table(cell: Cell, lang: Language) -> Table:
    """Dissimilarity here and in comparable municipalities."""
    columns = columns_of((("name", mark("municipality"), "text"), *D_COLUMNS[1:]), lang)
    strip: list[tuple[str, Number, str | None]] = [(cell.name, cell.number("D"), None)]
    strip += [(peer.name, peer.dissimilarity, peer.municipality_id) for peer in cell.peers]
    strip.sort(key=lambda entry: entry[0])
    rows = [number_in_words(number, lang) | {"name": name} for name, number, _ in strip]
    about = About("municipality", tuple(code for _, _, code in strip))
    return Table(columns, picked(rows, columns), about=about)


def draw(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """Dissimilarity here and in comparable municipalities, with intervals; the own place is in bold."""
    own = cell.number("D")
    if own.estimate is None or not cell.peers:
        return None
    strip = [(cell.name, own, True)] + [(peer.name, peer.dissimilarity, False) for peer in cell.peers]
    strip.sort(key=lambda entry: -(entry[1].estimate or 0))
    high = max(max(number.high or 0, number.estimate or 0) for _, number, _ in strip)
    rows = Rows(width, len(strip), max(high, 0.05))
    drawing = rows.drawing(foot=40)
    rows.scale(drawing, [(mark, lang.number(mark * 100)) for mark in nice_marks(rows.high)])
    drawing.text(rows.x(0) - 5, drawing.height - 9, lang.say("of every 100 pupils in the group"), color=QUIET)
    for row, (name, number, mine) in enumerate(strip):
        rows.name(drawing, row, name, own=mine)
        _interval(drawing, rows, row, number, mine=mine)
        drawing.text(
            rows.x(max(number.high or 0, number.estimate or 0)) + 8,
            rows.y(row),
            lang.number((number.estimate or 0) * 100),
            weight=700 if mine else 400,
        )
    return drawing.spec()


def _interval(drawing: Drawing, rows: Rows, row: int, number: Number, *, mine: bool) -> None:
    y, color = rows.y(row), ACCENT if mine else GREY
    if number.low is not None and number.high is not None:
        drawing.rule(rows.x(number.low), y, rows.x(number.high), y, color=color, width=2.5)
    drawing.dot(rows.x(number.estimate or 0), y, 5.5 if mine else 4.5, fill=color, stroke=PAPER)


KIND = Kind(
    "peers", mark("Beside similar municipalities"), say, table, draw, ("D",), wide=True, paper=Paper.ACROSS
)
