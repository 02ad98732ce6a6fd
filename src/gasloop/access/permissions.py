"""Capabilities of this room.

An administrator runs accounts and posts and nothing else: no business of the town. Who may read the town's rows is said
by the rooms that own them; `tests/house/roles.json` pins the whole table, so that no role widens unseen.
"""

from gasloop.access.capabilities import READERS, capability
from gasloop.access.roles import Role
from gasloop.kernel.refusal import sentence

ACCESS_MANAGE = capability("access.manage", sentence("管理账号、单位与岗位"), {Role.ADMIN})
ACCESS_READ = capability("access.read", sentence("查看单位与岗位"), READERS | {Role.ADMIN})
