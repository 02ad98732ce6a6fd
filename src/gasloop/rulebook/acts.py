"""Acts of the rulebook, as the log tells them."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

PACK_LOADED = act(
    "rulebook.pack_loaded",
    sentence("{actor}装入规则包{title} {version}：新增{added}项，变更{changed}项，撤下{withdrawn}项"),
)
PACK_ROWS = act("rulebook.pack_rows", sentence("规则包{pack} {version}的{count}条{kind}记录"))
BASIS_CONFIRMED = act(
    "rulebook.basis_confirmed", sentence("{actor}核对并确认了规则{rule}的依据{source}{article}：{note}")
)
CALENDAR_LOADED = act("rulebook.calendar_loaded", sentence("{actor}装入{years}年放假安排（{source}）"))
