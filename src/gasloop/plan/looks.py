"""How drafts, extracts and objections look."""

from gasloop.plan.models import Extract, Objection, PlanDraft, Standing
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
    "plan.objection",
    "state",
    {
        Objection.State.OPEN: Look("message-report", "todo"),
        Objection.State.ACCEPTED: Look("circle-check", "done"),
        Objection.State.REFUSED: Look("circle-x", "done"),
    },
)
