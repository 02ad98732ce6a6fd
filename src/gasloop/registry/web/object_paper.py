"""The object file as a Word document (一企一档): what is registered, papers, parts, and everything that happened."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from gasloop.evidence import attachments
from gasloop.kernel import clock
from gasloop.kernel.refusal import NotFound
from gasloop.registry.models import Site
from gasloop.registry.web.showing import PaperRow, PartRow
from gasloop.shell.dates import instant_words, when_words
from gasloop.shell.detail import NOT_GIVEN, Fact, Moment

PHOTOS_BESIDE = 2
TEXT_FONT, HEADING_FONT = "仿宋_GB2312", "黑体"


class ObjectPaper:
    """A4, one part below the other."""

    def __init__(self, site: Site) -> None:
        self._paper: Any = Document()
        page = self._paper.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.2)
        style = self._paper.styles["Normal"]
        style.font.name, style.font.size = "Times New Roman", Pt(11)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), TEXT_FONT)
        self._heading(f"{site.name} {_('对象档案')}", Pt(18))
        self._paper.add_paragraph(f"{site.number} · {_('打印时间：')}{instant_words(clock.now())}")

    def facts(self, facts: Sequence[Fact]) -> None:
        """Label and value, two columns."""
        self._table((), ((str(fact.label), _words(fact.value)) for fact in facts))

    def papers(self, rows: Sequence[PaperRow]) -> None:
        """Licences with their days left."""
        self._heading(_("证照"), Pt(14))
        self._table(
            (_("类别"), _("证号"), _("有效期止"), _("状态")),
            (
                (
                    row.paper.get_kind_display(),
                    row.paper.document_no,
                    f"{_words(row.paper.valid_to)} {row.left}".strip(),
                    row.paper.get_state_display(),
                )
                for row in rows
            ),
        )

    def parts(self, rows: Sequence[PartRow]) -> None:
        """Parts with the life they have left."""
        self._heading(_("设施台账"), Pt(14))
        self._table(
            (_("类别"), _("安装位置"), _("安装日期"), _("到期日期"), _("状态")),
            (
                (
                    row.part.get_kind_display(),
                    row.part.place,
                    _words(row.part.installed_on),
                    f"{_words(row.part.expires_on)} {row.left}".strip(),
                    row.part.get_state_display(),
                )
                for row in rows
            ),
        )

    def moments(self, moments: Sequence[Moment]) -> None:
        """What happened, newest first."""
        self._heading(_("时间线"), Pt(14))
        self._table(
            (_("时间"), _("事项"), _("经办")),
            ((instant_words(each.at), f"{each.title} {each.text}".strip(), each.who) for each in moments),
        )

    def photos(self, photos: Sequence[tuple[str, str]]) -> None:
        """Two beside each other, with what they are; a file that is gone or no picture is named without one."""
        if not photos:
            return
        self._heading(_("照片"), Pt(14))
        table = self._paper.add_table(rows=0, cols=PHOTOS_BESIDE)
        for start in range(0, len(photos), PHOTOS_BESIDE):
            cells = table.add_row().cells
            for cell, (sha256, caption) in zip(cells, photos[start : start + PHOTOS_BESIDE], strict=False):
                run = cell.paragraphs[0].add_run()
                try:
                    with attachments.open(sha256) as picture:
                        run.add_picture(picture, width=Cm(7.6))
                except (NotFound, UnrecognizedImageError, KeyError, ValueError):
                    run.add_text(_("（照片已不在）"))
                cell.add_paragraph(caption)

    def finished(self) -> BytesIO:
        """The file at its beginning."""
        stream = BytesIO()
        self._paper.save(stream)
        stream.seek(0)
        return stream

    def _heading(self, text: str, size: Pt) -> None:
        run = self._paper.add_paragraph().add_run(text)
        run.font.size, run.font.bold = size, True
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEADING_FONT)

    def _table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        listed = [tuple(row) for row in rows]
        if not listed:
            self._paper.add_paragraph(NOT_GIVEN)
            return
        table = self._paper.add_table(rows=0, cols=len(listed[0]), style="Table Grid")
        for row in ([tuple(head)] if head else []) + listed:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text


def _words(value: object) -> str:
    """A value as the page shows it."""
    if value in (None, ""):
        return NOT_GIVEN
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list | tuple):
        return _("、").join(map(str, value))
    return when_words(value) if isinstance(value, date) else str(value)
