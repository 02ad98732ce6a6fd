"""Capabilities of the registry: whoever has a post in the trade reads, offices and grid write in their scope."""

from gasloop.access.capabilities import FIELD, READERS, capability
from gasloop.kernel.refusal import sentence

REGISTRY_VIEW = capability("registry.view", sentence("查看登记台账"), READERS)
REGISTRY_EDIT = capability("registry.edit", sentence("登记和更正台账"), FIELD)
