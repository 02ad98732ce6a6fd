"""The verbs of the inspection room."""

from gasloop.inspection.actions.doors import record_household_visits
from gasloop.inspection.actions.unopened import hand_over_door, record_gap_test
from gasloop.inspection.actions.visits import Answered, Recorded, Signature, VisitReport, record_visit

__all__ = [
    "Answered",
    "Recorded",
    "Signature",
    "VisitReport",
    "hand_over_door",
    "record_gap_test",
    "record_household_visits",
    "record_visit",
]
