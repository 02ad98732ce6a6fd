"""Capabilities of the plan room."""

from gasloop.access.capabilities import READERS, capability
from gasloop.access.roles import Role
from gasloop.kernel.refusal import sentence

PLAN_VIEW = capability("plan.view", sentence("查看方案"), READERS)
PLAN_IMPORT = capability("plan.import", sentence("导入方案"), {Role.CLERK, Role.HEAD})
DUTY_VIEW = capability("duty.view", sentence("查看事项"), READERS)
