"""What the log says of self-checks."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

ENROLLED = act("self_check.enrolled", sentence("{actor}登记{site}自{day}起自查"))
DONE = act("self_check.done", sentence("{actor}完成{site}{day}的自查，发现隐患{hazards}处"))
OPENED = act("self_check.opened", sentence("{count}次自查到了该做的时候"))
MISSED = act("self_check.missed", sentence("{count}次自查到期未做"))
ENDED = act("self_check.ended", sentence("{site}自{day}起停业，自查停止"))
RESUMED = act("self_check.resumed", sentence("{site}自{day}起恢复经营，重新开始自查"))
LAPSED = act("self_check.lapsed", sentence("{count}次自查因对象停业不再要做"))
OWED_AGAIN = act("self_check.owed_again", sentence("{count}次自查因恢复经营又要做"))
