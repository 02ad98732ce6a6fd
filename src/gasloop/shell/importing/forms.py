"""What the import pages ask: a file, and which column is which field."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from gasloop.shell.forms import HouseForm
from gasloop.shell.importing.declared import Importer
from gasloop.shell.models import Import

TYPES = ".xlsx,.xls,.csv,.ods,.et"


class FileForm(HouseForm):
    """The file."""

    file = forms.FileField(
        label=_("台账文件"),
        help_text=_("Excel（.xlsx、.xls）或 CSV。标题行、两行表头、合并单元格、表尾合计都可以留着。"),
        error_messages={"required": _("请先选择文件。"), "empty": _("这个文件是空的，请换一个。")},
        widget=forms.ClearableFileInput(attrs={"accept": TYPES}),
    )


@dataclass(frozen=True, slots=True)
class MatchedColumn:
    """One column of the file on the page: its heading, what stands in it, and the fields to choose from."""

    number: int
    title: str
    samples: list[str]
    options: list[tuple[str, str, bool]]

    @property
    def chosen(self) -> bool:
        return any(chosen for _name, _title, chosen in self.options)

    @classmethod
    def of(cls, run: Import, importer: Importer) -> "list[MatchedColumn]":
        """The columns that have a heading or anything in them."""
        found = []
        for number, title in enumerate(run.titles):
            samples = run.samples[number] if number < len(run.samples) else []
            if title or samples:
                name = run.columns.get(str(number), "")
                options = [(f.name, str(f.title), f.name == name) for f in importer.fields]
                found.append(cls(number, title, samples, options))
        return found
