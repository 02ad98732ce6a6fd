"""How self-checks look, and where the duty about them is done."""

from gasloop.plan.duty_pages import duty_page
from gasloop.selfcheck.models import Enrolment, SelfCheck
from gasloop.shell.looks import Look, dress

dress(
    "selfcheck.selfcheck",
    "state",
    {
        SelfCheck.State.DUE: Look("hourglass", "todo"),
        SelfCheck.State.DONE: Look("circle-check", "done"),
        SelfCheck.State.MISSED: Look("clock-exclamation", "attention"),
    },
)
duty_page(Enrolment.SUBJECT_KIND, "selfcheck:enrolment")
