"""Forms of campaigns."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gasloop.access.hall import scoped_divisions
from gasloop.access.lines import Line
from gasloop.access.models import Territory
from gasloop.campaign.actions import CampaignPlan
from gasloop.campaign.criteria import Criteria, Risk
from gasloop.campaign.models import Campaign, ExpertReport
from gasloop.campaign.permissions import CAMPAIGN_MANAGE
from gasloop.kernel.actor import Actor
from gasloop.plan.web.task_forms import FilesField
from gasloop.registry.kinds import GasSource, SiteKind
from gasloop.registry.web.forms import place_names
from gasloop.shell.forms import HouseForm


class PlanForm(HouseForm):
    """What a campaign is about. `id` makes sending twice harmless."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    territory = forms.ChoiceField(label=gettext_lazy("辖区"))
    starts_on = forms.DateField(label=gettext_lazy("开始日期"))
    ends_on = forms.DateField(label=gettext_lazy("结束日期"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("对象类别"),
        choices=SiteKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("都不选表示各类对象。"),
    )
    line = forms.ChoiceField(
        label=gettext_lazy("行业条线"), required=False, choices=[("", gettext_lazy("不限")), *Line.choices]
    )
    gas_source = forms.ChoiceField(
        label=gettext_lazy("气源"), required=False, choices=[("", gettext_lazy("不限")), *GasSource.choices]
    )
    risk = forms.ChoiceField(
        label=gettext_lazy("风险情况"), required=False, choices=[("", gettext_lazy("不限")), *Risk.choices]
    )
    unvisited_days = forms.IntegerField(
        label=gettext_lazy("多少天没有检查过"), required=False, min_value=1, help_text=gettext_lazy("不填表示不限。")
    )
    method = forms.ChoiceField(
        label=gettext_lazy("方式"), choices=Campaign.Method.choices, widget=forms.RadioSelect, initial="all"
    )
    size = forms.IntegerField(
        label=gettext_lazy("抽取多少个"), required=False, min_value=1, help_text=gettext_lazy("随机抽取才填。")
    )
    clause_ref = forms.CharField(
        label=gettext_lazy("方案条款"), required=False, max_length=40, help_text=gettext_lazy("例如 四(一)¶1。")
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        places = scoped_divisions(actor, Territory.objects.order_by("path"), CAMPAIGN_MANAGE)
        territory = self.fields["territory"]
        if isinstance(territory, forms.ChoiceField):
            territory.choices = [("", _("请选择")), *place_names(places)]

    def plan(self) -> CampaignPlan:
        """As the verb takes it."""
        given = self.cleaned_data
        asked = Criteria(
            kinds=tuple(given["kinds"]),
            gas_source=given["gas_source"],
            risk=given["risk"],
            unvisited_days=given["unvisited_days"],
        )
        same = ("id", "title", "territory", "starts_on", "ends_on", "line", "method", "size", "clause_ref")
        return CampaignPlan(criteria=asked, **{name: given[name] for name in same})


class ExpertForm(HouseForm):
    """Who is invited."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    body = forms.CharField(label=gettext_lazy("所在机构"), max_length=60)
    username = forms.CharField(label=gettext_lazy("用户名"), max_length=60)
    until = forms.DateField(
        label=gettext_lazy("有效期至"), required=False, help_text=gettext_lazy("不填则到行动结束。")
    )


class ExpertReportForm(HouseForm):
    """What the expert found."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    seen_on = forms.DateField(label=gettext_lazy("检测日期"))
    result = forms.ChoiceField(
        label=gettext_lazy("结论"), choices=ExpertReport.Result.choices, widget=forms.RadioSelect
    )
    conclusion = forms.CharField(label=gettext_lazy("情况说明"), widget=forms.Textarea(attrs={"rows": 4}))
    papers = FilesField(
        label=gettext_lazy("报告文件"),
        required=False,
        help_text=gettext_lazy("检测报告、照片，可选多个，每个不超过 25 MB。"),
    )
