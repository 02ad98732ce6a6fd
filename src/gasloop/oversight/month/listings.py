"""The rows behind the month's numbers: four lists that are asked for a figure and a month."""

from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gasloop.access.models import Office, Post
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.web.listings import HazardListing
from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.inspection.web.listings import VisitListing
from gasloop.kernel.clock import LEGAL_ZONE
from gasloop.oversight.month.figures import Ledger, figures_of
from gasloop.oversight.month.spans import Month, months_back
from gasloop.referral.models import Referral
from gasloop.referral.permissions import REFERRAL_VIEW
from gasloop.referral.web.listings import ReferralListing
from gasloop.registry.models import Site
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.shell.leading import address
from gasloop.shell.listing import Column, Desk, DirectlyFilter, Filter, Flag, LineFilter, Listing, Pick, TerritoryFilter
from gasloop.shell.listing.filters import BadValueError

MONTHS = 24


def month_asked(params: QueryDict) -> Month:
    """The month in an address; this month where it names none. BadValueError for what is no month."""
    text = params.get("month", "")
    try:
        return Month.read(text) if text else Month.now()
    except ValueError:
        raise BadValueError(_now("“%(value)s”不是月份，请写成 2026-11 这样。") % {"value": text}) from None


class MonthFilter(Filter[Month]):
    """The month that the figure is counted for. It narrows nothing by itself."""

    control = "select"

    def __init__(self) -> None:
        super().__init__("month", _("月份"))

    def options(self, desk: Desk) -> dict[str, str]:
        return desk.options(self, lambda: [(str(each), each.words) for each in months_back(MONTHS)])

    def read(self, params: QueryDict, desk: Desk) -> Month | None:  # noqa: ARG002 - a month needs no desk
        return month_asked(params) if params.get(self.name) else None

    def condition(self, value: Month, desk: Desk) -> Q:  # noqa: ARG002 - see the class
        return Q()

    def say(self, value: Month, desk: Desk) -> str:  # noqa: ARG002 - a month says itself
        return value.words


class FigureFilter(Filter[tuple[str, Month]]):
    """Exactly the rows that a figure counts in the month."""

    control = "select"

    def __init__(self, ledger: Ledger) -> None:
        super().__init__("figure", _("指标"))
        self._figures = figures_of(ledger)

    def options(self, desk: Desk) -> dict[str, str]:  # noqa: ARG002 - the same for everybody
        return {key: str(figure.name) for key, figure in self._figures.items()}

    def read(self, params: QueryDict, desk: Desk) -> tuple[str, Month] | None:  # noqa: ARG002 - needs no desk
        asked = params.get(self.name, "")
        if not asked:
            return None
        if asked not in self._figures:
            raise BadValueError(_now("没有“%(value)s”这个指标，请重新选择。") % {"value": asked})
        return asked, month_asked(params)

    def condition(self, value: tuple[str, Month], desk: Desk) -> Q:  # noqa: ARG002 - the figure is the condition
        figure, month = value
        return self._figures[figure].condition(month)

    def say(self, value: tuple[str, Month], desk: Desk) -> str:  # noqa: ARG002 - the figure says itself
        return str(self._figures[value[0]].meaning)


class AnyOffice(Pick):
    """Offices, wherever they sit: a village's hazard may be an office's of the town."""

    def __init__(self, path: str = "owner_office") -> None:
        super().__init__("office", _("单位"), lambda _desk: _offices(), path=path, say_label=False)


def _offices() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Office.objects.order_by("level", "name").values_list("pk", "name")]


def _filters(ledger: Ledger, office: str = "owner_office") -> tuple[Filter[Any], ...]:
    return (
        FigureFilter(ledger),
        MonthFilter(),
        AnyOffice(office),
        Flag("unowned", _("没有定单位"), Q(**{f"{office}__isnull": True})),
        TerritoryFilter(),
        DirectlyFilter(),
        LineFilter(),
    )


