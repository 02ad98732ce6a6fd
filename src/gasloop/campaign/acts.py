"""What the log says of campaigns."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

PLANNED = act("campaign.planned", sentence("{actor}拟定检查行动{number}《{title}》"))
COMMITTED = act("campaign.committed", sentence("{actor}为{number}公布种子摘要{commitment}"))
DRAWN = act(
    "campaign.drawn",
    sentence("{actor}用公开数“{word}”从{population}个对象中抽取{drawn}个（{number}，名单摘要{population_digest}）"),
)
TAKEN_ALL = act("campaign.taken_all", sentence("{actor}确定{number}检查全部{drawn}个对象"))
TARGETS_SET = act("campaign.targets_set", sentence("{number}的{count}个对象列入行动"))
ASSIGNED = act("campaign.assigned", sentence("{actor}分派{number}的{count}个对象"))
CLOSED = act("campaign.closed", sentence("{actor}结束{number}：应查{targets}个，查到{covered}个"))
VOIDED = act("campaign.voided", sentence("{actor}作废{number}：{why}"))
REPORTED = act("campaign.reported", sentence("{actor}提交{site}的检测报告（{number}）"))
