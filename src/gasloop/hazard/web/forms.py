"""One form per step of the loop."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from gasloop.hazard.actions.laying_aside import CLAUSE as CLOSED_CLAUSE
from gasloop.hazard.actions.rectifying import ORDER_BASIS
from gasloop.hazard.models import Cause, Hazard
from gasloop.hazard.queries import may_be_duplicates
from gasloop.kernel import clock
from gasloop.rulebook.workdays import in_words
from gasloop.shell.forms import HouseForm, PhotosField

CAUSES = [("", _("—— 请选择 ——")), *Cause.choices]


class StepForm(HouseForm):
    """A form of one step; `about` lets it look at the hazard it is for."""

    def about(self, hazard: Hazard) -> "StepForm":  # noqa: ARG002 - most forms are the same for every hazard
        """Fit the form to the hazard; itself."""
        return self


class OrderForm(StepForm):
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


class RectifyForm(StepForm):
    """登记整改结果."""

    clauses: ClassVar[dict[str, str]] = {"photos": ORDER_BASIS}

    photos = PhotosField(label=_("整改后照片"))
    note = forms.CharField(label=_("整改说明"), widget=forms.Textarea({"rows": 2}), required=False)


class FixForm(RectifyForm):
    """现场整改."""

    cause = forms.ChoiceField(
        label=_("产生原因"), choices=CAUSES, help_text=_("分析清楚为什么会有这条隐患，供阶段总结。")
    )


class RecheckForm(StepForm):
    """复查."""

    passed = forms.TypedChoiceField(
        label=_("复查结论"),
        choices=[("yes", _("合格，销号")), ("no", _("不合格，退回整改"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    cause = forms.ChoiceField(
        label=_("产生原因"), choices=CAUSES, required=False, help_text=_("合格的，请选择原因，供阶段总结。")
    )
    photos = PhotosField(label=_("复查照片"), required=False)
    note = forms.CharField(
        label=_("复查说明"), widget=forms.Textarea({"rows": 2}), required=False, help_text=_("不合格的，须写明原因。")
    )


class LookBackForm(StepForm):
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


class ConfirmClosedForm(StepForm):
    """核实停业停气."""

    clauses: ClassVar[dict[str, str]] = {"photos": CLOSED_CLAUSE}

    photos = PhotosField(label=_("现场照片"))
    note = forms.CharField(
        label=_("核实情况"),
        widget=forms.Textarea({"rows": 2}),
        help_text=_("例如：门店已关，气瓶已退回供应站，表前阀已加封。仍在营业的，不要在这里登记，请登记恢复经营。"),
    )


class VoidForm(StepForm):
    """作废."""

    why = forms.CharField(label=_("作废原因"), widget=forms.Textarea({"rows": 2}))


class ExtensionForm(StepForm):
    """申请延期."""

    clauses: ClassVar[dict[str, str]] = {"reason": ORDER_BASIS, "control_measure": ORDER_BASIS}

    until = forms.DateField(label=_("延期至"))
    reason = forms.CharField(label=_("客观原因"), widget=forms.Textarea({"rows": 2}))
    control_measure = forms.CharField(label=_("延期期间的管控措施"), widget=forms.Textarea({"rows": 2}))

    def about(self, hazard: Hazard) -> StepForm:
        self.fields["until"].help_text = _("原期限是%(day)s，最多延长30天；到期不再自动顺延。") % {
            "day": in_words(clock.legal_day(hazard.due_at))
        }
        self.fields["control_measure"].initial = hazard.control_measure
        return self


class DecisionForm(StepForm):
    """审批延期."""

    granted = forms.TypedChoiceField(
        label=_("审批结论"),
        choices=[("yes", _("同意延期")), ("no", _("不同意"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(
        label=_("审批意见"), widget=forms.Textarea({"rows": 2}), required=False, help_text=_("不同意的，须写明理由。")
    )


class MergeForm(StepForm):
    """合并重复隐患."""

    duplicates = forms.MultipleChoiceField(
        label=_("并入这条的隐患"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("同一对象、同一处问题登记了两次的，并成一条；24小时内可以撤销。"),
    )
    why = forms.CharField(label=_("说明"), required=False)

    def about(self, hazard: Hazard) -> StepForm:
        field = self.fields["duplicates"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(str(each.pk), _in_a_line(each)) for each in may_be_duplicates(hazard)]
        return self


def _in_a_line(hazard: Hazard) -> str:
    found, due = (in_words(clock.legal_day(at)) for at in (hazard.found_at, hazard.due_at))
    return _("%(number)s %(rule)s（%(found)s发现，%(due)s到期）") % {
        "number": hazard.number,
        "rule": hazard.rule.title,
        "found": found,
        "due": due,
    }


class UndoForm(StepForm):
    """撤销合并: nothing to fill in."""


class ReportForm(StepForm):
    """上报重大隐患."""

    to = forms.CharField(label=_("上报至"), max_length=120, help_text=_("例如区安委办、条款所列的区级部门。"))
    note = forms.CharField(label=_("上报方式和内容"), widget=forms.Textarea({"rows": 2}), required=False)


class ListForm(StepForm):
    """登记挂牌督办."""

    on = forms.DateField(label=_("挂牌日期"))
    by = forms.CharField(label=_("挂牌单位"), max_length=120)
    number = forms.CharField(label=_("挂牌编号"), max_length=60, required=False)


class DelistForm(StepForm):
    """登记摘牌."""

    on = forms.DateField(label=_("摘牌日期"))
    note = forms.CharField(label=_("验收和公布情况"), widget=forms.Textarea({"rows": 2}))
