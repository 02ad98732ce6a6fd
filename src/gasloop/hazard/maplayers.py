"""Hazards on the map: as marks of the objects they were found at, and as a layer of their own."""

from collections.abc import Callable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import scoped
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.queries import stage_filters
from gasloop.hazard.web.listings import HazardListing
from gasloop.kernel.actor import Actor
from gasloop.shell.map import Sign, layer, mark

OVERDUE = Sign("octagon", "clock-exclamation", "attention")
OPEN = Sign("triangle", "alert-circle", "todo")
DONE = Sign("circle", "circle-check", "done")


def at(stage: str) -> Callable[[Actor], Q]:
    """Sites with a hazard in this stage that the actor may see. A set, not a question per site."""

    def condition(actor: Actor) -> Q:
        hazards = Hazard.objects.filter(stage_filters()[stage], voided_at__isnull=True)
        return Q(pk__in=scoped(actor, hazards, HAZARD_VIEW).order_by().values("site_id"))

    return condition


def is_in(stage: str) -> Callable[[Actor], Q]:
    """Hazards in this stage."""

    def condition(_actor: Actor) -> Q:
        return stage_filters()[stage]

    return condition


def anything(_actor: Actor) -> Q:
    """Whatever no other mark fits."""
    return Q(pk__isnull=False)


mark("sites", 10, "overdue", _("有逾期隐患"), OVERDUE, at("overdue"))
mark("sites", 20, "open", _("有未闭环隐患"), OPEN, at("open"))

layer(
    20,
    "hazards",
    HazardListing,
    "hazard",
    page="hazard:hazard",
    lat="site__lat",
    lng="site__lng",
    label="site__name",
    kind="severity",
    icons={Hazard.Severity.MAJOR: "alert-hexagon"},
)
mark("hazards", 10, "overdue", _("逾期未整改"), OVERDUE, is_in("overdue"))
mark("hazards", 20, "open", _("未闭环"), OPEN, is_in("open"))
mark("hazards", 90, "closed", _("已销号"), DONE, anything)
