"""The register as the gateways see it: the bucket `DEVICE_REGISTER`, and the broker's list of MQTT users.

The database is the truth. A listener mirrors what a verb changed; a sweep, and the start of the intake, bring the
whole bucket in step (after an outage of the bus, a lost bucket, a restore).
"""

import asyncio
from collections.abc import Iterable
from uuid import UUID

import nats
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db.models import Count, Max, Sum
from nats.aio.client import Client
from nats.js.errors import KeyNotFoundError, NoKeysError
from nats.js.kv import KeyValue

from gasloop.bus.address import servers
from gasloop.bus.devices import RegisteredDevice, decode_device, encode_device, ensure_device_register
from gasloop.sensing import broker
from gasloop.sensing.keys import register_key
from gasloop.sensing.models import Device
from gasloop.sensing.states import DeviceState

MIRRORED = ("jt808", "gb26875", "modbus")
CHUNK = 2000


def mirror(ids: Iterable[UUID]) -> None:
    """Bring these devices' entries in step; the broker's users too. Raises when the bus is away."""
    devices = list(Device.objects.filter(pk__in=list(ids)))
    entries = {key: entry for device in devices for key, entry in entry_of(device)}
    if entries and settings.CONFIG.nats_url:
        asyncio.run(_with_bus(entries))
    if any(device.protocol == "mqtt" for device in devices):
        broker.write_users()


def entry_of(device: Device) -> list[tuple[str, RegisteredDevice]]:
    """The bucket's key and value; none for protocols that no gateway speaks."""
    if device.protocol not in MIRRORED:
        return []
    entry = RegisteredDevice(
        device=device.pk,
        secret=bytes.fromhex(device.secret.clear()),
        profile=device.profile,
        territory=device.territory,
        active=device.state == DeviceState.IN_USE and device.voided_at is None,
        rev=device.rev,
        plate=device.plate,
        terminal_id=device.terminal_id,
    )
    return [(register_key(device.protocol, device.key), entry)]


async def _with_bus(entries: dict[str, RegisteredDevice]) -> None:
    bus = await nats.connect(servers(settings.CONFIG.nats_url), max_reconnect_attempts=2, name="gasloop-register")
    try:
        bucket = await ensure_device_register(bus.jetstream())
        for key, entry in entries.items():
            await put(bucket, key, entry)
    finally:
        await bus.close()


async def put(bucket: KeyValue, key: str, entry: RegisteredDevice) -> bool:
    """Write an entry unless what is there is as new; a retired device's entry never covers a living one's."""
    there = await _there(bucket, key)
    if there is not None and not _newer(entry, there):
        return False
    await bucket.put(key, encode_device(entry))
    return True


def _newer(entry: RegisteredDevice, there: RegisteredDevice) -> bool:
    if there.device == entry.device:
        return entry.rev > there.rev
    return entry.active


async def _there(bucket: KeyValue, key: str) -> RegisteredDevice | None:
    try:
        value = (await bucket.get(key)).value
    except KeyNotFoundError:
        return None
    return decode_device(value) if value else None


_in_step: tuple[object, ...] = ()


async def resync(bus: Client) -> int:
    """The whole register to the bucket, and out of it what the register does not know; how many entries changed.

    Cheap while nothing happened: register and bucket are only compared when either has changed.
    """
    global _in_step
    bucket = await ensure_device_register(bus.jetstream())
    version = (*await sync_to_async(_version)(), await _last_write(bucket))
    if version == _in_step:
        return 0
    changed = await _compare(bucket)
    _in_step = (*version[:-1], await _last_write(bucket))
    return changed


def _version() -> tuple[object, ...]:
    found = Device.objects.aggregate(count=Count("pk"), revs=Sum("rev"), newest=Max("received_at"))
    return tuple(found.values())


async def _last_write(bucket: KeyValue) -> tuple[object, ...]:
    """Changes with every write of the bucket, and when it was made anew."""
    info = (await bucket.status()).stream_info
    return info.created, info.state.last_seq, info.state.messages


async def _compare(bucket: KeyValue) -> int:
    wanted = await sync_to_async(_living)()
    changed = 0
    for key in await _keys(bucket):
        there = await _there(bucket, key)
        if key not in wanted and there is not None:
            await bucket.delete(key)
            changed += 1
        elif there is not None and there.device == wanted[key].device and there.rev == wanted[key].rev:
            del wanted[key]
    for key, entry in wanted.items():
        await bucket.put(key, encode_device(entry))
        changed += 1
    await sync_to_async(broker.write_users)()
    return changed


async def _keys(bucket: KeyValue) -> list[str]:
    try:
        return list(await bucket.keys())
    except NoKeysError:
        return []


def _living() -> dict[str, RegisteredDevice]:
    rows = Device.objects.filter(state=DeviceState.IN_USE, voided_at__isnull=True, protocol__in=MIRRORED)
    return {key: entry for device in rows.iterator(CHUNK) for key, entry in entry_of(device)}
