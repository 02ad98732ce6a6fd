"""Forms of general duties."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from gasloop.plan.models import Task
from gasloop.shell.forms import HouseForm

LARGEST_FILE = 25 * 1024 * 1024
ACCEPTED = "image/*,.pdf,.docx,.xlsx,.txt"


class FilesInput(forms.FileInput):
    """Several files at once; on a phone the camera is among the choices."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True, "accept": ACCEPTED, **(attrs or {})})

    def value_from_datadict(
        self,
        data: Mapping[str, Any],  # noqa: ARG002 - Django's signature
        files: MultiValueDict[str, "UploadedFile[bytes]"],
        name: str,
    ) -> list["UploadedFile[bytes]"]:
        return files.getlist(name) if hasattr(files, "getlist") else [f for f in [files.get(name)] if f]


class FilesField(forms.Field):
    """Proof of any kind the house keeps: photos, PDF, Word, Excel, text; each up to 25 MB. Gives a list of uploads."""

    widget = FilesInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("请附上佐证材料。"),
        "too_large": _("“%(name)s”超过 25 MB，请压缩后再传。"),
    }

    def clean(self, value: Any) -> Sequence["UploadedFile[bytes]"]:
        files: list[UploadedFile[bytes]] = [file for file in (value or []) if file]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        for file in files:
            if (file.size or 0) > LARGEST_FILE:
                raise forms.ValidationError(
                    self.error_messages["too_large"], code="too_large", params={"name": file.name}
                )
        return files


class ReportForm(HouseForm):
    """What was done, with files."""

    text = forms.CharField(
        label=_("做了什么"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明做了什么。")},
    )
    proof = FilesField(
        label=_("佐证材料"),
        required=False,
        help_text=_("会议记录、通知、照片等，可选多个，每个不超过 25 MB。"),
    )


class TermForm(HouseForm):
    """How often, or by which day."""

    often = forms.ChoiceField(label=_("周期"), choices=Task.Term.choices)
    due_on = forms.DateField(label=_("完成期限"), required=False, help_text=_("只做一次的才填。"))
    why = forms.CharField(label=_("依据或理由"), max_length=500)


class AssignTaskForm(HouseForm):
    """Who owes it."""

    office = forms.CharField(
        label=_("责任单位"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "offices", "autocomplete": "off"}),
    )
    why = forms.CharField(label=_("依据或理由"), max_length=500)


class EndTaskForm(HouseForm):
    """Why it is no longer owed."""

    why = forms.CharField(label=_("依据或理由"), max_length=500)
