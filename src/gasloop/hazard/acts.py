"""What the log says of hazards."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

OPENED = act("hazard.opened", sentence("{actor}登记隐患{number}：{description}"))
ORDERED = act("hazard.ordered", sentence("{actor}下达整改要求：{number}，期限{due}，责任人{person}"))
FIXED = act("hazard.fixed_on_spot", sentence("{actor}确认{number}现场整改完毕"))
RECTIFIED = act("hazard.rectified", sentence("{actor}登记{number}已整改"))
RECHECK_PASSED = act("hazard.recheck_passed", sentence("{actor}复查{number}合格，销号"))
RECHECK_FAILED = act("hazard.recheck_failed", sentence("{actor}复查{number}不合格，退回整改"))
LOOKED_BACK = act("hazard.looked_back", sentence("{actor}回头看{number}，未见反弹"))
REBOUND = act("hazard.rebound", sentence("{actor}回头看发现{number}反弹"))
VOIDED = act("hazard.voided", sentence("{actor}作废{number}：{why}"))
SUPERVISED = act("hazard.supervised", sentence("{number}逾期未整改，升级到第{level}级督办"))
