"""What this room tells: a device's register entry changed."""

from gasloop.bus.events import Event, event


@event("sensing.devices_changed")
class DevicesChanged(Event, frozen=True, kw_only=True):
    """Devices were registered, corrected, given a new credential or retired; up to some thousands at once."""

    device_ids: tuple[str, ...]
