"""The plan document with its clauses, drafts of it, extracts sent to offices, and the duties that follow."""

from gasloop.plan.models.document import Clause, ClauseOffice, Phase, PlanDocument, Remark, Standing
from gasloop.plan.models.draft import PlanDraft
from gasloop.plan.models.duty import Duty, DutyReminder, RemindersSeen
from gasloop.plan.models.extract import Extract, Objection
from gasloop.plan.models.gate import PhaseFinding, PhaseGate
from gasloop.plan.models.hand_over import HandOver
from gasloop.plan.models.task import Task, TaskNote, TaskRound

__all__ = [
    "Clause",
    "ClauseOffice",
    "Duty",
    "DutyReminder",
    "Extract",
    "HandOver",
    "Objection",
    "Phase",
    "PhaseFinding",
    "PhaseGate",
    "PlanDocument",
    "PlanDraft",
    "Remark",
    "RemindersSeen",
    "Standing",
    "Task",
    "TaskNote",
    "TaskRound",
]
