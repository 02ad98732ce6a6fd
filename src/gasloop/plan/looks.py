"""How drafts, extracts and objections look."""

from gasloop.plan.models import Duty, Extract, HandOver, Objection, PlanDraft, Standing, Task, TaskRound
from gasloop.shell.looks import Look, dress

dress(
    "plan.plandocument",
    "standing",
    {
        Standing.LEADING: Look("target-arrow", "done"),
        Standing.BESIDE: Look("versions", "plain"),
        Standing.ENDED: Look("flag-3", "void"),
        Standing.SUPERSEDED: Look("history", "void"),
    },
)
dress(
    "plan.plandraft",
    "state",
    {
        PlanDraft.State.OPEN: Look("edit", "todo"),
        PlanDraft.State.CONFIRMED: Look("circle-check", "done"),
        PlanDraft.State.DISCARDED: Look("ban", "void"),
    },
)
dress(
    "plan.extract",
    "state",
    {
        Extract.State.SENT: Look("send", "wait"),
        Extract.State.RECEIVED: Look("circle-check", "done"),
        Extract.State.OBJECTED: Look("message-report", "attention"),
        Extract.State.SETTLED: Look("checks", "done"),
    },
)
dress(
    "plan.duty",
    "state",
    {
        Duty.State.OPEN: Look("circle-dashed", "todo"),
        Duty.State.DONE: Look("circle-check", "done"),
        Duty.State.DROPPED: Look("ban", "void"),
    },
)
dress(
    "plan.handover",
    "state",
    {
        HandOver.State.PREPARED: Look("pencil", "todo"),
        HandOver.State.GIVEN: Look("hourglass", "wait"),
        HandOver.State.DONE: Look("circle-check", "done"),
        HandOver.State.WITHDRAWN: Look("ban", "void"),
    },
)
dress(
    "plan.objection",
    "state",
    {
        Objection.State.OPEN: Look("message-report", "todo"),
        Objection.State.ACCEPTED: Look("circle-check", "done"),
        Objection.State.REFUSED: Look("circle-x", "done"),
    },
)
dress(
    "plan.task",
    "state",
    {
        Task.State.OPEN: Look("progress", "todo"),
        Task.State.DONE: Look("circle-check", "done"),
        Task.State.ENDED: Look("ban", "void"),
    },
)
dress(
    "plan.task",
    "often",
    {
        Task.Term.UNSTATED: Look("calendar-time", "attention"),
        Task.Term.ONCE: Look("calendar-event"),
        **{term: Look("repeat") for term in Task.Term if term not in (Task.Term.UNSTATED, Task.Term.ONCE)},
    },
)
dress(
    "plan.taskround",
    "state",
    {
        TaskRound.State.OPEN: Look("hourglass", "todo"),
        TaskRound.State.DONE: Look("circle-check", "done"),
        TaskRound.State.DROPPED: Look("ban", "void"),
    },
)
