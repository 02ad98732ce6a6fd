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
MERGED = act("hazard.merged", sentence("{actor}把{number}并入{into}"))
UNMERGED = act("hazard.unmerged", sentence("{actor}撤销{number}的合并"))
EXTENDED = act("hazard.extended", sentence("{number}的整改期限延至{until}"))
EXTENSION_ASKED = act("hazard.extension_asked", sentence("{actor}为{number}申请延期至{until}：{reason}"))
EXTENSION_GRANTED = act("hazard.extension_granted", sentence("{actor}同意{number}延期至{until}"))
EXTENSION_REFUSED = act("hazard.extension_refused", sentence("{actor}不同意{number}延期：{note}"))
EXTENSION_LAPSED = act("hazard.extension_lapsed", sentence("{number}的延期申请失效"))
MAJOR_OPENED = act("hazard.major_opened", sentence("重大隐患{number}须上报"))
MAJOR_REPORTED = act("hazard.major_reported", sentence("{actor}把重大隐患{number}上报{to}"))
MAJOR_LISTED = act("hazard.major_listed", sentence("{actor}登记{number}由{by}挂牌督办"))
MAJOR_DELISTED = act("hazard.major_delisted", sentence("{actor}登记{number}摘牌：{note}"))
MAJOR_DROPPED = act("hazard.major_dropped", sentence("{number}不再上报"))
NOTED = act("hazard.noted", sentence("{actor}在{number}上记录：{note}"))
