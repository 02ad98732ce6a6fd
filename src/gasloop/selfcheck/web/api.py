"""Self-checks on the API, for the town hall and for the enterprise itself."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from gasloop.access.middleware import actor_from
from gasloop.access.scope import may
from gasloop.access.scoping import scoped
from gasloop.hazard.actions import rectify_own
from gasloop.hazard.actions.moving import Proof
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound
from gasloop.selfcheck import actions, wire
from gasloop.selfcheck.models import SelfCheck
from gasloop.selfcheck.permissions import SELF_CHECK_OWN, SELF_CHECK_VIEW
from gasloop.selfcheck.queries import own_checks, own_open_hazards
from gasloop.selfcheck.rhythms import asked_of

router = Router(tags=["self-checks"])
PAGE = 200


@router.get("/self-checks", response=wire.SelfCheckPage, operation_id="list_self_checks")
def self_checks(
    request: HttpRequest, cursor: UUID | None = None, state: str = "", limit: int = PAGE
) -> wire.SelfCheckPage:
    """Self-checks in reach, newest id first."""
    rows = scoped(
        actor_from(request), SelfCheck.objects.filter(voided_at__isnull=True).select_related("site"), SELF_CHECK_VIEW
    )
    rows = rows.order_by("-id")
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    if state:
        rows = rows.filter(state=state)
    size = max(1, min(limit, PAGE))
    found = list(rows[: size + 1])
    more = found[size - 1].pk if len(found) > size else None
    return wire.SelfCheckPage(items=[wire.SelfCheckOut.of(each) for each in found[:size]], next=more)


@router.post("/sites/{uuid:site_id}/enterprise", response={201: wire.EnterpriseOut}, operation_id="admit_enterprise")
def admit(request: HttpRequest, site_id: UUID, body: wire.EnterpriseIn) -> Status[wire.EnterpriseOut]:
    """Open a sign-in for the party behind a site."""
    made = actions.admit_enterprise(actor_from(request), site_id=site_id, **body.dict())
    told = wire.EnterpriseOut(post=made.post.pk, username=made.username, password=made.password, sites=made.sites)
    return Status(201, told)


@router.post(
    "/sites/{uuid:site_id}/enterprise/{uuid:post_id}/dismiss",
    response={204: None},
    operation_id="dismiss_enterprise",
)
def dismiss(request: HttpRequest, site_id: UUID, post_id: UUID, body: wire.CheckWhyIn) -> Status[None]:
    """End an enterprise's sign-in."""
    actions.dismiss_enterprise(actor_from(request), site_id=site_id, post_id=post_id, why=body.why)
    return Status(204, None)


def _enterprise(request: HttpRequest) -> Actor:
    actor = actor_from(request)
    if not may(actor, SELF_CHECK_OWN):
        raise NotFound
    return actor


@router.get("/own/checks", response=list[wire.SelfCheckOut], operation_id="own_checks")
def checks(request: HttpRequest) -> list[wire.SelfCheckOut]:
    """For an enterprise: the checks due now, each with what it asks."""
    due = own_checks(_enterprise(request)).filter(state=SelfCheck.State.DUE, due_at__gte=clock.now())
    today = clock.today()
    asked = {check.site_id: asked_of(check.site, today) for check in due}
    return [
        wire.SelfCheckOut.of(check, [item.code for _rule, item in asked[check.site_id].get(check.rhythm, [])])
        for check in due
    ]


@router.post("/own/checks/{uuid:check_id}", response=wire.SelfCheckOut, operation_id="own_complete_check")
def complete(request: HttpRequest, check_id: UUID, body: wire.OwnReportIn) -> wire.SelfCheckOut:
    """For an enterprise: do a check."""
    return wire.SelfCheckOut.of(actions.complete_check(_enterprise(request), report=body.report(check_id)))


@router.get("/own/hazards", response=list[wire.OwnHazardOut], operation_id="own_hazards")
def hazards(request: HttpRequest) -> list[wire.OwnHazardOut]:
    """For an enterprise: open hazards at the own sites, by deadline."""
    return [wire.OwnHazardOut.of(each) for each in own_open_hazards(_enterprise(request))[:PAGE]]


@router.post("/own/hazards/{uuid:hazard_id}/rectify", response=wire.OwnHazardOut, operation_id="own_rectify")
def rectify(request: HttpRequest, hazard_id: UUID, body: wire.OwnProofIn) -> wire.OwnHazardOut:
    """For an enterprise: prove that a hazard was rectified."""
    proof = Proof(note=body.note, photos=body.photos)
    return wire.OwnHazardOut.of(rectify_own(_enterprise(request), hazard_id=hazard_id, proof=proof))
