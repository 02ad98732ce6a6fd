"""What the log says of visits."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

RECORDED = act("visit.recorded", sentence("{actor}检查{site}（{number}），发现隐患{hazards}处"))
