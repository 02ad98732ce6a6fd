"""One form per step of a referral."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from gasloop.hazard.models import Hazard
from gasloop.referral.actions.sending import BASIS
from gasloop.referral.models import Referral
from gasloop.referral.queries import may_be_sent_to, suggested
from gasloop.shell.forms import HouseForm, PhotosField


class LetterForm(HouseForm):
    """移送或抄告. The clause's counterparts stand first."""

    clauses: ClassVar[dict[str, str]] = {"to_office_id": BASIS}

    to_office_id = forms.TypedChoiceField(label=_("送达单位"))
    kind = forms.ChoiceField(
        label=_("方式"), choices=Referral.Kind, widget=forms.RadioSelect, initial=Referral.Kind.HAND_OVER
    )
    reason = forms.CharField(
        label=_("理由"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("超出本镇职权的是什么，或为什么需要上级部门处理。"),
    )
    taken = forms.CharField(label=_("本镇已采取的措施"), widget=forms.Textarea({"rows": 2}), required=False)
    answer_by = forms.DateField(
        label=_("请于何日前答复"), required=False, help_text=_("留空为15个工作日（平台默认）。")
    )

    def __init__(self, hazard: Hazard, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        named = {office.pk for office in suggested(hazard)}
        mark = str(_("（条款所列配合部门）"))
        field = self.fields["to_office_id"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [
            (str(office.pk), f"{office.name}{mark if office.pk in named else ''}") for office in may_be_sent_to(hazard)
        ]
        self.fields["taken"].initial = hazard.control_measure


class ReceiptForm(HouseForm):
    """登记签收."""

    by = forms.CharField(label=_("签收人"), max_length=80)
    proof = PhotosField(label=_("签收回执照片"), required=False)


class AnswerForm(HouseForm):
    """登记答复."""

    outcome = forms.ChoiceField(label=_("办理结果"), choices=Referral.Outcome, widget=forms.RadioSelect)
    text = forms.CharField(label=_("答复内容"), widget=forms.Textarea({"rows": 3}))
    proof = PhotosField(label=_("照片或答复文书"), required=False, help_text=_("答复整改到位的，须附。"))


class RemindForm(HouseForm):
    """催办: nothing to fill in."""


class WithdrawForm(HouseForm):
    """撤回."""

    why = forms.CharField(label=_("撤回原因"), widget=forms.Textarea({"rows": 2}))
