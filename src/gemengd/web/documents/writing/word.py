# SPDX-License-Identifier: EUPL-1.2
"""A document as a Word file (docx) with real headings, marked header rows and text at its pictures."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from gemengd.web.documents.writing.blocks import (
    PNG,
    Block,
    Column,
    Document,
    Figure,
    Heading,
    List,
    Paragraph,
    Run,
    Table,
)

A4 = (210, 297)
"""Millimetres."""
_WIDEST, _HIGHEST = 160, 200
_DENSITY = 2.0
_REGIONS = {"nl": "nl-NL", "en": "en-GB"}


def word(document: Document, *, moment: datetime) -> bytes:
    """The document as docx.

    Args:
        document: what it says.
        moment: when it is made; it stands in the file.
    """
    import docx

    written = docx.Document()
    _set_up(written, document, moment)
    written.add_heading(document.title, level=0)
    for block in document.blocks:
        _add(written, block)
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def _set_up(written: Any, document: Document, moment: datetime) -> None:
    from docx.shared import Mm

    section = written.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in A4)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    about = written.core_properties
    about.title, about.language = document.title, document.language
    about.author = about.last_modified_by = "Gemengd"
    about.comments = ""
    about.created = about.modified = moment
    _speak(written, _REGIONS.get(document.language, document.language))


def _speak(written: Any, language: str) -> None:
    """Set the language by which a program reads aloud and checks spelling."""
    from docx.oxml.ns import qn

    for element in written.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)


def _add(written: Any, block: Block) -> None:
    match block:
        case Heading():
            written.add_heading(block.text, level=block.level - 1)
        case Paragraph():
            _say(written.add_paragraph(), block.runs)
        case List():
            _add_list(written, block)
        case Table():
            _add_table(written, block)
        case Figure():
            _add_figure(written, block)


def _say(paragraph: Any, runs: tuple[Run, ...]) -> None:
    for run in runs:
        said = _linked(paragraph, run) if run.link else paragraph.add_run(run.text)
        said.bold, said.italic = run.strong or None, run.emphasis or None


def _linked(paragraph: Any, run: Run) -> Any:
    from docx.enum.text import WD_UNDERLINE
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    said = paragraph.add_run(run.text)
    said.underline = WD_UNDERLINE.SINGLE
    link.append(said._r)  # noqa: SLF001 - python-docx has no way to make a link
    paragraph._p.append(link)  # noqa: SLF001
    return said


def _add_list(written: Any, block: List) -> None:
    style = "List Number" if block.ordered else "List Bullet"
    number = _fresh_numbering(written, style) if block.ordered else None
    for runs in block.item_runs:
        paragraph = written.add_paragraph(style=style)
        if number is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number
        _say(paragraph, runs)


def _fresh_numbering(written: Any, style: str) -> int:
    """A numbering that begins at 1: Word would go on where the list before this one ended."""
    numbering = written.part.numbering_part.element
    used = written.styles[style].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(used).abstractNumId.val
    fresh = numbering.add_num(abstract)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def _add_table(written: Any, block: Table) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    caption = written.add_paragraph(block.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = written.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), block.caption)
    table._tbl.tblPr.append(described)  # noqa: SLF001
    _fill(table.rows[0], block.columns, tuple(column.heading for column in block.columns), bold=True)
    _mark_header(table.rows[0])
    for cells in block.rows:
        _fill(table.add_row(), block.columns, cells)
    # Whatever follows does not stick to the table.
    written.add_paragraph()


def _fill(row: Any, columns: tuple[Column, ...], cells: tuple[str, ...], *, bold: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for cell, column, text in zip(row.cells, columns, cells, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.add_run(text).bold = bold or None
        if column.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark_header(row: Any) -> None:
    """Let the first row stand on every page, and be read as headings."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))


def _add_figure(written: Any, block: Figure) -> None:
    from docx.shared import Mm

    paragraph = written.add_paragraph()
    paragraph.paragraph_format.keep_with_next = bool(block.caption)
    picture = paragraph.add_run().add_picture(io.BytesIO(_pixels(block)))
    shrink = min(1, Mm(_WIDEST) / picture.width, Mm(_HIGHEST) / picture.height)
    picture.width, picture.height = int(picture.width * shrink), int(picture.height * shrink)
    picture._inline.docPr.set("descr", block.alt)  # noqa: SLF001 - python-docx has no way to set it
    if block.caption:
        written.add_paragraph(block.caption, style="Caption")


def _pixels(block: Figure) -> bytes:
    if block.media_type == PNG:
        return block.image
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(block.image.decode(), scale=_DENSITY, ppi=72 * _DENSITY)
    return drawn
