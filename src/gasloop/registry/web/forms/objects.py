"""Forms of the register. They read; the verbs decide what is right, and their refusals come back to the field."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gasloop.access.models import Territory
from gasloop.kernel.actor import Actor
from gasloop.kernel.coordinates import Datum
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import Refusal
from gasloop.registry.attributes import Attribute, attributes_of
from gasloop.registry.kinds import GasSource, InstallationKind, PartyKind, SiteKind
from gasloop.registry.models import Site
from gasloop.registry.positions import in_wgs84
from gasloop.registry.queries import territories_to_register_in
from gasloop.shell.errors import say
from gasloop.shell.forms import HouseForm, dress_form

ATTRIBUTE = "attribute_"
DATUM_CHOICES = [
    (Datum.WGS84.value, gettext_lazy("手机或卫星定位（WGS-84）")),
    (Datum.GCJ02.value, gettext_lazy("高德、腾讯等地图（GCJ-02）")),
    (Datum.BD09.value, gettext_lazy("百度地图（BD-09）")),
]
LEDGER_CLAUSE = "五(二)¶1"


class SiteForm(HouseForm):
    """What stands on the territory. The attributes asked for follow from the kind."""

    clauses: ClassVar[Mapping[str, str]] = {"name": LEDGER_CLAUSE}

    name = forms.CharField(label=gettext_lazy("名称"), help_text=gettext_lazy("按营业执照或招牌填写。"))
    territory = forms.ChoiceField(label=gettext_lazy("辖区"))
    address = forms.CharField(label=gettext_lazy("地址"), help_text=gettext_lazy("写到门牌号或能找到的位置。"))
    gas_source = forms.ChoiceField(
        label=gettext_lazy("气源"),
        required=False,
        choices=[("", gettext_lazy("还不清楚")), *GasSource.choices],
        help_text=gettext_lazy("气源决定查哪些项目；不清楚的都查。"),
    )
    lat = forms.CharField(
        label=gettext_lazy("纬度"),
        required=False,
        help_text=gettext_lazy("十进制度数，例如 30.19；可以以后再补。"),
    )
    lng = forms.CharField(label=gettext_lazy("经度"), required=False, help_text=gettext_lazy("例如 105.84。"))
    datum = forms.ChoiceField(
        label=gettext_lazy("坐标从哪里来"),
        required=False,
        choices=DATUM_CHOICES,
        help_text=gettext_lazy("各家地图的坐标相差几百米，选对才能落在原处；登记后统一为 WGS-84。"),
    )

    def __init__(self, actor: Actor, kind: str, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        self.kind = kind
        territory = self.fields["territory"]
        if isinstance(territory, forms.ChoiceField):
            territory.choices = [("", _("请选择")), *place_names(territories_to_register_in(actor))]
        for attribute in attributes_of(kind):
            self.fields[ATTRIBUTE + attribute.name] = _attribute_field(attribute)
        dress_form(self)

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `register_site` and `correct_site` take it."""
        data = self.cleaned_data
        attributes = {name.removeprefix(ATTRIBUTE): data[name] for name in data if name.startswith(ATTRIBUTE)}
        taken = ("name", "territory", "address", "gas_source")
        lat, lng = in_wgs84(data["lat"], data["lng"], data["datum"] or Datum.WGS84)
        return {
            "kind": self.kind,
            "attributes": attributes,
            "lat": lat,
            "lng": lng,
            **{name: data[name] for name in taken},
        }


