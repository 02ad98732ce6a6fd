"""One form per step of the loop."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from gasloop.hazard.actions.rectifying import ORDER_BASIS
from gasloop.shell.forms import HouseForm, PhotosField


class OrderForm(HouseForm):
    """下达整改要求."""

    clauses: ClassVar[dict[str, str]] = {"control_measure": ORDER_BASIS, "answerable_person": ORDER_BASIS}

    control_measure = forms.CharField(
        label=_("管控措施"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("整改完成之前怎么保证不出事，例如停用气瓶、关闭阀门、派人看守。"),
    )
    answerable_person = forms.CharField(label=_("整治责任人"), max_length=60, help_text=_("对象一方负责整改的人。"))
    due_on = forms.DateField(
        label=_("整改期限"), required=False, help_text=_("留空按规则给出的期限；可以提前，不能推后。")
    )


class RectifyForm(HouseForm):
    """登记整改结果."""

    clauses: ClassVar[dict[str, str]] = {"photos": ORDER_BASIS}

    photos = PhotosField(label=_("整改后照片"))
    note = forms.CharField(label=_("整改说明"), widget=forms.Textarea({"rows": 2}), required=False)


class RecheckForm(HouseForm):
    """复查."""

    passed = forms.TypedChoiceField(
        label=_("复查结论"),
        choices=[("yes", _("合格，销号")), ("no", _("不合格，退回整改"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    photos = PhotosField(label=_("复查照片"), required=False)
    note = forms.CharField(
        label=_("复查说明"), widget=forms.Textarea({"rows": 2}), required=False, help_text=_("不合格的，须写明原因。")
    )


class LookBackForm(HouseForm):
    """回头看."""

    rebounded = forms.TypedChoiceField(
        label=_("回头看结论"),
        choices=[("no", _("未见反弹")), ("yes", _("已反弹，另立新隐患"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    photos = PhotosField(label=_("现场照片"), required=False)
    note = forms.CharField(
        label=_("说明"), widget=forms.Textarea({"rows": 2}), required=False, help_text=_("反弹的，须写明情况。")
    )


class VoidForm(HouseForm):
    """作废."""

    why = forms.CharField(label=_("作废原因"), widget=forms.Textarea({"rows": 2}))
