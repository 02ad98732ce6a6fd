"""What the log says of referrals."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

SENT = act("referral.sent", sentence("{actor}以{number}把隐患{hazard}送{office}，{due}前答复"))
RECEIVED = act("referral.received", sentence("{office}签收{number}，签收人{by}"))
REMINDED = act("referral.reminded", sentence("{actor}催办{number}，第{count}次"))
ANSWERED = act("referral.answered", sentence("{office}答复{number}：{answer}"))
WITHDRAWN = act("referral.withdrawn", sentence("{actor}撤回{number}：{why}"))
