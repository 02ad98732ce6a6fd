"""Listeners: what a verb changed in the register reaches gateways and broker within a second or two."""

from uuid import UUID

from gasloop.relay.listeners import listen
from gasloop.sensing import mirror
from gasloop.sensing.events import DevicesChanged


@listen(DevicesChanged)
def mirror_devices(event: DevicesChanged) -> None:
    """Idempotent: an entry is written only when it is newer than what is there."""
    mirror.mirror([UUID(each) for each in event.device_ids])
