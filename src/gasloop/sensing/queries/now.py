"""How things stand now: read from the projections, never from the event tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from gasloop.access.models import Territory
from gasloop.access.scoping import scoped
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.sensing.models import Device, LatestPosition, LatestReading, Presence
from gasloop.sensing.permissions import SENSING_VIEW

MOST = 500


@dataclass(frozen=True, slots=True)
class Latest:
    """A device's newest values and when it was last heard."""

    device: Device
    heard_at: datetime | None
    online: bool
    readings: list[LatestReading]
    position: LatestPosition | None


@dataclass(frozen=True, slots=True)
class VillageOnline:
    """Devices in use in one village or community and how many of them are online."""

    territory: str
    name: str
    devices: int
    online: int

    @property
    def offline(self) -> int:
        return self.devices - self.online


def latest_of(actor: Actor, ids: Sequence[UUID]) -> list[Latest]:
    """The newest of up to 500 devices, as far as they are in reach; five queries however many."""
    found = list(scoped(actor, Device.objects.filter(pk__in=list(ids)[:MOST]), SENSING_VIEW).order_by("id"))
    keys = [device.pk for device in found]
    readings: dict[UUID, list[LatestReading]] = {}
    for row in LatestReading.objects.filter(device_id__in=keys).order_by("device_id", "channel", "quantity"):
        readings.setdefault(row.device_id, []).append(row)
    positions = LatestPosition.objects.in_bulk(keys)
    presences = Presence.objects.in_bulk(keys)
    now = clock.now()
    return [_latest(each, presences.get(each.pk), readings, positions, now) for each in found]


def _latest(
    device: Device,
    presence: Presence | None,
    readings: dict[UUID, list[LatestReading]],
    positions: dict[UUID, LatestPosition],
    now: datetime,
) -> Latest:
    until = presence.online_until if presence else None
    return Latest(
        device,
        presence.last_heard_at if presence else None,
        until is not None and until > now,
        readings.get(device.pk, []),
        positions.get(device.pk),
    )


def latest_position(actor: Actor, device_id: UUID) -> LatestPosition | None:
    """Where a terminal was last."""
    found = latest_of(actor, [device_id])
    return found[0].position if found else None


def online_by_village(actor: Actor) -> list[VillageOnline]:
    """Devices in use per place, with how many are online now; two queries."""
    rows = (
        scoped(actor, Presence.objects.all(), SENSING_VIEW)
        .values_list("territory")
        .annotate(devices=Count("pk"), online=Count("pk", filter=Q(online_until__gt=clock.now())))
        .order_by("territory")
    )
    counted = list(rows)
    names = dict(Territory.objects.filter(path__in=[path for path, _, _ in counted]).values_list("path", "name"))
    return [VillageOnline(path, names.get(path, path), devices, online) for path, devices, online in counted]
