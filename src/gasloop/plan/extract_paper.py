"""An office's extract as an official paper (.docx). What the clauses say is the paper's own wording; it ends in a
line to sign the receipt on."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from gasloop.kernel import clock
from gasloop.plan.models import ClauseOffice, Extract, PlanDocument
from gasloop.plan.names import NameKind, kind_of_name
from gasloop.plan.official import NUMERALS, OfficialPaper

HEADINGS = {
    ClauseOffice.Role.LEAD: "本单位为责任单位的条款",
    ClauseOffice.Role.SUPPORT: "本单位为协助单位的条款",
    ClauseOffice.Role.COUNTERPART: "需要本单位配合的条款",
}


def extract_paper(
    document: PlanDocument, office: str, lines: Sequence[Mapping[str, Any]], sent: Extract | None = None
) -> BytesIO:
    """The .docx at its beginning. `lines` as `Share.to_json` gives them; `sent` adds when an answer is due."""
    paper = OfficialPaper()
    paper.title(document.title)
    paper.title("责任摘录")
    if document.doc_no:
        paper.line(f"（依据{document.doc_no}）", centred=True)
    paper.line()
    paper.text(f"{office}：", indented=False)
    paper.text(_opening(document, lines, sent))
    parts = [(words, [line for line in lines if line["role"] == role]) for role, words in HEADINGS.items()]
    for number, (words, those) in zip(NUMERALS, [part for part in parts if part[1]], strict=False):
        paper.heading(f"{number}、{words}")
        for line in those:
            _clause(paper, line)
    _receipt(paper, document, sent)
    return paper.finished()


def _opening(document: PlanDocument, lines: Sequence[Mapping[str, Any]], sent: Extract | None) -> str:
    count = len({line["ref"] for line in lines})
    text = f"《{document.title}》涉及你单位的条款共{count}条，摘录如下，请按职责落实。"
    if sent is None:
        return text
    day = clock.legal_day(sent.due_at)
    return (
        f"{text}请于{day.year}年{day.month}月{day.day}日前签收；认为不属于本单位职责的，请在此前逐条写明理由提出异议。"
    )


def _clause(paper: OfficialPaper, line: Mapping[str, Any]) -> None:
    chief = "（牵头）" if line["chief"] else ""
    printed = line.get("named", "")
    named = f"（文中写作“{printed}”）" if printed and kind_of_name(printed) != NameKind.OFFICE else ""
    paper.heading(f"{line['ref']}{chief}{named}")
    paper.text(line["text"])
    if line["deadlines"]:
        paper.text(f"时限：{'；'.join(line['deadlines'])}")


def _receipt(paper: OfficialPaper, document: PlanDocument, sent: Extract | None) -> None:
    paper.line()
    if sent is not None:
        day = clock.legal_day(sent.sent_at)
        paper.line(sent.sender_office.name if sent.sender_office else document.issuer, right=True)
        paper.line(f"{day.year}年{day.month}月{day.day}日", right=True)
    paper.heading("回执", centred=True)
    paper.line("□ 已收到，无异议　　□ 对下列条款有异议：__________________")
    paper.line("理由：________________________________________")
    paper.line("签收人：____________　日期：______年____月____日（盖章）")
