"""The plan document with its clauses, and the duties that follow from clauses and findings."""

from gasloop.plan.models.document import Clause, ClauseOffice, Phase, PlanDocument, Remark
from gasloop.plan.models.duty import Duty

__all__ = ["Clause", "ClauseOffice", "Duty", "Phase", "PlanDocument", "Remark"]
