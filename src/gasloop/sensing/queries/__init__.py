"""Reading devices and what they said, through the actor's scope."""

from gasloop.sensing.queries.history import Bin, Track, TrackPoint, device_day, truck_day
from gasloop.sensing.queries.now import Latest, VillageOnline, latest_of, latest_position, online_by_village
from gasloop.sensing.queries.register import device, devices, devices_of, unknown_senders

__all__ = [
    "Bin",
    "Latest",
    "Track",
    "TrackPoint",
    "VillageOnline",
    "device",
    "device_day",
    "devices",
    "devices_of",
    "latest_of",
    "latest_position",
    "online_by_village",
    "truck_day",
    "unknown_senders",
]