class MonthObjects(Listing[Site]):
    """Objects, those closed since among them: a month that is over counts what stood then."""

    model = Site
    name = "month-objects"
    title = _("月报：对象")
    capability = REGISTRY_VIEW
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("name", _("名称"), wide=True),
        Column("kind", _("类别")),
        Column("owner_office.name", _("主管单位")),
        Column("address", _("地址"), wide=True, sort=False),
        Column("territory", _("辖区"), kind="place"),
        Column("state", _("状态"), kind="status", shown=False),
        Column("closed_on", _("停业日期"), kind="date", shown=False),
    )
    filters = _filters(Ledger.OBJECTS)
    search = ("number", "name")
    search_words = _("编号或名称")
    default_sort = "number"
    keys = ("number",)

    def link(self, row: Site) -> str:
        return address("registry:site", row.pk)


class MonthVisits(Listing[Visit]):
    """Visits, by the office of whoever went."""

    model = Visit
    name = "month-visits"
    title = _("月报：检查")
    capability = VISIT_VIEW
    columns = (
        *VisitListing.columns,
        Column("by_office_name", _("检查单位"), sort=False, value=lambda visit: visit.by_office_name),
    )
    filters = _filters(Ledger.VISITS, "by_office")
    search = VisitListing.search
    search_words = VisitListing.search_words
    default_sort = "-visited_at"
    keys = ("number",)

    def rows(self) -> QuerySet[Visit]:
        names = Office.objects.filter(pk=OuterRef("by_office")).values("name")
        return with_office_of_visitor(super().rows()).annotate(by_office_name=Subquery(names))

    def link(self, row: Visit) -> str:
        return address("inspection:visit", row.pk)


class MonthHazards(Listing[Hazard]):
    """Hazards behind a figure."""

    model = Hazard
    name = "month-hazards"
    title = _("月报：隐患")
    capability = HAZARD_VIEW
    live = "hazard"
    columns = HazardListing.columns
    filters = _filters(Ledger.HAZARDS)
    search = HazardListing.search
    search_words = HazardListing.search_words
    default_sort = "-found_at"
    keys = ("number",)

    def link(self, row: Hazard) -> str:
        return address("hazard:hazard", row.pk)


class MonthReferrals(Listing[Referral]):
    """Referrals behind a figure, by the office that sent them."""

    model = Referral
    name = "month-referrals"
    title = _("月报：移送抄告")
    capability = REFERRAL_VIEW
    live = "referral"
    columns = ReferralListing.columns
    filters = _filters(Ledger.REFERRALS)
    search = ReferralListing.search
    search_words = ReferralListing.search_words
    default_sort = "-sent_at"

    def link(self, row: Referral) -> str:
        return address("referral:referral", row.pk)


def with_office_of_visitor(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits with `by_office`: where the visitor held a post that day, else where they hold one; the oldest first."""
    day = TruncDate("visited_at", tzinfo=LEGAL_ZONE)
    posts = Post.objects.filter(account=OuterRef("visited_by")).order_by("id")
    that_day = posts.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=OuterRef("visit_day")),
        Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef("visit_day")),
    )
    office = Coalesce(Subquery(that_day.values("office")[:1]), Subquery(posts.values("office")[:1]))
    return visits.annotate(visit_day=day).annotate(by_office=office)


LISTINGS: Mapping[Ledger, Listing[Any]] = {
    Ledger.OBJECTS: MonthObjects(),
    Ledger.VISITS: MonthVisits(),
    Ledger.HAZARDS: MonthHazards(),
    Ledger.REFERRALS: MonthReferrals(),
}
OFFICE_PATHS: Mapping[Ledger, str] = {
    Ledger.OBJECTS: "owner_office",
    Ledger.VISITS: "by_office",
    Ledger.HAZARDS: "owner_office",
    Ledger.REFERRALS: "owner_office",
}
