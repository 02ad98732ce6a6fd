"""Capabilities: whoever has a post reads; offices register devices in their scope."""

from gasloop.access.capabilities import READERS, capability
from gasloop.access.roles import Role
from gasloop.kernel.refusal import sentence

SENSING_VIEW = capability("sensing.view", sentence("查看感知设备与数据"), READERS)
SENSING_EDIT = capability("sensing.edit", sentence("登记和停用感知设备"), {Role.HEAD, Role.CLERK, Role.INSPECTOR})
