"""Capabilities of the inspection room."""

from gasloop.access.capabilities import FIELD, READERS, capability
from gasloop.kernel.refusal import sentence

VISIT_VIEW = capability("visit.view", sentence("查看检查记录"), READERS)
VISIT_RECORD = capability("visit.record", sentence("登记检查"), FIELD)
