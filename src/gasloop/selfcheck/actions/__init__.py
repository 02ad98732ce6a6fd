"""The verbs of the self-check room."""

from gasloop.selfcheck.actions.admitting import Admitted, admit_enterprise, dismiss_enterprise
from gasloop.selfcheck.actions.checking import OwnReport, complete_check
from gasloop.selfcheck.actions.ending import end_enrolment, resume_enrolment
from gasloop.selfcheck.actions.opening import mark_missed, open_checks

__all__ = [
    "Admitted",
    "OwnReport",
    "admit_enterprise",
    "complete_check",
    "dismiss_enterprise",
    "end_enrolment",
    "mark_missed",
    "open_checks",
    "resume_enrolment",
]
