"""Capabilities of the hazard room."""

from gasloop.access.capabilities import FIELD, READERS, capability
from gasloop.access.roles import Role
from gasloop.kernel.refusal import sentence

# Only at sites of the own party.
HAZARD_OWN = capability("hazard.own", sentence("登记和整改本单位隐患"), {Role.ENTERPRISE})
HAZARD_VIEW = capability("hazard.view", sentence("查看隐患"), READERS)
HAZARD_OPEN = capability("hazard.open", sentence("登记隐患"), FIELD)
# The ledgers of before, brought in once: no work of the field.
HAZARD_BRING = capability("hazard.bring", sentence("导入从前的隐患台账"), {Role.HEAD, Role.CLERK})
HAZARD_ORDER = capability("hazard.order", sentence("下达整改要求"), {Role.HEAD, Role.CLERK, Role.INSPECTOR})
HAZARD_RECTIFY = capability("hazard.rectify", sentence("登记整改结果"), FIELD)
HAZARD_RECHECK = capability("hazard.recheck", sentence("复查销号"), {Role.HEAD, Role.CLERK, Role.INSPECTOR})
HAZARD_VOID = capability("hazard.void", sentence("作废隐患"), {Role.HEAD})
HAZARD_MERGE = capability("hazard.merge", sentence("合并重复隐患"), {Role.HEAD, Role.CLERK, Role.INSPECTOR})
HAZARD_EXTEND = capability("hazard.extend", sentence("审批延期"), {Role.HEAD, Role.LEADER})
HAZARD_EXTEND_MAJOR = capability("hazard.extend_major", sentence("审批重大隐患延期和再次延期"), {Role.LEADER})
HAZARD_REPORT_UP = capability("hazard.report_up", sentence("上报重大隐患"), {Role.HEAD, Role.CLERK, Role.LEADER})
HAZARD_LIST = capability("hazard.list", sentence("登记挂牌和摘牌"), {Role.HEAD, Role.CLERK, Role.LEADER})
