"""楼栋台账、居民户台账、物业服务、技术服务."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gasloop.kernel import clock
from gasloop.registry.kinds import Fitted, HouseholdResult, ServiceKind
from gasloop.registry.models import Building, Household, Service
from gasloop.registry.permissions import REGISTRY_EDIT, REGISTRY_VIEW
from gasloop.registry.states import HouseholdState
from gasloop.registry.web.importers import (
    BuildingImporter,
    HouseholdImporter,
    PropertyManagerImporter,
    TechnicalServiceImporter,
)
from gasloop.shell.leading import address
from gasloop.shell.listing import Action, Choice, Column, DateRange, Flag, LineFilter, Listing, TerritoryFilter

STANDING = Q(households__voided_at__isnull=True) & ~Q(households__state=HouseholdState.GONE)


def visit_overdue() -> Q:
    """Doors whose next visit is past its day."""
    return Q(next_visit_on__lt=clock.today()) & ~Q(state=HouseholdState.GONE)


def in_cycle() -> Q:
    """Doors that were checked within the cycle: only a check sets the next day."""
    return Q(next_visit_on__gte=clock.today())


def hose_overdue() -> Q:
    """Doors whose hose should have been changed."""
    return Q(hose_expires_on__lt=clock.today()) & ~Q(state=HouseholdState.GONE)


def unfitted() -> Q:
    """Doors where a safety device is known to be missing or broken."""
    bad = (Fitted.NO, Fitted.BROKEN)
    return Q(flame_failure__in=bad) | Q(detector__in=bad) | Q(cutoff_valve__in=bad)


def fitted() -> Q:
    """Doors with a flame failure device, a detector and a cut-off valve, all known to be there."""
    return Q(flame_failure=Fitted.YES, detector=Fitted.YES, cutoff_valve=Fitted.YES)


class BuildingListing(Listing[Building]):
    """Every house with doors."""

    model = Building
    name = "buildings"
    title = _("楼栋台账")
    capability = REGISTRY_VIEW
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("name", _("名称"), link=True, wide=True),
        Column("address", _("地址"), wide=True, sort=False),
        Column("floors", _("层数"), kind="number"),
        Column("doors", _("户数"), kind="number", sort="doors"),
        Column("visited", _("已入户"), kind="number", sort="visited"),
        Column("territory", _("辖区"), kind="place"),
        Column("lat", _("纬度"), kind="number", sort=False, shown=False),
        Column("lng", _("经度"), kind="number", sort=False, shown=False),
    )
    importer = BuildingImporter()
    filters = (TerritoryFilter(),)
    search = ("name", "number", "address")
    search_words = _("名称、编号或地址")
    keys = ("number",)
    lead = _("逐楼逐户登记居民用户；打开一栋楼即可逐户上门。")
    empty = _("登记第一栋楼后，可以逐户登记居民。")
    actions = (Action(_("登记楼栋"), "registry:building-new", capability=REGISTRY_EDIT),)

    def rows(self) -> QuerySet[Building]:
        visited = STANDING & Q(households__last_result=HouseholdResult.CHECKED)
        return (
            super()
            .rows()
            .annotate(doors=Count("households", filter=STANDING), visited=Count("households", filter=visited))
        )

    def link(self, row: Building) -> str:
        return address("registry:building", row.pk)


class HouseholdListing(Listing[Household]):
    """Every door."""

    model = Household
    name = "households"
    title = _("居民户台账")
    capability = REGISTRY_VIEW
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("building.name", _("楼栋"), wide=True),
        Column("unit", _("单元")),
        Column("floor", _("楼层"), kind="number"),
        Column("room", _("门牌"), link=True, sort="door_key"),
        Column("householder", _("户主"), sort=False),
        Column("phone", _("电话"), kind="code", sort=False, shown=False),
        Column("gas_source", _("气源")),
        Column("hose_material", _("软管材质"), shown=False),
        Column("hose_installed_on", _("软管安装日期"), kind="date", shown=False),
        Column("hose_expires_on", _("软管到期日期"), kind="due"),
        Column("last_visit_on", _("上次上门"), kind="date"),
        Column("last_result", _("上次结果"), kind="status"),
        Column("next_visit_on", _("入户检查期限"), kind="due"),
        Column("approach", _("入户进展"), kind="status"),
        Column("nobody_count", _("连续无人次数"), kind="number", shown=False),
        Column("flame_failure", _("熄火保护"), shown=False),
        Column("detector", _("可燃气体探测器"), shown=False),
        Column("cutoff_valve", _("自动切断装置"), shown=False),
        Column("state", _("状态"), kind="status", shown=False),
        Column("territory", _("辖区"), kind="place", shown=False),
    )
    importer = HouseholdImporter()
    filters = (
        Flag("late", _("超期未入户"), visit_overdue),
        Flag("cycle", _("周期内已查"), in_cycle),
        Flag("never", _("从未入户"), Q(last_visit_on__isnull=True)),
        Flag("hose", _("软管超期"), hose_overdue),
        Flag("fitted", _("已装安全装置"), fitted),
        Flag("unfitted", _("缺安全装置"), unfitted),
        Choice("approach", _("入户进展"), say_label=False),
        Choice("last_result", _("上次结果")),
        Choice("gas_source", _("气源")),
        Choice("state", _("状态"), say_label=False),
        DateRange("visited", _("上次上门"), path="last_visit_on"),
        DateRange("hosed", _("软管安装日期"), path="hose_installed_on"),
        TerritoryFilter(),
    )
    search = ("number", "room", "building__name")
    search_words = _("编号、门牌或楼栋")
    keys = ("number",)
    lead = _("居民用户逐户一行；户主姓名和电话加密保存，这里只显示一部分。")
    empty = _("在楼栋里逐户登记后，会列在这里。")
    actions = (Action(_("入户覆盖"), "registry:coverage", capability=REGISTRY_VIEW),)

    def link(self, row: Household) -> str:
        return address("registry:household", row.pk)


class ServiceListing(Listing[Service]):
    """Who serves whom; one ledger per kind."""

    model = Service
    kind: ServiceKind
    capability = REGISTRY_VIEW
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("party.name", _("服务单位"), link=True, wide=True),
        Column("target", _("服务对象"), value=lambda row: row.target.name, needs=("site", "building"), wide=True),
        Column("covers", _("服务内容"), sort=False),
        Column("begins_on", _("起始日期"), kind="date"),
        Column("ends_on", _("终止日期"), kind="date"),
        Column("contract_no", _("合同编号"), kind="code"),
        Column("territory", _("辖区"), kind="place"),
    )
    filters = (
        Flag("running", _("服务中"), lambda: Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today())),
        DateRange("ends", _("终止日期"), path="ends_on"),
        TerritoryFilter(),
        LineFilter(),
    )
    search = ("number", "party__name", "site__name", "building__name")
    search_words = _("编号、服务单位或对象")
    keys = ("number",)
    empty = _("在单位档案里登记服务关系后，会列在这里。")
    actions = (Action(_("登记服务关系"), "registry:service-new", capability=REGISTRY_EDIT),)

    def rows(self) -> QuerySet[Service]:
        return super().rows().filter(kind=self.kind)

    def link(self, row: Service) -> str:
        return address("registry:service", row.pk)


class PropertyManagerListing(ServiceListing):
    """Property managers and what they look after."""

    name = "property-managers"
    title = _("物业服务台账")
    kind = ServiceKind.PROPERTY
    importer = PropertyManagerImporter()
    lead = _("哪家物业管哪栋楼，从哪天到哪天。")


class TechnicalServiceListing(ServiceListing):
    """Contracted technical services."""

    name = "technical-services"
    title = _("技术服务台账")
    kind = ServiceKind.TECHNICAL
    importer = TechnicalServiceImporter()
    lead = _("受托提供安全检查、检测等技术服务的机构，服务谁、到哪天。")
