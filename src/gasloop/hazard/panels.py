"""What the hazard room adds to the object file."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may
from gasloop.access.scoping import scoped
from gasloop.hazard.models import Hazard, Step
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.web.showing import ICONS, step_words
from gasloop.registry.models import Site
from gasloop.registry.panels import panel
from gasloop.registry.timeline import tells
from gasloop.shell.detail import Moment

SHOWN = 20


def hazards_of(request: ActorRequest, site: Site) -> str:
    """The site's hazards, newest first."""
    if not may(request.actor, HAZARD_VIEW):
        return ""
    rows = scoped(request.actor, Hazard.objects.filter(site=site, voided_at__isnull=True), HAZARD_VIEW)
    hazards = list(rows.select_related("rule").order_by("-found_at", "-id")[:SHOWN])
    return render_to_string("hazard/of_site.html", {"hazards": hazards, "site": site}, request=request)


@tells
def hazards_in_time(request: ActorRequest, site: Site, most: int) -> list[Moment]:
    """Every step of the site's hazards, for its line of time."""
    if not may(request.actor, HAZARD_VIEW):
        return []
    hazards = scoped(request.actor, Hazard.objects.filter(site=site, voided_at__isnull=True), HAZARD_VIEW)
    steps = Step.objects.filter(hazard__in=hazards).select_related("hazard__rule").order_by("-at", "-id")[:most]
    return [
        Moment(
            at=step.at,
            title=f"{step.hazard.number} {step_words(step.verb)}",
            who=step.by_name,
            text=step.hazard.rule.title if step.verb == "open" else step.note,
            icon=ICONS.get(step.verb, "point"),
            tone="attention" if step.verb in ("open", "recheck_fail", "look_back_rebound") else "done",
            url=reverse("hazard:hazard", args=[step.hazard_id]),
        )
        for step in steps
    ]


panel(20, pgettext_lazy("menu", "隐患"), hazards_of)
