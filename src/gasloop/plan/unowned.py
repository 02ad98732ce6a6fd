"""What is owed by nobody: open duties whose office or post has ended, is empty, or was never named; clauses and posts.

Nothing of it drops off the worklists: clerks and leaders see it as 无人负责 until somebody takes it over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gasloop.access.actors import not_ended, posts_held
from gasloop.access.models import Office, Post
from gasloop.access.roles import Role
from gasloop.access.scope import scope_filter
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.plan.models import Clause, ClauseOffice, Duty, PlanDocument
from gasloop.plan.offices import Directory, today
from gasloop.plan.permissions import DUTY_VIEW
from gasloop.plan.queries import plan_in_force

SEES_UNOWNED = (Role.CLERK, Role.LEADER)


def nobodys() -> Q:
    """The condition that a duty waits for nobody. The district's offices answer outside of this house."""
    held = Post.objects.filter(posts_held(clock.today()), account__is_active=True)
    by_post = Q(owner_post__isnull=False) & ~Q(owner_post__in=held.values("pk"))
    by_office = Q(owner_post__isnull=True, owner_office__isnull=False)
    by_office &= ~Q(owner_office__level=Office.Level.DISTRICT) & ~Q(owner_office__in=held.values("office"))
    return by_post | by_office | Q(owner_post__isnull=True, owner_office__isnull=True)


def unowned_duties(actor: Actor) -> QuerySet[Duty]:
    """Open duties of nobody, for the clerks and leaders in whose reach they lie; none for anybody else."""
    those = tuple(grant for grant in actor.grants if grant.role in SEES_UNOWNED)
    if not those:
        return Duty.objects.none()
    above = Actor(kind=actor.kind, id=actor.id, name=actor.name, grants=those)
    rows = Duty.objects.filter(scope_filter(above, DUTY_VIEW), nobodys(), state=Duty.State.OPEN)
    return rows.order_by("due_at", "id")


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where nobody stands: empty posts, offices without anybody, clauses nobody leads, duties of nobody."""

    posts: Sequence[str]
    offices: Sequence[str]
    clauses: Sequence[str]
    duties: int

    def to_json(self) -> JsonObject:
        """As a hand-over keeps it."""
        return {
            "posts": list(self.posts),
            "offices": list(self.offices),
            "clauses": list(self.clauses),
            "duties": self.duties,
        }


def gaps_in(territory: str) -> Gaps:
    """The gaps of a town and its villages today."""
    posts = Post.objects.filter(not_ended(clock.today()), account__isnull=True, office__territory__startswith=territory)
    posts = posts.filter(Q(office__valid_to__isnull=True) | Q(office__valid_to__gte=clock.today()))
    document = plan_in_force(territory)
    duties = Duty.objects.filter(nobodys(), territory__startswith=territory, state=Duty.State.OPEN)
    return Gaps(
        posts=[str(post) for post in posts.select_related("office").order_by("office__name", "title")],
        offices=_without_anybody(document) if document else (),
        clauses=[clause.ref for clause in unled(document)] if document else (),
        duties=duties.count(),
    )


def _without_anybody(document: PlanDocument) -> list[str]:
    """Offices of the town that lead a clause and in which nobody holds a post."""
    rows = ClauseOffice.objects.filter(clause__document=document, role=ClauseOffice.Role.LEAD, office__isnull=False)
    offices = {office.pk: office for row in rows.select_related("office__successor") if (office := _of(row))}
    held = Post.objects.filter(posts_held(clock.today()), account__is_active=True, office__in=offices)
    filled = set(held.values_list("office_id", flat=True))
    return sorted(
        office.name for key, office in offices.items() if key not in filled and office.level != Office.Level.DISTRICT
    )


def _of(row: ClauseOffice) -> Office | None:
    return today(row.office) if row.office is not None else None


def unled(document: PlanDocument) -> list[Clause]:
    """Clauses that no office leads today: none is named, or each that is has ended without a successor."""
    rows = ClauseOffice.objects.filter(clause__document=document, role=ClauseOffice.Role.LEAD)
    led, directory = set(), Directory(document.territory)
    for row in rows.select_related("office__successor"):
        office = _of(row)
        if office.valid_to is None if office is not None else directory.members(row.named):
            led.add(row.clause_id)
    return [clause for clause in document.clauses.all() if clause.pk not in led]
