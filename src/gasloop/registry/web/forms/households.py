"""Forms of buildings, households and services."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from gasloop.kernel.actor import Actor
from gasloop.registry.facts import HouseholdFacts
from gasloop.registry.kinds import Fitted, GasSource, HoseMaterial, ServiceKind
from gasloop.registry.models import Household
from gasloop.registry.web.forms.objects import offer_places
from gasloop.registry.web.forms.people import KEPT, SEALED
from gasloop.shell.forms import HouseForm

GRID_CLAUSE = "三(一)10"
UNKNOWN = ("", _("还不清楚"))


class BuildingForm(HouseForm):
    """A house with doors."""

    clauses: ClassVar[Mapping[str, str]] = {"name": GRID_CLAUSE}

    id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("名称"), help_text=_("例如：双堰小区1栋。"))
    territory = forms.ChoiceField(label=_("辖区"))
    address = forms.CharField(label=_("地址"))
    floors = forms.IntegerField(label=_("层数"), required=False, min_value=1, max_value=199)
    lat = forms.CharField(label=_("纬度"), required=False, help_text=_("WGS-84 十进制度数；可以以后再补。"))
    lng = forms.CharField(label=_("经度"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        offer_places(self, actor)


class CorrectBuildingForm(BuildingForm):
    """A correction keeps its reason; the division stays."""

    why = forms.CharField(label=_("更正原因"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(actor, *args, **kwargs)
        del self.fields["id"], self.fields["territory"]


class DoorsForm(HouseForm):
    """A whole building at once: every unit, every floor, every room of a floor."""

    clauses: ClassVar[Mapping[str, str]] = {"units": GRID_CLAUSE}

    units = forms.CharField(
        label=_("单元"), required=False, help_text=_("用顿号或逗号隔开，例如 1、2；没有单元的留空。")
    )
    first_floor = forms.IntegerField(label=_("从几楼"), initial=1, min_value=1, max_value=199)
    last_floor = forms.IntegerField(label=_("到几楼"), min_value=1, max_value=199)
    per_floor = forms.IntegerField(label=_("每层户数"), initial=2, min_value=1, max_value=60)
    gas_source = forms.ChoiceField(label=_("气源"), required=False, choices=[UNKNOWN, *GasSource.choices])

    def clean(self) -> dict[str, Any]:
        """The last floor is not below the first."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first_floor"), data.get("last_floor")
        if first and last and last < first:
            self.add_error("last_floor", _("最高层低于最低层，请核对。"))
        return data

    def doors(self) -> list[HouseholdFacts]:
        """`1单元 3楼 302`: the rooms are numbered floor by floor."""
        data = self.cleaned_data
        units = [unit for unit in data["units"].replace("，", "、").replace(",", "、").split("、") if unit.strip()]
        return [
            HouseholdFacts(unit=unit.strip(), floor=floor, room=f"{floor}{n:02d}", gas_source=data["gas_source"])
            for unit in units or [""]
            for floor in range(data["first_floor"], data["last_floor"] + 1)
            for n in range(1, data["per_floor"] + 1)
        ]


class HouseholdForm(HouseForm):
    """One door."""

    clauses: ClassVar[Mapping[str, str]] = {"hose_material": GRID_CLAUSE}

    unit = forms.CharField(label=_("单元"), required=False)
    floor = forms.IntegerField(label=_("楼层"), required=False)
    room = forms.CharField(label=_("门牌"))
    householder = forms.CharField(label=_("户主"), required=False, help_text=SEALED)
    phone = forms.CharField(label=_("电话"), required=False, help_text=SEALED)
    gas_source = forms.ChoiceField(label=_("气源"), required=False, choices=[UNKNOWN, *GasSource.choices])
    hose_material = forms.ChoiceField(label=_("软管材质"), required=False, choices=[UNKNOWN, *HoseMaterial.choices])
    hose_installed_on = forms.DateField(label=_("软管安装日期"), required=False)
    hose_expires_on = forms.DateField(
        label=_("软管到期日期"), required=False, help_text=_("按软管标识或说明书上的使用年限。")
    )
    flame_failure = forms.ChoiceField(label=_("熄火保护"), required=False, choices=[UNKNOWN, *Fitted.choices])
    detector = forms.ChoiceField(label=_("可燃气体探测器"), required=False, choices=[UNKNOWN, *Fitted.choices])
    cutoff_valve = forms.ChoiceField(label=_("自动切断装置"), required=False, choices=[UNKNOWN, *Fitted.choices])
    state = forms.ChoiceField(label=_("状态"), choices=Household.State.choices, initial=Household.State.LIVED_IN)


class NewHouseholdForm(HouseholdForm):
    """A door that is not registered yet."""

    id = forms.UUIDField(widget=forms.HiddenInput)


class CorrectHouseholdForm(HouseholdForm):
    """A correction keeps its reason."""

    why = forms.CharField(label=_("更正原因"), help_text=_("例如：更换软管、加装熄火保护、换了户主。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        for name in ("householder", "phone"):
            self.fields[name].help_text = KEPT


class ServeNoticeForm(HouseForm):
    """How the notice reached the door."""

    clauses: ClassVar[Mapping[str, str]] = {"how": GRID_CLAUSE}

    how = forms.CharField(label=_("送达方式"), help_text=_("例如：张贴在门上并拍照、交给邻居转交。"))


class ServiceForm(HouseForm):
    """Who serves whom from when."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("类别"), choices=ServiceKind.choices)
    party = forms.CharField(label=_("服务单位"), help_text=_("单位编号、信用代码或完整名称。"))
    target = forms.CharField(label=_("服务对象"), help_text=_("对象（D…）或楼栋（LD…）的编号。"))
    begins_on = forms.DateField(label=_("起始日期"))
    ends_on = forms.DateField(label=_("终止日期"), required=False)
    contract_no = forms.CharField(label=_("合同编号"), required=False)
    covers = forms.CharField(label=_("服务内容"), required=False)
