"""What the log says of plans and duties."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

PLAN_IMPORTED = act("plan.imported", sentence("{actor}导入方案《{title}》，共{items}个条目"))
PLAN_SUPERSEDED = act("plan.superseded", sentence("《{title}》由新导入的版本取代"))
DUTY_CREATED = act("duty.created", sentence("新增事项：{title}，期限{due}"))
DUTY_DONE = act("duty.done", sentence("{actor}办结事项：{title}"))
DUTY_DROPPED = act("duty.dropped", sentence("事项取消：{title}"))
DUTY_CLIMBED = act("duty.climbed", sentence("事项逾期升级到第{level}级：{title}"))
