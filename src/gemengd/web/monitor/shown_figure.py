# SPDX-License-Identifier: EUPL-1.2
"""A figure of the monitor in the form that `parts/figure.html` and `parts/table.html` show."""

from __future__ import annotations

from dataclasses import dataclass

from gemengd.figures.drawing import Spec
from gemengd.figures.figure import Figure
from gemengd.figures.table import Table
from gemengd.language.language import Language


@dataclass(frozen=True)
class ShownColumn:
    """A column: its heading, and whether its values stand to the right."""

    heading: str
    numeric: bool


@dataclass(frozen=True)
class ShownCell:
    """A cell in words; `address` makes it a link."""

    text: str
    numeric: bool
    address: str = ""


@dataclass(frozen=True)
class ShownTable:
    """A table in words.

    Attributes:
        label: name of the region that scrolls, for who does not see it; unique on the page.
        columns: the columns.
        rows: the cells, row by row; the first of a row names it.
        caption: what stands above the table, empty for nothing.
    """

    label: str
    columns: tuple[ShownColumn, ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    caption: str = ""


@dataclass(frozen=True)
class Size:
    """Width and height of a picture in pixels, so that nothing moves when it arrives."""

    width: int
    height: int


@dataclass(frozen=True)
class Addresses:
    """Where a figure and its forms are to be had; empty where there is none.

    Attributes:
        page: the page of the figure alone.
        svg: picture for narrow screens and print.
        wide_svg: picture for wide screens.
        png: picture as pixels.
        csv: the table.
        embed: the figure for the page of somebody else.
        definition: what the number means.
    """

    page: str
    svg: str
    wide_svg: str
    png: str
    csv: str
    embed: str
    definition: str = ""

    @classmethod
    def under(cls, page: str, choice: str = "", definition: str = "") -> Addresses:
        """The addresses that follow from that of the page.

        Args:
            page: address of the page of the figure, with a slash at the end.
            choice: the choices as they stand in the address, without the question mark.
            definition: address of the definition.
        """
        stem, query = page.rstrip("/"), f"?{choice}" if choice else ""
        wide = f"?{choice}&breed=1" if choice else "?breed=1"
        return cls(
            page=f"{page}{query}",
            svg=f"{stem}.svg{query}",
            wide_svg=f"{stem}.svg{wide}",
            png=f"{stem}.png{query}",
            csv=f"{stem}.csv{query}",
            embed=f"{page}insluiten/{query}",
            definition=definition,
        )


@dataclass(frozen=True)
class ShownFigure:
    """A figure with everything in words.

    Attributes:
        figure: the figure of the monitor.
        table: its table.
        foot: source, year and numbers, each in words.
        addresses: where its forms are.
        narrow: size of the picture for narrow screens, None where there is no picture.
        wide: size of the picture for wide screens, None where the narrow one serves.
    """

    figure: Figure
    table: ShownTable
    foot: tuple[str, ...]
    addresses: Addresses
    narrow: Size | None
    wide: Size | None


def shown_figure(figure: Figure, lang: Language, addresses: Addresses) -> ShownFigure:
    """A figure ready for `parts/figure.html`.

    Args:
        figure: a figure made with `draw=True`: the size of its picture is known then, without drawing it.
        lang: the language of the page, the same as that of the figure.
        addresses: where its forms are.
    """
    label = lang.say("Table: {title}", title=figure.title)
    return ShownFigure(
        figure,
        shown_table(figure.table, lang, label),
        figure.footer.words(lang),
        addresses,
        _size(figure.spec),
        _size(figure.wide),
    )


def shown_table(table: Table, lang: Language, label: str, caption: str = "") -> ShownTable:
    """A table ready for `parts/table.html`.

    Args:
        table: columns and raw values.
        lang: language of the page.
        label: name of the region; unique on the page.
        caption: what stands above the table.
    """
    numeric = [column.kind != "text" for column in table.columns]
    columns = tuple(
        ShownColumn(column.heading, right) for column, right in zip(table.columns, numeric, strict=True)
    )
    rows = tuple(
        tuple(ShownCell(text, right) for text, right in zip(row, numeric, strict=True))
        for row in table.cells(lang)
    )
    return ShownTable(label, columns, rows, caption)


def _size(spec: Spec | None) -> Size | None:
    if spec is None:
        return None
    # The padding of the specification stands on both sides.
    edge = 2 * spec.get("padding", 0)
    return Size(round(spec["width"] + edge), round(spec["height"] + edge))
