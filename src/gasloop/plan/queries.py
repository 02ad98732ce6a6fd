"""Reading the plan: the document in force, its clauses, the offices answerable for a clause, somebody's duties."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from gasloop.access.models import Office
from gasloop.access.roles import Role
from gasloop.access.scope import scope_filter
from gasloop.kernel.actor import Actor
from gasloop.kernel.territory import ancestors
from gasloop.plan.ladder import Level
from gasloop.plan.models import Clause, ClauseOffice, Duty, PlanDocument
from gasloop.plan.permissions import DUTY_VIEW


def plan_in_force(territory: str) -> PlanDocument | None:
    """The latest document governing `territory`: its own, else that of the nearest division above."""
    paths = [territory, *ancestors(territory)]
    documents = PlanDocument.objects.filter(territory__in=paths, voided_at__isnull=True)
    return max(documents, key=lambda d: (len(d.territory), d.received_at), default=None)


def plans_for(actor: Actor) -> QuerySet[PlanDocument]:
    """The documents that govern any place an actor's posts are in, newest first."""
    reach = Q(pk__in=[])
    for grant in actor.grants:
        reach |= Q(territory__in=[grant.territory, *ancestors(grant.territory)])
        reach |= Q(territory__startswith=grant.territory)
    if actor.kind == "system":
        reach = Q()
    return PlanDocument.objects.filter(reach, voided_at__isnull=True).order_by("-received_at")


def imports_of(territory: str, doc_no: str, title: str) -> QuerySet[PlanDocument]:
    """The imports in force of one and the same paper: by its number, by its title where it prints none."""
    same = Q(doc_no=doc_no) if doc_no else Q(doc_no="", title=title[:200])
    return PlanDocument.objects.filter(same, territory=territory, voided_at__isnull=True)


def answerable_office(refs: Sequence[str], territory: str) -> Office | None:
    """The office that answers for the first of `refs`: 牵头 if the paper says so, else the first lead."""
    document = plan_in_force(territory)
    if document is None or not refs:
        return None
    named = (
        ClauseOffice.objects.filter(
            clause__document=document,
            clause__ref=refs[0],
            role=ClauseOffice.Role.LEAD,
            office__isnull=False,
        )
        .select_related("office")
        .order_by("-chief", "position")
        .first()
    )
    return named.office if named else None


def counterparts(ref: str, territory: str) -> list[Office]:
    """The district's offices that a clause names: where a finding is referred to."""
    document = plan_in_force(territory)
    named = ClauseOffice.objects.filter(
        clause__document=document, clause__ref=ref, role=ClauseOffice.Role.COUNTERPART, office__isnull=False
    ).select_related("office")
    return [each.office for each in named.order_by("-chief", "position") if each.office]


def clause(document: PlanDocument, ref: str) -> Clause | None:
    """The clause `ref` of a document."""
    return document.clauses.filter(ref=ref).first()


def duties_of(actor: Actor) -> QuerySet[Duty]:
    """Open duties that wait for this person: those of the offices where one holds a post, and what climbed up to one.

    A head sees the office's duties from the first rung, a leader whatever in reach has climbed to the second.
    """
    offices = [grant.office_id for grant in actor.grants]
    mine = Q(owner_office__in=offices, owner_post__isnull=True) | Q(owner_post__in=[g.post_id for g in actor.grants])
    led = [grant for grant in actor.grants if grant.role == Role.LEADER]
    if led:
        above = Actor(kind=actor.kind, id=actor.id, name=actor.name, grants=tuple(led))
        mine |= Q(level__gte=Level.LEADER) & scope_filter(above, DUTY_VIEW)
    return Duty.objects.filter(scope_filter(actor, DUTY_VIEW), mine, state=Duty.State.OPEN).order_by("due_at", "id")
