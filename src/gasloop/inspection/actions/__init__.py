"""The verbs of the inspection room."""

from gasloop.inspection.actions.doors import record_household_visits
from gasloop.inspection.actions.visits import Answered, Recorded, Signature, VisitReport, record_visit

__all__ = ["Answered", "Recorded", "Signature", "VisitReport", "record_household_visits", "record_visit"]
