"""Capabilities of the bridge."""

from gasloop.access.capabilities import capability
from gasloop.access.roles import Role
from gasloop.kernel.refusal import sentence

EVIDENCE_VIEW = capability("evidence.view", sentence("查看存证"), {Role.LEADER, Role.HEAD, Role.CLERK, Role.AUDITOR})
