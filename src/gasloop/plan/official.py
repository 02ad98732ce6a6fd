"""Paragraphs of an official paper (.docx): title 小标宋, headings 黑体, text 仿宋, as GB/T 9704 sets them."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

TITLE_FONT, HEADING_FONT, TEXT_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
SPACING = Pt(28)
NUMERALS = "一二三四五六七八九十"


class OfficialPaper:
    """A sheet of A4 that is written on from top to bottom."""

    def __init__(self) -> None:
        self._paper = Document()
        page = self._paper.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)

    def title(self, text: str) -> None:
        """A line of the title."""
        self._write(text, TITLE_FONT, Pt(22), where=WD_ALIGN_PARAGRAPH.CENTER)

    def heading(self, text: str, *, centred: bool = False) -> None:
        """A heading of a part."""
        where = WD_ALIGN_PARAGRAPH.CENTER if centred else None
        self._write(text, HEADING_FONT, Pt(16), where=where, indented=not centred)

    def text(self, text: str, *, indented: bool = True) -> None:
        """A paragraph."""
        self._write(text, TEXT_FONT, Pt(16), indented=indented)

    def line(self, text: str = "", *, right: bool = False, centred: bool = False) -> None:
        """A line that is no paragraph: a date, a signature, a blank."""
        where = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.CENTER if centred else None
        self._write(text, TEXT_FONT, Pt(16), where=where)

    def finished(self) -> BytesIO:
        """The file at its beginning."""
        stream = BytesIO()
        self._paper.save(stream)
        stream.seek(0)
        return stream

    def _write(self, text: str, font: str, size: Pt, *, where: Any = None, indented: bool = False) -> None:
        paragraph = self._paper.add_paragraph()
        shape = paragraph.paragraph_format
        shape.line_spacing, shape.space_before, shape.space_after = SPACING, Pt(0), Pt(0)
        if where is not None:
            paragraph.alignment = where
        if indented:
            shape.first_line_indent = Pt(size.pt * 2)
        run: Any = paragraph.add_run(text)  # the East Asian font has no public setter in python-docx
        run.font.size, run.font.name = size, "Times New Roman"
        run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
