"""The plan room's verbs."""

from gasloop.plan.actions.assigning import Assigned, assign_clause
from gasloop.plan.actions.drafting import confirm_draft, correct_draft, discard_draft, start_draft
from gasloop.plan.actions.duties import climb, create_duty, drop_duties, finish_duties, postpone_duties
from gasloop.plan.actions.extracts import (
    Settlement,
    object_to_extract,
    receive_extract,
    send_extracts,
    settle_objection,
)
from gasloop.plan.actions.importing import import_plan
from gasloop.plan.actions.standing import end_plan, lead_plan

__all__ = [
    "Assigned",
    "Settlement",
    "assign_clause",
    "climb",
    "confirm_draft",
    "correct_draft",
    "create_duty",
    "discard_draft",
    "drop_duties",
    "end_plan",
    "finish_duties",
    "import_plan",
    "lead_plan",
    "object_to_extract",
    "postpone_duties",
    "receive_extract",
    "send_extracts",
    "settle_objection",
    "start_draft",
]
