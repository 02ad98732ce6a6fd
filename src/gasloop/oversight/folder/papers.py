"""One record on one sheet (.docx), in the papers' own language: an object, a visit, an order with all that followed.

Private people's names are masked, numbers inside free texts, too; how to reach anybody is not printed at all.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from gasloop.hazard.models import Hazard
from gasloop.hazard.web.showing import step_words
from gasloop.inspection.models import Answer, Visit
from gasloop.kernel import clock
from gasloop.oversight.folder.gathering import Gathered
from gasloop.oversight.folder.masking import mask_person, mask_text
from gasloop.plan.models import Clause
from gasloop.shell.dates import instant_words

TEXT_FONT, HEADING_FONT = "仿宋_GB2312", "黑体"
NONE = "—"
PART = Pt(13)


class Sheet:
    """A4, label and value below each other, tables."""

    def __init__(self, title: str) -> None:
        self._paper: Any = Document()
        page = self._paper.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.2)
        style = self._paper.styles["Normal"]
        style.font.name, style.font.size = "Times New Roman", Pt(11)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), TEXT_FONT)
        self.heading(title, Pt(16))

    def heading(self, text: str, size: Pt = PART) -> None:
        run = self._paper.add_paragraph().add_run(text)
        run.font.size, run.font.bold = size, True
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEADING_FONT)

    def table(self, rows: Iterable[Sequence[str]]) -> None:
        listed = [tuple(row) for row in rows]
        if not listed:
            self._paper.add_paragraph(NONE)
            return
        table = self._paper.add_table(rows=len(listed), cols=len(listed[0]), style="Table Grid")
        # All cells at once: asking row by row walks the whole table every time.
        for cell, text in zip(table._cells, (text for row in listed for text in row), strict=True):
            cell.text = text or NONE

    def finished(self) -> bytes:
        stream = BytesIO()
        self._paper.save(stream)
        return stream.getvalue()


def object_sheet(clause: Clause, each: Gathered, place: str) -> bytes:
    """What is registered of the object, and what was done there about the clause."""
    site = each.site
    sheet = Sheet(f"{site.name} 对象情况")
    owner = site.owner_office.name if site.owner_office else ""
    sheet.table(
        (
            ("编号", site.number),
            ("类别", str(site.get_kind_display())),
            ("地址", site.address),
            ("辖区", place),
            ("主管单位", owner),
            ("气源", str(site.get_gas_source_display())),
            ("状态", str(site.get_state_display())),
            ("条款", clause.ref),
        )
    )
    sheet.heading("检查")
    sheet.table((v.number, instant_words(v.visited_at), str(v.get_result_display())) for v in each.visits)
    sheet.heading("隐患")
    sheet.table((h.number, h.rule.title, str(h.get_state_display())) for h in each.hazards)
    return sheet.finished()


def visit_sheet(clause: Clause, visit: Visit, site_name: str, answers: Sequence[Answer]) -> bytes:
    """A visit, with what was asked about the clause."""
    sheet = Sheet(f"检查记录 {visit.number}")
    sheet.table(
        (
            ("对象", site_name),
            ("时间", instant_words(visit.visited_at)),
            ("结果", str(visit.get_result_display())),
            ("检查人", "、".join(visit.inspectors)),
            ("检查人签名", _signed(visit.inspector_signature, visit.inspector_unsigned)),
            ("在场人", mask_person(visit.site_person)),
            ("在场人签名", _signed(visit.site_signature, visit.site_unsigned)),
            ("备注", mask_text(visit.note)),
        )
    )
    sheet.heading(f"按{clause.ref}检查的内容")
    sheet.table(
        (a.item.question, "符合" if a.passed else "不符合", mask_text(f"{a.judgement} {a.note}".strip()))
        for a in answers
    )
    return sheet.finished()


def _signed(signature: str, reason: str) -> str:
    return "已签名" if signature else f"未签名：{mask_text(reason)}"


def order_sheet(hazard: Hazard) -> bytes:
    """A hazard: what was ordered, until when, who answers for it, and every step since."""
    sheet = Sheet(f"隐患整改 {hazard.number}")
    measured = f"（实测{hazard.measured}）" if hazard.measured else ""
    sheet.table(
        (
            ("对象", hazard.site.name),
            ("隐患", f"{hazard.rule.title}：{mask_text(hazard.description)}{measured}"),
            ("级别", str(hazard.get_severity_display())),
            ("发现时间", instant_words(hazard.found_at)),
            ("责任单位", hazard.owner_office.name if hazard.owner_office else ""),
            ("整改期限", f"{instant_words(hazard.due_at)}（{hazard.due_sentence}）"),
            ("管控措施", mask_text(hazard.control_measure)),
            ("整治责任人", mask_person(hazard.answerable_person)),
            ("整改时间", instant_words(hazard.rectified_at) if hazard.rectified_at else ""),
            ("销号时间", instant_words(hazard.closed_at) if hazard.closed_at else ""),
            ("状态", str(hazard.get_state_display())),
            ("产生原因", str(hazard.get_cause_display())),
        )
    )
    sheet.heading("经过")
    sheet.table((instant_words(s.at), step_words(s.verb), s.by_name, mask_text(s.note)) for s in hazard.steps.all())
    return sheet.finished()


def clause_text(clause: Clause) -> bytes:
    """The clause as printed, and who answers for it."""
    offices = "、".join(f"{o.named}（{o.get_role_display()}）" for o in clause.offices.all())
    day = clock.today().isoformat()
    return f"{clause.ref}\n\n{clause.text}\n\n单位：{offices or NONE}\n整理日期：{day}\n".encode()
