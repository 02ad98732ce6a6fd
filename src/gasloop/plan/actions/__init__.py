"""The plan room's verbs."""

from gasloop.plan.actions.assigning import Assigned, assign_clause
from gasloop.plan.actions.drafting import confirm_draft, correct_draft, discard_draft, start_draft
from gasloop.plan.actions.duties import climb, create_duty, drop_duties, finish_duties, postpone_duties
from gasloop.plan.actions.expiring import owe_renewals, owe_replacements, owe_reviews
from gasloop.plan.actions.extracts import (
    Settlement,
    object_to_extract,
    receive_extract,
    send_extracts,
    settle_objection,
)
from gasloop.plan.actions.gates import Gate, decide_gate, record_phase_finding
from gasloop.plan.actions.handing_over import Signing, prepare_hand_over, sign_hand_over, withdraw_hand_over
from gasloop.plan.actions.importing import import_plan
from gasloop.plan.actions.reminders import pause_duty, remind, resume_duty, see_reminders
from gasloop.plan.actions.rounds import begin_due_rounds
from gasloop.plan.actions.standing import end_plan, lead_plan
from gasloop.plan.actions.tasks import (
    Taken,
    assign_task,
    end_task,
    finish_round,
    note_progress,
    set_task_term,
    take_up_tasks,
)

__all__ = [
    "Assigned",
    "Gate",
    "Settlement",
    "Signing",
    "Taken",
    "assign_clause",
    "assign_task",
    "begin_due_rounds",
    "climb",
    "confirm_draft",
    "correct_draft",
    "create_duty",
    "decide_gate",
    "discard_draft",
    "drop_duties",
    "end_plan",
    "end_task",
    "finish_duties",
    "finish_round",
    "import_plan",
    "lead_plan",
    "note_progress",
    "object_to_extract",
    "owe_renewals",
    "owe_replacements",
    "owe_reviews",
    "pause_duty",
    "postpone_duties",
    "prepare_hand_over",
    "receive_extract",
    "record_phase_finding",
    "remind",
    "resume_duty",
    "see_reminders",
    "send_extracts",
    "set_task_term",
    "settle_objection",
    "sign_hand_over",
    "start_draft",
    "take_up_tasks",
    "withdraw_hand_over",
]
