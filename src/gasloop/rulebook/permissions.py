"""Capabilities of the rulebook. It is one book for the whole house: they are held anywhere or not at all."""

from gasloop.access.capabilities import EVERYONE, Capability, capability
from gasloop.access.roles import Role
from gasloop.access.scope import may
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, sentence

RULEBOOK_VIEW = capability("rulebook.view", sentence("查看规则库"), EVERYONE)
RULEBOOK_MANAGE = capability("rulebook.manage", sentence("装入规则包"), {Role.HEAD})
RULEBOOK_CONFIRM = capability("rulebook.confirm", sentence("确认法律依据"), {Role.HEAD, Role.LEADER})


def require_anywhere(actor: Actor, held: Capability) -> None:
    """NotFound unless one of the actor's posts has the capability."""
    if not may(actor, held):
        raise NotFound
