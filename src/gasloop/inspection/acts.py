"""What the log says of visits."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

ROUND_RECORDED = act("visit.round_recorded", sentence("{actor}登记{building}{count}户入户检查（{day}）"))
RECORDED = act("visit.recorded", sentence("{actor}检查{site}（{number}），发现隐患{hazards}处"))
