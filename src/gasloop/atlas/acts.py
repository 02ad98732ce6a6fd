"""What the log says of outlines."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

OUTLINES_READ = act("atlas.outlines_read", sentence("{actor}读入界线文件{filename}，{count}块"))
OUTLINES_CONFIRMED = act("atlas.outlines_confirmed", sentence("{actor}采用{filename}的界线，{count}块"))
OUTLINES_DRAWN = act("atlas.outlines_drawn", sentence("{filename}给出{count}块辖区界线"))
OUTLINES_CHANGED = act("atlas.outlines_changed", sentence("{filename}使{count}块原有界线停用或恢复"))
OUTLINES_UNDONE = act("atlas.outlines_undone", sentence("{actor}撤销{filename}的界线：{why}"))
