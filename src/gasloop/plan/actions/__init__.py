"""The plan room's verbs."""

from gasloop.plan.actions.duties import climb, create_duty, drop_duties, finish_duties
from gasloop.plan.actions.importing import import_plan

__all__ = ["climb", "create_duty", "drop_duties", "finish_duties", "import_plan"]
