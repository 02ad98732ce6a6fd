"""Capabilities of the self-check room."""

from gasloop.access.capabilities import READERS, capability
from gasloop.access.roles import Role
from gasloop.kernel.refusal import sentence

SELF_CHECK_VIEW = capability("self_check.view", sentence("查看自查"), READERS)
SELF_CHECK_ADMIT = capability("self_check.admit", sentence("开通企业自查账号"), {Role.HEAD, Role.CLERK, Role.INSPECTOR})
# Only within the own party: its sites, their checks, hazards and papers.
SELF_CHECK_OWN = capability("self_check.own", sentence("本单位自查"), {Role.ENTERPRISE})
