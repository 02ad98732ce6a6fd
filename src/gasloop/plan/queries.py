"""Reading the plan: the document in force, its clauses, the offices answerable for a clause, somebody's duties."""

from collections.abc import Sequence

from django.db.models import F, Q, QuerySet, Subquery

from gasloop.access.models import Office
from gasloop.access.roles import Role
from gasloop.access.scope import scope_filter
from gasloop.kernel.actor import Actor
from gasloop.kernel.territory import ancestors
from gasloop.plan.ladder import Level
from gasloop.plan.models import Clause, ClauseOffice, Duty, DutyReminder, PlanDocument, RemindersSeen
from gasloop.plan.offices import Directory, today
from gasloop.plan.permissions import DUTY_VIEW


def plan_in_force(territory: str) -> PlanDocument | None:
    """The plan whose clause numbers count in `territory`: its own leading one, else the nearest division's above."""
    paths = [territory, *ancestors(territory)]
    documents = PlanDocument.objects.filter(territory__in=paths, leading=True, voided_at__isnull=True)
    return max(documents, key=lambda d: len(d.territory), default=None)


def plans_for(actor: Actor) -> QuerySet[PlanDocument]:
    """The documents that govern any place an actor's posts are in: leading first, ended last, then newest first."""
    return readable_plans(actor).filter(voided_at__isnull=True)


def readable_plans(actor: Actor) -> QuerySet[PlanDocument]:
    """The same with superseded imports, which stay readable as they were."""
    reach = Q(pk__in=[])
    for grant in actor.grants:
        reach |= Q(territory__in=[grant.territory, *ancestors(grant.territory)])
        reach |= Q(territory__startswith=grant.territory)
    if actor.kind == "system":
        reach = Q()
    order = ("-leading", F("ended_on").desc(nulls_first=True), "-received_at")
    return PlanDocument.objects.filter(reach).order_by(*order)


def imports_of(territory: str, doc_no: str, title: str) -> QuerySet[PlanDocument]:
    """The imports in force of one and the same paper: by its number, by its title where it prints none."""
    same = Q(doc_no=doc_no) if doc_no else Q(doc_no="", title=title[:200])
    return PlanDocument.objects.filter(same, territory=territory, voided_at__isnull=True)


def answerable_office(refs: Sequence[str], territory: str) -> Office | None:
    """The office that answers for the first of `refs` there: 牵头 if the paper says so, else the first lead.

    Where the paper says `各社区`, the village's own office; an office that was merged answers through its successor.
    """
    document = plan_in_force(territory)
    if document is None or not refs:
        return None
    directory = Directory(document.territory)
    named = ClauseOffice.objects.filter(
        clause__document=document, clause__ref=refs[0], role=ClauseOffice.Role.LEAD
    ).select_related("office__successor")
    for each in named.order_by("-chief", "position"):
        if each.office is not None:
            return today(each.office)
        local = [office for office in directory.members(each.named) if _contains(office, territory)]
        if len(local) == 1:
            return local[0]
    return None


def _contains(office: Office, territory: str) -> bool:
    """Is `territory` within the village of that office?"""
    return office.level == Office.Level.VILLAGE and territory.startswith(office.territory)


def counterparts(ref: str, territory: str) -> list[Office]:
    """The district's offices that a clause names: where a finding is referred to."""
    document = plan_in_force(territory)
    named = ClauseOffice.objects.filter(
        clause__document=document, clause__ref=ref, role=ClauseOffice.Role.COUNTERPART, office__isnull=False
    ).select_related("office__successor")
    return [today(each.office) for each in named.order_by("-chief", "position") if each.office]


def clause(document: PlanDocument, ref: str) -> Clause | None:
    """The clause `ref` of a document."""
    return document.clauses.filter(ref=ref).first()


def new_reminders(actor: Actor) -> QuerySet[DutyReminder]:
    """What was told of the duties that wait for this person since they last said they had seen it, newest first."""
    seen = RemindersSeen.objects.filter(account=actor.id).values("until")[:1]
    rows = DutyReminder.objects.filter(duty__in=duties_of(actor).order_by().values("pk"), due_at=F("duty__due_at"))
    rows = rows.filter(stage=F("duty__reminded")).annotate(seen_until=Subquery(seen))
    unseen = rows.filter(Q(seen_until__isnull=True) | Q(told_at__gt=F("seen_until")))
    return unseen.select_related("duty").order_by("-told_at", "-id")


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
