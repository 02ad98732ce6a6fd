"""Forms of people and of their papers."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from gasloop.kernel.actor import Actor
from gasloop.registry.kinds import CredentialKind, ReviewCause, ReviewResult
from gasloop.registry.web.forms.objects import LEDGER_CLAUSE, offer_places
from gasloop.shell.forms import HouseForm

SEALED = _("加密保存，页面上只显示一部分。")
KEPT = _("加密保存；留空则保持原样。")


class PersonForm(HouseForm):
    """Somebody who works in the trade."""

    clauses: ClassVar[Mapping[str, str]] = {"name": LEDGER_CLAUSE}

    id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("姓名"))
    territory = forms.ChoiceField(label=_("辖区"))
    party = forms.CharField(
        label=_("所在单位"), required=False, help_text=_("单位编号、信用代码或完整名称，须先在单位台账登记。")
    )
    job = forms.CharField(label=_("岗位"), required=False, help_text=_("例如：充装工、送气工、安全管理员。"))
    id_number = forms.CharField(label=_("身份证号"), required=False, help_text=SEALED)
    phone = forms.CharField(label=_("电话"), required=False, help_text=SEALED)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        offer_places(self, actor)


class CorrectPersonForm(PersonForm):
    """A correction keeps its reason."""

    why = forms.CharField(label=_("更正原因"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(actor, *args, **kwargs)
        del self.fields["id"]
        for name in ("id_number", "phone"):
            self.fields[name].help_text = KEPT


class CredentialForm(HouseForm):
    """A licence or certificate as it is printed."""

    clauses: ClassVar[Mapping[str, str]] = {"kind": "二(一)1"}

    id = forms.UUIDField(widget=forms.HiddenInput)
    holder = forms.CharField(
        label=_("持证者"), help_text=_("单位（DW…）、对象（D…）或人员（RY…）的编号，或单位的信用代码。")
    )
    kind = forms.ChoiceField(label=_("类别"), choices=CredentialKind.choices)
    document_no = forms.CharField(label=_("证号"), help_text=_("按证照原件填写。"))
    issuer = forms.CharField(label=_("发证机关"), required=False)
    valid_from = forms.DateField(label=_("有效期起"), required=False)
    valid_to = forms.DateField(label=_("有效期止"), required=False, help_text=_("长期有效的留空。"))
    allows = forms.CharField(label=_("许可范围"), required=False)


class CorrectCredentialForm(CredentialForm):
    """A correction keeps its reason; the holder stays."""

    why = forms.CharField(label=_("更正原因"), help_text=_("换发了新证的不要更正，请登记换证。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        del self.fields["id"], self.fields["holder"]


class RenewForm(HouseForm):
    """The new paper."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    document_no = forms.CharField(label=_("新证证号"), help_text=_("证号不变的照填原证号。"))
    valid_from = forms.DateField(label=_("有效期起"))
    valid_to = forms.DateField(label=_("有效期止"), required=False, help_text=_("长期有效的留空。"))


class DemandReviewForm(HouseForm):
    """Who looks again, why, by when."""

    clauses: ClassVar[Mapping[str, str]] = {"cause": "二(五)1"}

    cause = forms.ChoiceField(label=_("复核缘由"), choices=ReviewCause.choices, initial=ReviewCause.PENALTY)
    due_on = forms.DateField(label=_("复核期限"))


class ReviewForm(HouseForm):
    """What the look at the conditions found."""

    clauses: ClassVar[Mapping[str, str]] = {"result": "二(五)1"}

    on = forms.DateField(label=_("复核日期"))
    result = forms.ChoiceField(label=_("复核结论"), choices=ReviewResult.choices, widget=forms.RadioSelect)
    findings = forms.CharField(
        label=_("复核情况"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("逐项写明核对了哪些许可条件、缺什么。"),
    )


class NumberForm(HouseForm):
    """A number to look for, and why."""

    number = forms.CharField(
        label=_("身份证号或电话"),
        help_text=_("填写完整的号码，只找完全相同的；号码本身不会记录。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
    why = forms.CharField(label=_("查找原因"), help_text=_("谁查过、为什么查，会留在对方的档案里。"))
