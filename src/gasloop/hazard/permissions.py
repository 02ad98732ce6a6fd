"""Capabilities of the hazard room."""

from gasloop.access.capabilities import FIELD, READERS, capability
from gasloop.access.roles import Role
from gasloop.kernel.refusal import sentence

HAZARD_VIEW = capability("hazard.view", sentence("查看隐患"), READERS)
HAZARD_OPEN = capability("hazard.open", sentence("登记隐患"), FIELD)
HAZARD_ORDER = capability("hazard.order", sentence("下达整改要求"), {Role.HEAD, Role.CLERK, Role.INSPECTOR})
HAZARD_RECTIFY = capability("hazard.rectify", sentence("登记整改结果"), FIELD)
HAZARD_RECHECK = capability("hazard.recheck", sentence("复查销号"), {Role.HEAD, Role.CLERK, Role.INSPECTOR})
HAZARD_VOID = capability("hazard.void", sentence("作废隐患"), {Role.HEAD})
