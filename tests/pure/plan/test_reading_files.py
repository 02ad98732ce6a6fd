"""The files offices really hand in: encodings, line ends, Word with tables and automatic numbers."""

import codecs
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from gasloop.plan.compiler import Unreadable, parse_file
from gasloop.plan.compiler.reading import decode, read_text

TEXT = "某镇消防方案\r\n一、任务\r\n1．排查隐患。（应急办）\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        TEXT.encode("gb18030"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
)
def test_encodings(raw: bytes) -> None:
    assert decode(raw) == TEXT


@pytest.mark.parametrize("raw", [b"\x00\x01\x02", b"\xff\xff\x00", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"])
def test_what_is_no_text(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(raw)


def test_one_clear_sentence_for_each_unreadable_file(tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    with zipfile.ZipFile(broken, "w") as package:
        package.writestr("nothing.txt", "x")
    old, pdf = tmp_path / "旧.doc", tmp_path / "图.pdf"
    old.write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 20)
    pdf.write_bytes(b"%PDF-1.7")
    for path, word in ((broken, "docx"), (old, ".doc"), (pdf, "PDF"), (tmp_path / "无.txt", "打不开")):
        with pytest.raises(Unreadable, match=word):
            read_text(path)


def _number(paragraph: Paragraph, num_id: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = num_id


def _numbered_document() -> WordDocument:
    document = Document()
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for level, (fmt, text) in enumerate(
        (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    ):
        lvl = OxmlElement("w:lvl")
        lvl.set(qn("w:ilvl"), str(level))
        for tag, value in (("w:start", "1"), ("w:numFmt", fmt), ("w:lvlText", text)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            lvl.append(child)
        abstract.append(lvl)
    numbering.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), "91")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "90")
    num.append(link)
    numbering.append(num)
    document.add_paragraph("某镇消防安全方案")
    lines = (
        (0, "工作目标"),
        (0, "重点任务"),
        (1, "排查"),
        (2, "查占用通道。（应急办）"),
        (2, "查电气。（派出所）"),
        (1, "整改"),
    )
    for level, text in (*lines, (2, "限期整改。\n6月底前完成。（应急办牵头）")):
        _number(document.add_paragraph(text), 91, level)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "应急办", "负责总牵头"
    return document


def test_word_with_automatic_numbers_soft_breaks_and_a_table(tmp_path: Path) -> None:
    path = tmp_path / "方案.docx"
    _numbered_document().save(str(path))
    paper = parse_file(path)
    assert [section.title for section in paper.sections] == ["工作目标", "重点任务"]
    assert [item.id for item in paper.items] == ["二(一)1", "二(一)2", "二(二)1"]
    assert paper.items[2].deadlines == ("6月底前",)
    assert paper.items[2].offices[0].chief
    assert "应急办\t负责总牵头" in read_text(path)
