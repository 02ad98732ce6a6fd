"""A .docx as lines of text: paragraphs and tables in order, soft breaks, automatic numbers written out."""

from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from gasloop.plan.compiler import wording
from gasloop.plan.compiler.numerals import chinese
from gasloop.plan.compiler.reading import Unreadable

_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "ideographDigital",
    "taiwaneseCountingThousand",
    "japaneseCounting",
}
_CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}
_SKIPPED = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    qn("w:instrText"),
}


def read_docx(path: Path) -> str:
    """The text of a Word file; Unreadable when python-docx cannot open it."""
    try:
        document = Document(str(path))
        numbers = _Numbers(document)
        return "\n".join(_lines(document.element.body, numbers))
    except Exception as error:
        # python-docx raises KeyError, ValueError, BadZipFile, lxml errors for broken packages: to the clerk all one.
        raise Unreadable(wording.say(wording.NOT_DOCX, name=path.name)) from error


def _lines(parent: BaseOxmlElement, numbers: "_Numbers") -> Iterator[str]:
    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            yield numbers.marker(child) + _text(child)
        elif child.tag == qn("w:tbl"):
            yield from _rows(child, numbers)
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
            yield from _lines(child, numbers)


def _rows(table: BaseOxmlElement, numbers: "_Numbers") -> Iterator[str]:
    """A table's rows, cells between tabs; a cell merged downwards holds for every row that it spans."""
    above: list[str] = []
    for row in table.iter(qn("w:tr")):
        cells: list[str] = []
        for at, cell in enumerate(row.iterchildren(qn("w:tc"))):
            text = " ".join(line for line in _lines(cell, numbers) if line.strip())
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if not text and merged is not None and merged.get(qn("w:val")) != "restart" and at < len(above):
                text = "" if above[at].isdigit() else above[at]
            cells.append(text)
        above = cells
        yield "\t".join(cells)


def _text(element: BaseOxmlElement) -> str:
    parts: list[str] = []
    for child in element.iterchildren():
        if child.tag in _SKIPPED:
            continue
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
        elif child.tag == qn("w:tab"):
            parts.append("" if element.tag != qn("w:r") else "\t")
        elif child.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        else:
            parts.append(_text(child))
    return "".join(parts)


class _Numbers:
    """Word's automatic numbering: levels and counters per list, as far as the package tells."""

    def __init__(self, document: WordDocument) -> None:
        self.levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self.counters: dict[tuple[str, int], int] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        self.abstract: dict[str, str] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        self._read(root)
        for style in document.styles.element.iter(qn("w:style")):
            if (found := _list_of(style)) is not None:
                self.styles[style.get(qn("w:styleId")) or ""] = found

    def _read(self, root: BaseOxmlElement) -> None:
        formats: dict[str, dict[int, tuple[str, str, int]]] = {}
        for abstract in root.iter(qn("w:abstractNum")):
            levels: dict[int, tuple[str, str, int]] = {}
            for level in abstract.iter(qn("w:lvl")):
                fmt, text, start = _value(level, "w:numFmt"), _value(level, "w:lvlText"), _value(level, "w:start")
                levels[int(level.get(qn("w:ilvl")) or 0)] = fmt or "decimal", text or "", int(start or 1)
            formats[abstract.get(qn("w:abstractNumId")) or ""] = levels
        for number in root.iter(qn("w:num")):
            name = number.get(qn("w:numId")) or ""
            self.abstract[name] = _value(number, "w:abstractNumId") or ""
            for ilvl, level_format in formats.get(self.abstract[name], {}).items():
                self.levels[name, ilvl] = level_format

    def marker(self, paragraph: BaseOxmlElement) -> str:
        """The number Word would print before the paragraph; empty when it prints none."""
        found = _list_of(paragraph)
        if found is None:
            style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            found = self.styles.get(style.get(qn("w:val")) or "") if style is not None else None
        if found is None or found not in self.levels or not _text(paragraph).strip():
            return ""
        name, ilvl = found
        fmt, template, start = self.levels[found]
        if fmt in ("bullet", "none"):
            return ""
        group = self.abstract[name]
        self.counters[group, ilvl] = self.counters.get((group, ilvl), start - 1) + 1
        for deeper in [key for key in self.counters if key[0] == group and key[1] > ilvl]:
            del self.counters[deeper]
        for level in range(ilvl + 1):
            level_format, _, first = self.levels.get((name, level), ("decimal", "", 1))
            template = template.replace(f"%{level + 1}", _shown(level_format, self.counters.get((group, level), first)))
        return template


def _value(element: BaseOxmlElement, tag: str) -> str | None:
    child = element.find(qn(tag))
    return child.get(qn("w:val")) if child is not None else None


def _list_of(element: BaseOxmlElement) -> tuple[str, int] | None:
    number = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if number is None:
        return None
    name = _value(number, "w:numId")
    return (name, int(_value(number, "w:ilvl") or 0)) if name and name != "0" else None


def _shown(fmt: str, number: int) -> str:
    if fmt in _CHINESE:
        return chinese(number)
    if fmt in _CIRCLED and number <= 20:
        return chr(0x2460 + number - 1)
    return str(number)
