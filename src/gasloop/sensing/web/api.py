"""Devices on the API: the register, what they say, how many are online."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from gasloop.access.middleware import actor_from
from gasloop.access.scope import may
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.sensing import queries
from gasloop.sensing.actions import (
    adopt_sender,
    correct_device,
    import_devices,
    register_device,
    retire_device,
    rotate_credential,
)
from gasloop.sensing.kinds import DeviceKind, DeviceProtocol
from gasloop.sensing.permissions import SENSING_EDIT
from gasloop.sensing.quantities import BY_NAME
from gasloop.sensing.wire import (
    BinOut,
    CorrectIn,
    DeviceFactsIn,
    DeviceIn,
    DeviceOut,
    DevicePage,
    DeviceWhyIn,
    ImportIn,
    LatestOut,
    RegisteredOut,
    RetireIn,
    TrackOut,
    UnknownSenderOut,
    VillageOnlineOut,
)

router = Router(tags=["devices"])


def as_json(plain: object) -> HttpResponse:
    """A long answer as it stands: a truck's day has 1,440 points, and a schema object for each took three times as long
    as the query. That it keeps to the schema beside it is a test."""
    return HttpResponse(msgspec.json.encode(plain), content_type="application/json; charset=utf-8")


PAGE = 200
Width = Literal[60, 300, 900, 3600]


@router.get("/devices", response=DevicePage, operation_id="list_devices")
def devices(
    request: HttpRequest,
    cursor: UUID | None = None,
    kind: DeviceKind | None = None,
    protocol: DeviceProtocol | None = None,
    territory: str = "",
    limit: int = PAGE,
) -> DevicePage:
    """Devices in reach, newest first. `territory` is a path and means its whole subtree."""
    rows = queries.devices(actor_from(request)).filter(territory__startswith=territory).order_by("-id")
    if kind is not None:
        rows = rows.filter(kind=kind)
    if protocol is not None:
        rows = rows.filter(protocol=protocol)
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    size = max(1, min(limit, PAGE))
    found = list(rows[: size + 1])
    following = found[size - 1].pk if len(found) > size else None
    return DevicePage(items=[DeviceOut.of(row) for row in found[:size]], next=following)


@router.post("/devices", response={201: RegisteredOut}, operation_id="register_device")
def new_device(request: HttpRequest, body: DeviceIn) -> RegisteredOut:
    """Register a device; the answer holds its credential, this once."""
    return RegisteredOut.of(register_device(actor_from(request), facts=body.facts(), id=body.id))


@router.post("/devices/import", response={201: list[RegisteredOut]}, operation_id="import_devices")
def new_devices(request: HttpRequest, body: ImportIn) -> list[RegisteredOut]:
    """Register many devices, all or none."""
    actor = actor_from(request)
    if not may(actor, SENSING_EDIT):
        raise NotFound
    return [RegisteredOut.of(each) for each in import_devices(actor, rows=[row.facts() for row in body.rows])]


@router.get("/devices/online", response=list[VillageOnlineOut], operation_id="devices_online")
def online(request: HttpRequest) -> list[VillageOnlineOut]:
    """Devices in use by village or community, and how many of them are online."""
    return [VillageOnlineOut.of(each) for each in queries.online_by_village(actor_from(request))]


@router.get("/devices/latest", response=list[LatestOut], operation_id="latest_of_devices")
def latest(request: HttpRequest, device: Annotated[list[UUID], Query(max_length=500)]) -> list[LatestOut]:
    """The newest values of up to 500 devices; those out of reach are left out."""
    return [LatestOut.of(each) for each in queries.latest_of(actor_from(request), device)]


@router.get("/devices/unknown", response=list[UnknownSenderOut], operation_id="list_unknown_senders")
def unknown(request: HttpRequest) -> list[UnknownSenderOut]:
    """The 200 senders heard last that nobody registered."""
    rows = queries.unknown_senders(actor_from(request)).order_by("-last_seen", "-id")
    return [UnknownSenderOut.of(each) for each in rows[:PAGE]]


@router.post("/devices/unknown/{uuid:sender_id}/adopt", response={201: RegisteredOut}, operation_id="adopt_sender")
def adopt(request: HttpRequest, sender_id: UUID, body: DeviceFactsIn) -> RegisteredOut:
    """Register an unknown sender under what it showed."""
    return RegisteredOut.of(adopt_sender(actor_from(request), sender_id=sender_id, facts=body.facts()))


@router.get("/devices/{uuid:device_id}", response=DeviceOut, operation_id="get_device")
def device(request: HttpRequest, device_id: UUID) -> DeviceOut:
    """One device."""
    return DeviceOut.of(queries.device(actor_from(request), device_id))


@router.post("/devices/{uuid:device_id}/correct", response=DeviceOut, operation_id="correct_device")
def corrected(request: HttpRequest, device_id: UUID, body: CorrectIn) -> DeviceOut:
    """Correct what is registered."""
    made = correct_device(actor_from(request), device_id=device_id, why=body.why, changes=body.changes())
    return DeviceOut.of(made)


@router.post("/devices/{uuid:device_id}/credential", response=RegisteredOut, operation_id="rotate_credential")
def rotated(request: HttpRequest, device_id: UUID, body: DeviceWhyIn) -> RegisteredOut:
    """A new credential, shown this once; the old one is refused from now on."""
    return RegisteredOut.of(rotate_credential(actor_from(request), device_id=device_id, why=body.why))


@router.post("/devices/{uuid:device_id}/retire", response=DeviceOut, operation_id="retire_device")
def retired(request: HttpRequest, device_id: UUID, body: RetireIn) -> DeviceOut:
    """Out of use."""
    return DeviceOut.of(retire_device(actor_from(request), device_id=device_id, why=body.why, on=body.on))


@router.get("/devices/{uuid:device_id}/day", response=list[BinOut], operation_id="device_day")
def day(
    request: HttpRequest, device_id: UUID, on: date, quantity: str, channel: int = 0, width_s: Width = 300
) -> HttpResponse:
    """One quantity over one legal day, in stretches of `width_s` seconds."""
    if quantity not in BY_NAME:
        raise Refusal("sensing.quantity.unknown", sentence("没有这种监测量。"), field="quantity")
    bins = queries.device_day(
        actor_from(request),
        device_id=device_id,
        day=on,
        quantity=BY_NAME[quantity].code,
        channel=channel,
        width_s=width_s,
    )
    return as_json([BinOut.plain(each) for each in bins])


@router.get("/devices/{uuid:device_id}/track", response=TrackOut, operation_id="truck_day")
def track(request: HttpRequest, device_id: UUID, on: date, width_s: Width = 60) -> HttpResponse:
    """A vehicle terminal's legal day, one position per `width_s` seconds."""
    return as_json(queries.truck_day(actor_from(request), device_id=device_id, day=on, width_s=width_s))
