"""The plan and its trace on the API."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from gasloop.access.middleware import actor_from
from gasloop.access.scope import may
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import NotFound
from gasloop.oversight.trace import trace_clause, trace_plan
from gasloop.plan.permissions import PLAN_VIEW
from gasloop.plan.queries import plans_for

router = Router(tags=["plan"])


class PlanOut(Schema):
    """A plan document in force somewhere in reach."""

    id: UUID
    title: str
    doc_no: str
    territory: str


@router.get("/plans", response=list[PlanOut], operation_id="list_plans")
def plans(request: HttpRequest) -> list[PlanOut]:
    """The plans that govern one's territories, newest first."""
    actor = actor_from(request)
    if not may(actor, PLAN_VIEW):
        raise NotFound
    return [PlanOut(id=p.pk, title=p.title, doc_no=p.doc_no, territory=p.territory) for p in plans_for(actor)]


@router.get("/plans/{uuid:plan_id}/trace", response=list[dict[str, object]], operation_id="trace_plan")
def trace(request: HttpRequest, plan_id: UUID) -> list[JsonObject]:
    """Every clause with its rules and live figures."""
    actor = actor_from(request)
    document = plans_for(actor).filter(pk=plan_id).first() if may(actor, PLAN_VIEW) else None
    if document is None:
        raise NotFound
    return [each.to_json() for each in trace_plan(actor, document)]


@router.get("/trace/{clause}", response=dict[str, object], operation_id="trace_clause")
def one(request: HttpRequest, clause: str) -> JsonObject:
    """One clause of the newest plan in reach."""
    actor = actor_from(request)
    if not may(actor, PLAN_VIEW):
        raise NotFound
    return trace_clause(actor, ref=clause).to_json()
