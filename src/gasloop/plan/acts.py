"""What the log says of plans and duties."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

PLAN_IMPORTED = act("plan.imported", sentence("{actor}导入方案《{title}》，共{items}个条目"))
PLAN_SUPERSEDED = act("plan.superseded", sentence("《{title}》由新导入的版本取代"))
PLAN_LEADS = act("plan.leads", sentence("{actor}确定条款编号以《{title}》为准：{why}"))
PLAN_ENDED = act("plan.ended", sentence("{actor}登记《{title}》自{day}起停止执行：{why}"))
DUTY_CREATED = act("duty.created", sentence("新增事项：{title}，期限{due}"))
DUTY_DONE = act("duty.done", sentence("{actor}办结事项：{title}"))
DUTY_DROPPED = act("duty.dropped", sentence("事项取消：{title}"))
DUTY_POSTPONED = act("duty.postponed", sentence("事项期限改为{due}：{title}"))
DUTY_CLIMBED = act("duty.climbed", sentence("事项逾期升级到第{level}级：{title}"))
DRAFT_STARTED = act("plan_draft.started", sentence("{actor}上传方案《{title}》待核对"))
DRAFT_CORRECTED = act("plan_draft.corrected", sentence("{actor}更正了对《{title}》的识别，现有{count}处更正"))
DRAFT_DISCARDED = act("plan_draft.discarded", sentence("{actor}放弃了《{title}》的导入"))
DRAFT_CONFIRMED = act("plan_draft.confirmed", sentence("{actor}核对后确认导入《{title}》"))
CLAUSE_ASSIGNED = act("plan.clause_assigned", sentence("{actor}更正了{ref}的责任单位：{why}"))
EXTRACT_SENT = act("plan_extract.sent", sentence("{actor}向{office}发送责任摘录，共{count}条，{due}前签收"))
EXTRACT_REPLACED = act("plan_extract.replaced", sentence("{office}的责任摘录由重新发送的一份取代"))
EXTRACT_RECEIVED = act("plan_extract.received", sentence("{office}签收责任摘录，签收人{by}"))
EXTRACT_OBJECTED = act("plan_extract.objected", sentence("{office}对{refs}提出异议，提出人{by}"))
OBJECTION_ACCEPTED = act("plan_extract.objection_accepted", sentence("{actor}采纳{office}对{ref}的异议：{answer}"))
OBJECTION_REFUSED = act("plan_extract.objection_refused", sentence("{actor}未采纳{office}对{ref}的异议：{answer}"))
