"""The objects on the map. What is found at them is marked by the rooms above."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gasloop.kernel.actor import Actor
from gasloop.registry.kinds import SiteKind
from gasloop.registry.states import SiteState
from gasloop.registry.web.listings import SiteListing
from gasloop.shell.map import Sign, layer, mark

layer(
    10,
    "sites",
    SiteListing,
    "registry",
    page="registry:site",
    icons={
        SiteKind.RESTAURANT: "tools-kitchen-2",
        SiteKind.CANTEEN: "tools-kitchen-2",
        SiteKind.HOTEL: "building",
        SiteKind.SCHOOL: "school",
        SiteKind.HOSPITAL: "heartbeat",
        SiteKind.WELFARE_HOME: "users",
        SiteKind.SCENIC_SPOT: "flag",
        SiteKind.MARKET: "building-store",
        SiteKind.OTHER_UNIT: "building-community",
        SiteKind.PIPELINE_OPERATOR: "building-bank",
        SiteKind.BOTTLED_GAS_OPERATOR: "cylinder",
        SiteKind.FILLING_STATION: "gas-station",
        SiteKind.INSPECTION_BODY: "microscope",
        SiteKind.LPG_PRODUCER: "building-factory-2",
        SiteKind.FUEL_SELLER: "droplet",
        SiteKind.CYLINDER_MAKER: "building-factory-2",
        SiteKind.APPLIANCE_MAKER: "building-factory-2",
        SiteKind.APPLIANCE_SELLER: "tag",
        SiteKind.PIPELINE: "road",
        SiteKind.CARRIER: "truck",
        SiteKind.BUILDING_SITE: "tool",
        SiteKind.HOUSEHOLD: "door",
    },
)


def closed(_actor: Actor) -> Q:
    """Out of business."""
    return Q(state=SiteState.CLOSED)


def anything(_actor: Actor) -> Q:
    """Whatever no other mark fits."""
    return Q(pk__isnull=False)


mark("sites", 80, "closed", _("已停业或退出"), Sign("square", "ban", "void"), closed)
mark("sites", 90, "fine", _("没有未闭环隐患"), Sign("circle", "circle-check", "done"), anything)
