"""What a hazard, or something about it, asks of its owner by when."""

from gasloop.hazard.deadlines import Deadline
from gasloop.hazard.models import Hazard
from gasloop.kernel.actor import Actor
from gasloop.kernel.subject import Subject
from gasloop.plan.actions import create_duty
from gasloop.plan.actions.duties import Owed
from gasloop.plan.models import Duty


def owe(actor: Actor, hazard: Hazard, kind: Duty.Kind, deadline: Deadline) -> Duty:
    """The duty that the hazard's present state asks of its owner."""
    return owe_about(actor, hazard, hazard.subject, kind, deadline)


def owe_about(actor: Actor, hazard: Hazard, about: Subject, kind: Duty.Kind, deadline: Deadline) -> Duty:
    """A duty of the hazard's owner on something beside the hazard: a request for more time, a report upward."""
    return create_duty(
        actor,
        about=about,
        owed=Owed(
            kind=kind,
            title=f"{hazard.number} {hazard.site.name}：{hazard.rule.title}",
            due_at=deadline.due_at,
            due_sentence=deadline.sentence,
            provisional=deadline.provisional,
            clause_ref=hazard.clause_refs[0] if hazard.clause_refs else "",
        ),
        office=hazard.owner_office,
        territory=hazard.territory,
        line=hazard.line,
    )
