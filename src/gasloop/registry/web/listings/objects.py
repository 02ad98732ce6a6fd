"""对象台账、单位台账、设施台账."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gasloop.kernel import clock
from gasloop.registry.attributes import ATTRIBUTES, Attribute
from gasloop.registry.models import Installation, Party, Site
from gasloop.registry.permissions import REGISTRY_EDIT, REGISTRY_VIEW
from gasloop.registry.states import InstallationState
from gasloop.registry.web.bulk_acts import CLOSE, HAND_OVER
from gasloop.registry.web.importers import InstallationImporter, PartyImporter, SiteImporter
from gasloop.shell.leading import address
from gasloop.shell.listing import (
    Action,
    Choice,
    Column,
    DateRange,
    Flag,
    LineFilter,
    Listing,
    OfficeFilter,
    TerritoryFilter,
)
from gasloop.shell.listing.columns import Kind


def attribute_column(attribute: Attribute) -> Column:
    """What is known of a site beyond the common columns, as a column of its own."""
    name = attribute.name
    kind: Kind = "yesno" if attribute.type == "yes_no" else "text" if attribute.type == "text" else "number"
    return Column(
        f"attributes.{name}", _(attribute.title), kind=kind, value=lambda site: site.attributes.get(name), shown=False
    )


def parts_expired() -> Q:
    """Parts still in use past their end."""
    return Q(state=InstallationState.IN_USE, expires_on__lt=clock.today())


class SiteListing(Listing[Site]):
    """Every object that is checked."""

    model = Site
    name = "sites"
    title = _("对象台账")
    capability = REGISTRY_VIEW
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("name", _("名称"), link=True, wide=True),
        Column("kind", _("类别")),
        Column("gas_source", _("气源")),
        Column("address", _("地址"), wide=True, sort=False),
        Column("territory", _("辖区"), kind="place"),
        Column("party.name", _("经营单位")),
        Column("owner_office.name", _("责任单位"), shown=False),
        Column("state", _("状态"), kind="status"),
        Column("received_at", _("登记时间"), kind="datetime", shown=False),
        Column("lat", _("纬度"), kind="number", sort=False, shown=False),
        Column("lng", _("经度"), kind="number", sort=False, shown=False),
        *(attribute_column(attribute) for attribute in ATTRIBUTES),
    )
    importer = SiteImporter()
    bulk_acts = (HAND_OVER, CLOSE)
    filters = (
        Choice("kind", _("类别"), say_label=False),
        Choice("gas_source", _("气源")),
        Choice("state", _("状态"), say_label=False),
        TerritoryFilter(),
        LineFilter(),
        OfficeFilter(),
    )
    search = ("number", "name", "address", "party__name")
    search_words = _("编号、名称或地址")
    keys = ("number",)
    lead = _("一企一档：每个检查对象一份档案，没有隐患的也登记在册。")
    empty = _("登记第一个对象后，会列在这里。")
    actions = (Action(pgettext_lazy("act", "登记对象"), "registry:site-new", capability=REGISTRY_EDIT),)

    def link(self, row: Site) -> str:
        return address("registry:site", row.pk)


class PartyListing(Listing[Party]):
    """Every company, institution and trader."""

    model = Party
    name = "parties"
    title = _("单位台账")
    capability = REGISTRY_VIEW
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("name", _("名称"), link=True, wide=True),
        Column("kind", _("类别")),
        Column("uscc", _("统一社会信用代码"), kind="code"),
        Column("representative", _("法定代表人（负责人）")),
        Column("phone", _("电话"), sort=False),
        Column("territory", _("辖区"), kind="place"),
        Column("state", _("状态"), kind="status"),
        Column("entered_on", _("进入市场日期"), kind="date", shown=False),
        Column("exited_on", _("退出市场日期"), kind="date", shown=False),
        Column("old_number", _("旧注册号"), kind="code", shown=False),
        Column("no_uscc_reason", _("无代码原因"), shown=False),
        Column("contact", _("联系人"), shown=False),
        Column("entered_on", _("进入市场日期"), kind="date", shown=False),
    )
    importer = PartyImporter()
    filters = (
        Choice("kind", _("类别"), say_label=False),
        Choice("state", _("状态"), say_label=False),
        TerritoryFilter(),
        LineFilter(),
    )
    search = ("number", "name", "uscc")
    search_words = _("编号、名称或信用代码")
    keys = ("uscc",)
    empty = _("登记对象时填写的经营单位会列在这里。")
    actions = (Action(_("登记单位"), "registry:party-new", capability=REGISTRY_EDIT),)

    def link(self, row: Party) -> str:
        return address("registry:party", row.pk)


class InstallationListing(Listing[Installation]):
    """Every part, with the life it has left."""

    model = Installation
    name = "installations"
    title = _("设施台账")
    capability = REGISTRY_VIEW
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("site.name", _("对象"), link=True, wide=True),
        Column("kind", _("类别")),
        Column("place", _("安装位置")),
        Column("maker", _("生产厂家")),
        Column("model", _("型号"), shown=False),
        Column("serial", _("出厂编号"), kind="code", shown=False),
        Column("made_on", _("生产日期"), kind="date", shown=False),
        Column("installed_on", _("安装日期"), kind="date"),
        Column("expires_on", _("到期日期"), kind="due", met="ended_on"),
        Column("expiry_basis", _("到期依据"), shown=False),
        Column("state", _("状态"), kind="status"),
        Column("territory", _("辖区"), kind="place"),
    )
    importer = InstallationImporter()
    filters = (
        Choice("kind", _("类别"), say_label=False),
        Choice("state", _("状态"), say_label=False),
        Flag("expired", _("超期使用"), parts_expired),
        Flag("undated", _("不知何时到期"), Q(expires_on__isnull=True, state=InstallationState.IN_USE)),
        DateRange("expires", _("到期日期"), path="expires_on"),
        TerritoryFilter(),
        LineFilter(),
    )
    search = ("number", "serial", "site__name")
    search_words = _("编号、出厂编号或对象")
    keys = ("number",)
    lead = _("灶具、软管、阀门、调压器、探测器等逐件登记，到期前会变成待办。")
    empty = _("在对象档案里登记设施后，会列在这里。")

    def link(self, row: Installation) -> str:
        return address("registry:site", row.site_id)
