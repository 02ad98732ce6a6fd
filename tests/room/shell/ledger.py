"""A ledger of offices: every kind of column and filter that the room below can feed."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from gasloop.access.capabilities import Capability
from gasloop.access.models import Office
from gasloop.access.roles import Role
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.shell.listing import (
    Choice,
    Column,
    DateRange,
    Flag,
    LineFilter,
    Listing,
    OfficeFilter,
    TerritoryFilter,
)

# Not registered with `capability()`: the table of roles belongs to the house, this one to a test.
OFFICE_VIEW = Capability("demo.office.view", "查看单位", frozenset({Role.GRID, Role.CLERK}))


class OfficeListing(Listing[Office]):
    """Offices, sorted by name."""

    model = Office
    name = "trial-offices"
    title = _("责任单位")
    capability = OFFICE_VIEW
    columns = (
        Column("name", _("责任单位"), link=True, wide=True),
        Column("level", _("全部"), kind="status"),
        Column("territory", _("辖区"), kind="place"),
        Column("valid_from", _("从"), kind="date"),
        Column("valid_to", _("到"), kind="due", met="successor_id"),
        Column("successor.name", _("返回")),
        Column("aliases", _("列")),
        Column("received_at", _("打印"), kind="datetime", shown=False),
        Column("length", _("更多"), kind="number", value=lambda office: len(office.name), shown=False),
    )
    filters = (
        Choice("level", _("全部")),
        TerritoryFilter(),
        OfficeFilter("successor", path="successor"),
        DateRange("valid_to", _("到")),
        DateRange("arrived", _("打印"), path="received_at"),
        Flag("open", _("实时"), Q(valid_to__isnull=True)),
        Flag("named", _("姓名"), lambda: ~Q(name="")),
    )
    search = ("name", "successor__name")
    default_sort = "name"
    live = "office"

    def link(self, row: Office) -> str:
        return f"/offices/{row.pk}/"


class LineListing(Listing[Office]):
    """Only to read the line filter's words."""

    model = Office
    name = "lines"
    title = _("行业条线")
    capability = OFFICE_VIEW
    columns = (Column("name", _("责任单位")),)
    filters = (LineFilter(),)


def answer_refusal(_request: HttpRequest, kind: str) -> HttpResponse:
    """A view that is refused."""
    if kind == "absent":
        raise NotFound
    raise Refusal("demo.same_person", "整改人{name}不能复查自己的整改。", basis="二(四)5", params={"name": "王芳"})
