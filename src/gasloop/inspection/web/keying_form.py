"""The form for a filled paper checklist: one short cell per question, made for the keyboard."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gasloop.rulebook.models import CheckItem
from gasloop.shell.forms import HouseForm, dress_form

KEYS = {"autocomplete": "off", "spellcheck": "false"}


def _cell(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=dict(KEYS)), **more)


class KeyingForm(HouseForm):
    """What stands on the sheet, in its order."""

    result = _cell(_("结果"), help_text=_("1 已检查，2 无人在场，3 拒绝检查；空着是1。"))
    day = _cell(_("检查日期"), help_text=_("1125 或 20261125；空着是今天。"))
    at = _cell(_("检查时间"), help_text=_("0930；空着也行。"))
    companions = _cell(_("同行检查人"))
    note = _cell(_("备注"))
    inspector_signed = _cell(_("检查人签名"), help_text=_("签了填1；没签的写原因。"))
    site_name = _cell(_("对象在场人"), max_length=60)
    site_signed = _cell(_("在场人签名"), help_text=_("签了填1；没签的写原因。"))
    scan = forms.FileField(
        label=_("扫描件"),
        required=False,
        help_text=_("整张检查表的照片或 PDF，签名以它为凭。"),
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )

    def __init__(self, *args: Any, items: Sequence[CheckItem], **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        for item in items:
            self.fields[item.code] = _cell(item.question)
        dress_form(self)

    def clean(self) -> dict[str, Any]:
        """Signed on paper means that the paper is shown."""
        given: dict[str, Any] = super().clean() or {}
        signed = "1" in (given.get("inspector_signed", "").strip(), given.get("site_signed", "").strip())
        if signed and not given.get("scan"):
            self.add_error("scan", _("签了名的检查表要附扫描件或照片，它就是签名。"))
        return given