class NewSiteForm(SiteForm):
    """A new site, with whoever runs it. The hidden ids make sending twice harmless."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    party_id = forms.UUIDField(widget=forms.HiddenInput)
    party_name = forms.CharField(
        label=gettext_lazy("经营单位"),
        required=False,
        help_text=gettext_lazy("执照上的名称；没有填的，先登记对象，以后再补。"),
    )
    uscc = forms.CharField(
        label=gettext_lazy("统一社会信用代码"),
        required=False,
        help_text=gettext_lazy("18位。已经登记过的单位填代码即可，不必再填其他。"),
    )
    no_uscc_reason = forms.CharField(label=gettext_lazy("无代码原因"), required=False)
    representative = forms.CharField(label=gettext_lazy("法定代表人（负责人）"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("电话"), required=False, help_text=gettext_lazy("加密保存，页面上只显示一部分。")
    )

    PARTY = ("party_name", "uscc", "no_uscc_reason", "representative", "phone")

    @classmethod
    def fresh(cls, actor: Actor, kind: str) -> "NewSiteForm":
        """An empty form with ids of its own."""
        return cls(actor, kind, initial={"id": new_id(), "party_id": new_id()})

    def party(self) -> dict[str, Any] | None:
        """Who runs it, as far as filled in; None when nothing is."""
        found = {name: self.cleaned_data[name] for name in self.PARTY}
        return found if any(found.values()) else None

    @property
    def site_fields(self) -> list[forms.BoundField]:
        """The fields about the site itself."""
        return [field for field in self.visible_fields() if field.name not in self.PARTY]

    @property
    def party_fields(self) -> list[forms.BoundField]:
        """The fields about whoever runs it."""
        return [self[name] for name in self.PARTY]


class CorrectSiteForm(SiteForm):
    """A correction keeps its reason."""

    why = forms.CharField(label=gettext_lazy("更正原因"), help_text=gettext_lazy("例如：招牌更换、地址写错。"))

    @classmethod
    def of(cls, actor: Actor, site: Site) -> "CorrectSiteForm":
        """Filled with what is registered."""
        initial = {
            "name": site.name,
            "territory": site.territory,
            "address": site.address,
            "gas_source": site.gas_source,
            "lat": site.lat,
            "lng": site.lng,
        }
        known = {ATTRIBUTE + name: _shown(value) for name, value in site.attributes.items()}
        return cls(actor, site.kind, initial=initial | known)


class WhyForm(HouseForm):
    """A day and a reason."""

    on = forms.DateField(label=gettext_lazy("日期"))
    why = forms.CharField(label=gettext_lazy("原因"))


class InstallationForm(HouseForm):
    """A part of the gas installation."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=InstallationKind.choices)
    place = forms.CharField(label=gettext_lazy("安装位置"), required=False)
    maker = forms.CharField(label=gettext_lazy("生产厂家"), required=False)
    model = forms.CharField(label=gettext_lazy("型号"), required=False)
    serial = forms.CharField(label=gettext_lazy("出厂编号"), required=False)
    made_on = forms.DateField(label=gettext_lazy("生产日期"), required=False)
    installed_on = forms.DateField(label=gettext_lazy("安装日期"), required=False)
    expires_on = forms.DateField(
        label=gettext_lazy("到期日期"), required=False, help_text=gettext_lazy("按铭牌或厂家说明书上的使用年限。")
    )


def take_back(form: HouseForm, refusal: Refusal) -> None:
    """Put a verb's refusal beside the field it concerns, or above the form."""
    name = (refusal.field or "").replace("attributes.", ATTRIBUTE)
    name = {"party": "party_name", "name": "name"}.get(name, name)
    form.add_error(name if name in form.fields else None, say(refusal))


def place_names(rows: "QuerySet[Territory]") -> list[tuple[str, str]]:
    """Divisions as choices: path and name, the lower ones set in."""
    found = list(rows.values_list("path", "name"))
    least = min((path.count("/") for path, _name in found), default=0)
    return [(path, "　" * (path.count("/") - least) + name) for path, name in found]


def site_kinds(kinds: list[SiteKind], chosen: str) -> list[tuple[str, str, bool]]:
    """Kinds to choose from: value, words, chosen."""
    return [(kind.value, str(kind.label), kind.value == chosen) for kind in kinds]


def _attribute_field(attribute: Attribute) -> forms.Field:
    label = _(attribute.title)
    if attribute.unit:
        label = _("{title}（{unit}）").format(title=label, unit=_(attribute.unit))
    if attribute.type == "yes_no":
        choices = [("", _("还不清楚")), ("yes", _("是")), ("no", _("否"))]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    return forms.CharField(label=label, required=False)


def _shown(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


class PartyForm(HouseForm):
    """A company, institution or trader."""

    clauses: ClassVar[Mapping[str, str]] = {"name": LEDGER_CLAUSE, "entered_on": "三(四)2"}

    id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("名称"), help_text=gettext_lazy("按营业执照填写。"))
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=PartyKind.choices)
    territory = forms.ChoiceField(label=gettext_lazy("辖区"))
    uscc = forms.CharField(label=gettext_lazy("统一社会信用代码"), required=False, help_text=gettext_lazy("18位。"))
    old_number = forms.CharField(
        label=gettext_lazy("旧注册号"), required=False, help_text=gettext_lazy("没有换发新照的，填15位旧号。")
    )
    no_uscc_reason = forms.CharField(label=gettext_lazy("无代码原因"), required=False)
    representative = forms.CharField(label=gettext_lazy("法定代表人（负责人）"), required=False)
    contact = forms.CharField(label=gettext_lazy("联系人"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("电话"), required=False, help_text=gettext_lazy("加密保存，页面上只显示一部分。")
    )
    entered_on = forms.DateField(label=gettext_lazy("进入市场日期"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        offer_places(self, actor)


class CorrectPartyForm(PartyForm):
    """A correction keeps its reason. The phone is left empty where it shall stay."""

    why = forms.CharField(label=gettext_lazy("更正原因"), help_text=gettext_lazy("例如：换发新照、名称写错。"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(actor, *args, **kwargs)
        del self.fields["id"]


def offer_places(form: forms.Form, actor: Actor) -> None:
    """The divisions the actor may register something in."""
    field = form.fields["territory"]
    if isinstance(field, forms.ChoiceField):
        field.choices = [("", _("请选择")), *place_names(territories_to_register_in(actor))]
