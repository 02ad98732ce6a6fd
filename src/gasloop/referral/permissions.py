"""Capabilities of the room."""

from gasloop.access.capabilities import READERS, capability
from gasloop.access.roles import Role
from gasloop.kernel.refusal import sentence

REFERRAL_VIEW = capability("referral.view", sentence("查看移送抄告"), READERS)
REFERRAL_SEND = capability("referral.send", sentence("移送、抄告和催办"), {Role.HEAD, Role.CLERK, Role.LEADER})
REFERRAL_ANSWER = capability("referral.answer", sentence("登记签收和答复"), {Role.HEAD, Role.CLERK})
