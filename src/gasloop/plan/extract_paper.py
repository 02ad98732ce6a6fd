"""An office's extract as an official paper (.docx): title 小标宋, headings 黑体, text 仿宋, as GB/T 9704 sets them.

What the clauses say is the paper's own wording; the paper ends in a line to sign the receipt on.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from gasloop.kernel import clock
from gasloop.plan.models import ClauseOffice, Extract, PlanDocument
from gasloop.plan.names import NameKind, kind_of_name

TITLE_FONT, HEADING_FONT, TEXT_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
SPACING = Pt(28)
NUMERALS = "一二三四五六七八九十"
HEADINGS = {
    ClauseOffice.Role.LEAD: "本单位为责任单位的条款",
    ClauseOffice.Role.SUPPORT: "本单位为协助单位的条款",
    ClauseOffice.Role.COUNTERPART: "需要本单位配合的条款",
}


def extract_paper(
    document: PlanDocument, office: str, lines: Sequence[Mapping[str, Any]], sent: Extract | None = None
) -> BytesIO:
    """The .docx at its beginning. `lines` as `Share.to_json` gives them; `sent` adds when an answer is due."""
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
    _write(paper, document.title, TITLE_FONT, Pt(22), centred=True)
    _write(paper, "责任摘录", TITLE_FONT, Pt(22), centred=True)
    if document.doc_no:
        _write(paper, f"（依据{document.doc_no}）", TEXT_FONT, Pt(16), centred=True)
    _write(paper, "", TEXT_FONT, Pt(16))
    _write(paper, f"{office}：", TEXT_FONT, Pt(16))
    _write(paper, _opening(document, lines, sent), TEXT_FONT, Pt(16), indented=True)
    parts = [(words, [line for line in lines if line["role"] == role]) for role, words in HEADINGS.items()]
    for number, (words, those) in zip(NUMERALS, [part for part in parts if part[1]], strict=False):
        _write(paper, f"{number}、{words}", HEADING_FONT, Pt(16), indented=True)
        for line in those:
            _clause(paper, line)
    _receipt(paper, document, sent)
    stream = BytesIO()
    paper.save(stream)
    stream.seek(0)
    return stream


def _opening(document: PlanDocument, lines: Sequence[Mapping[str, Any]], sent: Extract | None) -> str:
    count = len({line["ref"] for line in lines})
    text = f"《{document.title}》涉及你单位的条款共{count}条，摘录如下，请按职责落实。"
    if sent is None:
        return text
    day = clock.legal_day(sent.due_at)
    return (
        f"{text}请于{day.year}年{day.month}月{day.day}日前签收；认为不属于本单位职责的，请在此前逐条写明理由提出异议。"
    )


def _clause(paper: Any, line: Mapping[str, Any]) -> None:
    chief = "（牵头）" if line["chief"] else ""
    printed = line.get("named", "")
    named = f"（文中写作“{printed}”）" if printed and kind_of_name(printed) != NameKind.OFFICE else ""
    _write(paper, f"{line['ref']}{chief}{named}", HEADING_FONT, Pt(16), indented=True)
    _write(paper, line["text"], TEXT_FONT, Pt(16), indented=True)
    if line["deadlines"]:
        _write(paper, f"时限：{'；'.join(line['deadlines'])}", TEXT_FONT, Pt(16), indented=True)


def _receipt(paper: Any, document: PlanDocument, sent: Extract | None) -> None:
    _write(paper, "", TEXT_FONT, Pt(16))
    if sent is not None:
        day = clock.legal_day(sent.sent_at)
        issuer = sent.sender_office.name if sent.sender_office else document.issuer
        _write(paper, issuer, TEXT_FONT, Pt(16), right=True)
        _write(paper, f"{day.year}年{day.month}月{day.day}日", TEXT_FONT, Pt(16), right=True)
    _write(paper, "回执", HEADING_FONT, Pt(16), centred=True)
    _write(paper, "□ 已收到，无异议　　□ 对下列条款有异议：__________________", TEXT_FONT, Pt(16))
    _write(paper, "理由：________________________________________", TEXT_FONT, Pt(16))
    _write(paper, "签收人：____________　日期：______年____月____日（盖章）", TEXT_FONT, Pt(16))


def _write(
    paper: Any,
    text: str,
    font: str,
    size: Pt,
    *,
    centred: bool = False,
    right: bool = False,
    indented: bool = False,
) -> None:
    paragraph = paper.add_paragraph()
    shape = paragraph.paragraph_format
    shape.line_spacing, shape.space_before, shape.space_after = SPACING, Pt(0), Pt(0)
    if centred or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
    if indented:
        shape.first_line_indent = Pt(size.pt * 2)
    run = paragraph.add_run(text)
    run.font.size, run.font.name = size, "Times New Roman"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
