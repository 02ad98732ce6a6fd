"""The first page: what must I do now, by when."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from gasloop.access.guard import signed_in
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import is_outside, may
from gasloop.campaign.permissions import CAMPAIGN_ASSIST
from gasloop.project.demo.standing import town_in_making
from gasloop.project.worklist import worklist
from gasloop.selfcheck.permissions import SELF_CHECK_OWN

OUTSIDE_PAGES = ((SELF_CHECK_OWN, "selfcheck:own"), (CAMPAIGN_ASSIST, "campaign:assist"))


@signed_in
def home(request: ActorRequest) -> HttpResponse:
    """工作台: overdue, due today, due soon, waiting for others, new since yesterday.

    An outsider's worklist is the first page made for them.
    """
    if is_outside(request.actor):
        return redirect(next(name for capability, name in OUTSIDE_PAGES if may(request.actor, capability)))
    return render(request, "project/home.html", {"work": worklist(request.actor), "town": town_in_making()})
