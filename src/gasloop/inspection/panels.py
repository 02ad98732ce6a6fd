"""What the inspection room adds to the object file."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may, reaches
from gasloop.access.scoping import scoped
from gasloop.inspection.models import HouseholdVisit, Visit
from gasloop.inspection.permissions import VISIT_RECORD, VISIT_VIEW
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id
from gasloop.registry.kinds import Approach
from gasloop.registry.models import Building, Household, Site
from gasloop.registry.panels import DoorAct, action, building_round, door_act, household_panel, panel, paper_photos
from gasloop.registry.timeline import tells
from gasloop.shell.dates import day_words
from gasloop.shell.detail import Moment, Photo

SHOWN = 20
PHOTOS = 12


def visits_of(request: ActorRequest, site: Site) -> str:
    """The site's visits, newest first; those without a finding among them."""
    if not may(request.actor, VISIT_VIEW):
        return ""
    visits = list(scoped(request.actor, Visit.objects.filter(site=site), VISIT_VIEW).order_by("-visited_at")[:SHOWN])
    return render_to_string("inspection/of_site.html", {"visits": visits, "site": site}, request=request)


def round_of(request: ActorRequest, building: Building) -> str:
    """What may be entered at the ticked doors."""
    if not reaches(request.actor, VISIT_RECORD, territory=building.territory, line=building.line):
        return ""
    shown = {"building": building, "round": new_id(), "today": clock.today()}
    return render_to_string("inspection/round.html", shown, request=request)


def visits_at(request: ActorRequest, household: Household) -> str:
    """The knocks at a door, newest first."""
    if not may(request.actor, VISIT_VIEW):
        return ""
    rows = scoped(request.actor, HouseholdVisit.objects.filter(household=household), VISIT_VIEW)
    visits = list(rows.order_by("-visited_on", "-id")[:SHOWN])
    return render_to_string("inspection/of_household.html", {"visits": visits}, request=request)


@tells
def visits_in_time(request: ActorRequest, site: Site, most: int) -> list[Moment]:
    """Visits for the site's line of time."""
    if not may(request.actor, VISIT_VIEW):
        return []
    visits = scoped(request.actor, Visit.objects.filter(site=site), VISIT_VIEW).order_by("-visited_at")[:most]
    return [
        Moment(
            at=visit.visited_at,
            title=f"{pgettext('menu', '检查')} {visit.number} · {visit.get_result_display()}",
            who="、".join(visit.inspectors),
            text=visit.note,
            icon="clipboard-check",
            tone="attention" if visit.hazards_found else "done",
            url=reverse("inspection:visit", args=[visit.pk]),
        )
        for visit in visits
    ]


def photos_of(request: ActorRequest, site: Site) -> str:
    """The newest photos of the site's visits, general ones and those of single answers."""
    shown = [
        Photo(url=reverse("inspection:photo", args=[visit.pk, sha256]), alt=visit.number, caption=_caption(visit))
        for visit, sha256 in _photographed(request, site)
    ]
    return render_to_string("inspection/photos_of_site.html", {"photos": shown}, request) if shown else ""


@paper_photos
def photos_on_paper(request: ActorRequest, site: Site) -> list[tuple[str, str]]:
    """The same photos for the Word document."""
    return [(sha256, _caption(visit)) for visit, sha256 in _photographed(request, site)]


def _photographed(request: ActorRequest, site: Site) -> list[tuple[Visit, str]]:
    if not may(request.actor, VISIT_VIEW):
        return []
    visits = scoped(request.actor, Visit.objects.filter(site=site), VISIT_VIEW).order_by("-visited_at")
    found = [
        (visit, sha256)
        for visit in visits.prefetch_related("answers")[:SHOWN]
        for sha256 in (*visit.photos, *(photo for answer in visit.answers.all() for photo in answer.photos))
    ]
    return found[:PHOTOS]


def _caption(visit: Visit) -> str:
    return f"{visit.number} {day_words(clock.legal_day(visit.visited_at))}"


building_round(round_of)
PROBLEM, GAP, HAND_OVER = "inspection:door-check", "inspection:door-gap", "inspection:door-refer"
door_act(DoorAct(10, _("发现问题，登记检查"), _("发现问题"), PROBLEM, "alert-triangle", VISIT_RECORD, posts=True))
door_act(DoorAct(20, _("门缝检漏"), _("门缝检漏"), GAP, "gauge", VISIT_RECORD, Approach.SERVED))
door_act(DoorAct(30, _("移送处理"), _("移送"), HAND_OVER, "transfer", VISIT_RECORD, Approach.REFER, posts=True))
panel(60, _("照片"), photos_of)
household_panel(10, _("入户记录"), visits_at)
panel(30, pgettext_lazy("menu", "检查"), visits_of)
action(11, _("打印检查表"), "inspection:sheet", "printer", VISIT_RECORD)
action(10, _("开始检查"), "inspection:record", "clipboard-check", VISIT_RECORD)
