"""What a hand-over is about: its two sides, what would move from one to the other, who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from gasloop.access.models import Office, Post
from gasloop.access.scope import scope_filter
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.plan.models import ClauseOffice, Duty, HandOver, Task
from gasloop.plan.permissions import EXTRACT_RECEIVE, PLAN_VIEW
from gasloop.registry.actions import answered_for


@dataclass(frozen=True, slots=True)
class Side:
    """A whole office, or one post of it."""

    office: Office
    post: Post | None = None

    @property
    def key(self) -> tuple[UUID, UUID | None]:
        return self.office.pk, self.post.pk if self.post else None

    def __str__(self) -> str:
        return str(self.post or self.office)


@dataclass(frozen=True, slots=True)
class Moves:
    """What a side owes: open duties, general duties that go on, its part in the clauses of plans that are followed.

    `records`: how much of the register an office answers for; its hazards go with them.
    """

    duties: Sequence[Duty]
    tasks: Sequence[Task]
    clauses: Sequence[ClauseOffice]
    extracts: Sequence[str] = ()
    records: int = 0

    def __bool__(self) -> bool:
        return bool(self.duties or self.tasks or self.clauses or self.records)

    @property
    def refs(self) -> list[str]:
        """The clauses' numbers, each once, in the paper's order."""
        return list(dict.fromkeys(row.clause.ref for row in self.clauses))

    def counts(self) -> dict[str, int]:
        """How much of each."""
        return {
            "duties": len(self.duties),
            "tasks": len(self.tasks),
            "clauses": len(self.refs),
            "records": self.records,
        }

    def to_json(self) -> JsonObject:
        """As the hand-over keeps it once everything has moved."""
        return {
            "duties": [
                {"id": str(each.pk), "title": each.title, "due": clock.legal_day(each.due_at).isoformat()}
                for each in self.duties
            ],
            "tasks": [{"id": str(each.pk), "ref": each.ref, "words": each.words[:120]} for each in self.tasks],
            "clauses": list(self.refs),
            "extracts": list(self.extracts),
            "records": self.records,
        }


def what_moves(side: Side) -> Moves:
    """What `side` would hand over now. A post has duties of its own; an office all of its own and all its clauses."""
    duties = Duty.objects.filter(state=Duty.State.OPEN).exclude(kind=Duty.Kind.HAND_OVER).order_by("due_at", "id")
    tasks = Task.objects.filter(state=Task.State.OPEN, voided_at__isnull=True).order_by("ref", "id")
    if side.post is not None:
        return Moves(list(duties.filter(owner_post=side.post)), list(tasks.filter(owner_post=side.post)), ())
    clauses = ClauseOffice.objects.filter(
        office=side.office, clause__document__voided_at__isnull=True, clause__document__ended_on__isnull=True
    )
    return Moves(
        list(duties.filter(owner_office=side.office)),
        list(tasks.filter(owner_office=side.office)),
        list(clauses.select_related("clause__document").order_by("clause__document_id", "clause__position")),
        records=answered_for(side.office),
    )


def is_of_side(actor: Actor, side: Side) -> bool:
    """Does the actor hold the post, or one of the office that may answer for it?"""
    mine = [grant for grant in actor.grants if grant.role in EXTRACT_RECEIVE.roles]
    if side.post is not None:
        return any(grant.post_id == side.post.pk for grant in mine)
    return any(grant.office_id == side.office.pk for grant in mine)


def hand_overs_for(actor: Actor) -> QuerySet[HandOver]:
    """Those in reach, and those in which an office of the actor's own is a side."""
    own = [grant.office_id for grant in actor.grants if grant.role in PLAN_VIEW.roles]
    mine = Q(from_office__in=own) | Q(to_office__in=own)
    return HandOver.objects.filter(scope_filter(actor, PLAN_VIEW) | mine, voided_at__isnull=True)
