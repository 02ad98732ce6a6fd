"""Capabilities of the plan room."""

from gasloop.access.capabilities import READERS, capability
from gasloop.access.roles import Role
from gasloop.kernel.refusal import sentence

PLAN_VIEW = capability("plan.view", sentence("查看方案"), READERS)
PLAN_IMPORT = capability("plan.import", sentence("导入方案"), {Role.CLERK, Role.HEAD})
DUTY_VIEW = capability("duty.view", sentence("查看事项"), READERS)
EXTRACT_SEND = capability("plan.send", sentence("发送责任摘录、处理异议"), {Role.CLERK, Role.HEAD})
DUTY_PAUSE = capability("duty.pause", sentence("中止和恢复事项计时"), {Role.LEADER, Role.HEAD})
PHASE_RECORD = capability("plan.phase_record", sentence("记录阶段的原因和经验"), {Role.LEADER, Role.HEAD, Role.CLERK})
PHASE_DECIDE = capability("plan.phase_decide", sentence("决定阶段是否通过"), {Role.LEADER})
HAND_OVER = capability("plan.hand_over", sentence("办理单位和岗位的交接"), {Role.CLERK, Role.HEAD})
TASK_MANAGE = capability("plan.task_manage", sentence("管理一般职责"), {Role.CLERK, Role.HEAD})
TASK_REPORT = capability(
    "plan.task_report",
    sentence("填写本单位一般职责的进展"),
    {Role.LEADER, Role.HEAD, Role.CLERK, Role.INSPECTOR, Role.GRID},
)
EXTRACT_RECEIVE = capability(
    "plan.receive",
    sentence("签收本单位的责任摘录"),
    {Role.LEADER, Role.HEAD, Role.CLERK, Role.INSPECTOR, Role.GRID},
)
