"""Shapes of the devices on the API."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from gasloop.kernel.subject import Subject
from gasloop.sensing.actions import Registered
from gasloop.sensing.facts import DeviceFacts
from gasloop.sensing.kinds import DeviceKind, DeviceProtocol
from gasloop.sensing.models import Device, LatestPosition, LatestReading, UnknownSender
from gasloop.sensing.quantities import BY_CODE, NAMES
from gasloop.sensing.queries import Bin, Latest, VillageOnline


class SubjectOut(Schema):
    """What a device stands for: a site, a household, a vehicle."""

    kind: str
    id: UUID


class DeviceFactsIn(Schema):
    """A device as stated. `stands_for` gives it territory and line; without it `territory` is needed."""

    name: str
    kind: DeviceKind
    protocol: DeviceProtocol
    key: str
    territory: str = ""
    stands_for: SubjectOut | None = None
    profile: str = "standard"
    place: str = ""
    plate: str = ""
    terminal_id: str = ""
    maker: str = ""
    model: str = ""
    serial: str = ""
    made_on: date | None = None
    installed_on: date | None = None
    expires_on: date | None = None
    silent_after_s: int = Field(0, ge=0, le=30 * 24 * 3600)

    def facts(self) -> DeviceFacts:
        """As the verbs take it."""
        plain = self.dict(exclude={"stands_for", "id"})
        subject = Subject(self.stands_for.kind, self.stands_for.id) if self.stands_for else None
        return DeviceFacts(**plain, stands_for=subject)


class DeviceIn(DeviceFactsIn):
    """A device to register. `id` may be made by the client (UUIDv7): the same request again then changes nothing."""

    id: UUID | None = None


class ImportIn(Schema):
    """Up to 5,000 devices: all are registered, or none."""

    rows: list[DeviceFactsIn] = Field(max_length=5000)


class CorrectIn(Schema):
    """What changes, and why; fields left out stay."""

    why: str
    name: str | None = None
    key: str | None = None
    profile: str | None = None
    place: str | None = None
    plate: str | None = None
    terminal_id: str | None = None
    maker: str | None = None
    model: str | None = None
    serial: str | None = None
    made_on: date | None = None
    installed_on: date | None = None
    expires_on: date | None = None
    silent_after_s: int | None = Field(None, ge=0, le=30 * 24 * 3600)

    def changes(self) -> dict[str, Any]:
        """The fields that were sent."""
        sent: dict[str, Any] = self.dict(exclude_unset=True, exclude={"why"})
        return {name: value for name, value in sent.items() if value is not None or name.endswith("_on")}


class DeviceWhyIn(Schema):
    why: str


class RetireIn(Schema):
    why: str
    on: date | None = None


class DeviceOut(Schema):
    """A device as registered; never its secret."""

    id: UUID
    number: str
    name: str
    kind: DeviceKind
    protocol: DeviceProtocol
    key: str
    profile: str
    territory: str
    line: str
    stands_for: SubjectOut | None
    place: str
    plate: str
    maker: str
    model: str
    serial: str
    made_on: date | None
    installed_on: date | None
    expires_on: date | None
    silent_after_s: int
    state: str
    ended_on: date | None

    @classmethod
    def of(cls, device: Device) -> "DeviceOut":
        plain = {name: getattr(device, name) for name in cls.model_fields if name not in ("id", "stands_for")}
        subject = device.stands_for
        shown = SubjectOut(kind=subject.kind, id=subject.id) if subject else None
        return cls(id=device.pk, stands_for=shown, **plain)


class RegisteredOut(Schema):
    """A device with its credential: the only time it is shown. Empty where its protocol knows none."""

    device: DeviceOut
    credential: str

    @classmethod
    def of(cls, made: Registered) -> "RegisteredOut":
        return cls(device=DeviceOut.of(made.device), credential=made.credential)


class DevicePage(Schema):
    """Devices, newest first; `next` is the cursor of the following page."""

    items: list[DeviceOut]
    next: UUID | None


class UnknownSenderOut(Schema):
    id: UUID
    protocol: str
    key: str
    first_seen: datetime
    last_seen: datetime
    frames: int

    @classmethod
    def of(cls, sender: UnknownSender) -> "UnknownSenderOut":
        plain = {name: getattr(sender, name) for name in cls.model_fields if name != "id"}
        return cls(id=sender.pk, **plain)


class ReadingOut(Schema):
    """One value. `quantity` by name, `unit` as printed, `state` in words of the payload schema."""

    quantity: str
    unit: str
    channel: int
    value: float | None
    state: list[str]
    occurred_at: datetime

    @classmethod
    def of(cls, row: LatestReading) -> "ReadingOut":
        known = BY_CODE.get(row.quantity)
        return cls(
            quantity=known.name if known else str(row.quantity),
            unit=known.unit if known else "",
            channel=row.channel,
            value=row.value,
            state=words(row.state),
            occurred_at=row.occurred_at,
        )


class PositionOut(Schema):
    """Degrees; WGS-84 and fit to be drawn only where `valid`."""

    lat: float
    lng: float
    speed_kmh: float
    direction_deg: int
    alarm: int
    valid: bool
    occurred_at: datetime

    @classmethod
    def of(cls, row: LatestPosition) -> "PositionOut":
        return cls(
            lat=row.lat_e6 / 1e6,
            lng=row.lng_e6 / 1e6,
            speed_kmh=row.speed_dkmh / 10,
            direction_deg=row.direction_deg,
            alarm=row.alarm,
            valid=row.valid,
            occurred_at=row.occurred_at,
        )


class LatestOut(Schema):
    """A device's newest values, when it was last heard, whether it counts as online."""

    device: UUID
    heard_at: datetime | None
    online: bool
    readings: list[ReadingOut]
    position: PositionOut | None

    @classmethod
    def of(cls, latest: Latest) -> "LatestOut":
        return cls(
            device=latest.device.pk,
            heard_at=latest.heard_at,
            online=latest.online,
            readings=[ReadingOut.of(row) for row in latest.readings],
            position=PositionOut.of(latest.position) if latest.position else None,
        )


class BinOut(Schema):
    """One stretch of the day."""

    start: datetime
    count: int
    low: float | None
    high: float | None
    mean: float | None
    state: list[str]

    @staticmethod
    def plain(each: Bin) -> dict[str, object]:
        """The same, for an answer that is written as it stands."""
        told = {name: getattr(each, name) for name in ("start", "count", "low", "high", "mean")}
        return told | {"state": words(each.state)}


class TrackPointOut(Schema):
    at: datetime
    lat: float
    lng: float
    speed_kmh: float
    direction_deg: int
    alarm: int
    valid: bool


class TrackOut(Schema):
    """A terminal's day; `queries.Track`, field by field."""

    positions: int
    top_speed_kmh: float | None
    alarm: int
    first: datetime | None
    last: datetime | None
    points: list[TrackPointOut]


class VillageOnlineOut(Schema):
    territory: str
    name: str
    devices: int
    online: int

    @classmethod
    def of(cls, each: VillageOnline) -> "VillageOnlineOut":
        return cls(territory=each.territory, name=each.name, devices=each.devices, online=each.online)


def words(state: int) -> list[str]:
    """The set bits as words of the payload schema."""
    return [name for name, bit in NAMES.items() if state & bit]
