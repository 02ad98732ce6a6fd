"""Capabilities of the bridge."""

from gasloop.access.capabilities import READERS, capability
from gasloop.access.roles import Role
from gasloop.kernel.refusal import sentence

EVIDENCE_VIEW = capability("evidence.view", sentence("查看存证"), {Role.LEADER, Role.HEAD, Role.CLERK, Role.AUDITOR})
FOLDER_MAKE = capability("folder.make", sentence("整理迎检资料"), {Role.LEADER, Role.HEAD, Role.CLERK})
MONTH_VIEW = capability("month.view", sentence("查看月报"), READERS)
