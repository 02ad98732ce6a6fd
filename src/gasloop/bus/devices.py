"""Devices on the bus: what a gateway stores before it acknowledges, and what it knows about devices.

Agreed between the gateways (who publish) and the intake (who reads). Subjects:

| subject | carries | kept |
|---|---|---|
| `dev.jt808`, `dev.gb26875`, `dev.http`, `dev.modbus` | a `DeviceBatch` in MessagePack | in the stream `DEVICES` |
| `dev.down.<register key>` | a `Downlink` in JSON, answered by `DownlinkAnswer` | no: its device listens, or nobody |
| bucket `DEVICE_REGISTER`: `jt808.…`, `gb26875.…` | `RegisteredDevice` in MessagePack | the last of each key |

The stream is a work queue that refuses what it has no room for: a batch stays until a consumer has committed and
acknowledged it, however long that takes, and a full stream means that devices are not acknowledged. (With `limits`
retention, batches long since committed would fill it and silence every device.) So a subject has one durable consumer.
"""

import contextlib
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

import msgspec
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, KeyValueConfig, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import BucketNotFoundError, NotFoundError
from nats.js.kv import KeyValue

from gasloop.bus.address import replicas

Protocol = Literal["jt808", "gb26875", "http", "modbus"]
PROTOCOLS: tuple[Protocol, ...] = ("jt808", "gb26875", "http", "modbus")

DEVICE_STREAM = "DEVICES"
DUPLICATE_WINDOW_S = 600.0
MAX_BATCH_BYTES = 768 << 10
"""Below the server's `max_payload` of 1 MB, headers included."""

REGISTER_BUCKET = "DEVICE_REGISTER"


def batch_subject(protocol: Protocol) -> str:
    """Where batches of this protocol go."""
    return f"dev.{protocol}"


def down_subject(key: str) -> str:
    """Where a connected device takes downlinks; `key` as in the register."""
    return f"dev.down.{key}"


# -- what devices said ---------------------------------------------------------------------------------------------


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """One message as it came.

    `key`: the register's key. `device`: None for a sender that is unknown, or has not authenticated: never trusted.
    `received_us`: Unix microseconds. `raw`: jt808: header and body, unescaped, checked, without flags and check byte
    (for `gateways.jt808.batch.decode_payloads`; a message that came in parts also as a whole, see
    `gateways.jt808.stored`); gb26875: the packet with its flags; http, modbus: the intake's own.
    `version`: jt808: `2011|2013|2019`; gb26875: the name of the device's profile.
    """

    key: str
    device: UUID | None
    received_us: int
    raw: bytes
    version: str


class DeviceBatch(msgspec.Struct, frozen=True, array_like=True):
    """Frames of many devices, in the order they came; published with `Nats-Msg-Id` = `batch_id`, so a resend is one."""

    protocol: Protocol
    gateway: str
    batch_id: str
    frames: list[Frame]


_encoder = msgspec.msgpack.Encoder(uuid_format="bytes")
_batch_decoder = msgspec.msgpack.Decoder(DeviceBatch)


def encode_batch(batch: DeviceBatch) -> bytes:
    """MessagePack; about the frames' own bytes and 45 more for each."""
    return _encoder.encode(batch)


def decode_batch(data: bytes) -> DeviceBatch:
    """The inverse; msgspec.DecodeError for anything else."""
    return _batch_decoder.decode(data)


def event_ids(device: UUID, protocol: Protocol, bodies: Iterable[bytes]) -> list[UUID]:
    """`event_id` of each body."""
    begun = hashlib.sha256(device.bytes + protocol.encode() + b"\0")
    found: list[UUID] = []
    for body in bodies:
        digest = begun.copy()
        digest.update(body)
        number = int.from_bytes(digest.digest()[:16], "big")
        number = number & ~(0xF << 76) | 8 << 76  # version 8: an id of one's own making (RFC 9562)
        found.append(UUID(int=number & ~(0x3 << 62) | 0x2 << 62))
    return found


def event_id(device: UUID, protocol: Protocol, body: bytes) -> UUID:
    """The same event has the same id however often and on whatever way it comes.

    `body`: jt808: the bytes of the location (0x0200's body, one item of 0x0704), else of the whole body; gb26875: the
    ADU. Serial and header are left out: a resend, and a blind-spot backfill, of one point are one event.
    """
    return event_ids(device, protocol, (body,))[0]


# -- what is known about devices -----------------------------------------------------------------------------------


class RegisteredDevice(msgspec.Struct, frozen=True):
    """A device of the register, as the gateways need it. Not in the bucket, or not `active`, means unknown.

    `secret`: 32 random bytes of this device; its auth code is made from them (`auth_code`). `code_digest`: SHA-256 of
    a code it brought along from another platform, or empty. `plate`, `terminal_id`: what its registration (0x0100) has
    to say; empty means anything. `profile`: the dialect. `rev` grows with every change.
    """

    device: UUID
    secret: bytes
    profile: str = "standard"
    territory: str = ""
    active: bool = True
    rev: int = 0
    code_digest: bytes = b""
    plate: str = ""
    terminal_id: str = ""


_device_decoder = msgspec.msgpack.Decoder(RegisteredDevice)


def encode_device(device: RegisteredDevice) -> bytes:
    """The bucket's value."""
    return _encoder.encode(device)


def decode_device(data: bytes) -> RegisteredDevice:
    """The inverse; msgspec.DecodeError for anything else."""
    return _device_decoder.decode(data)


def jt808_key(phone: str) -> str:
    """Register key of a terminal phone number (hex digits). Leading zeros only pad it: 12 digits or 20, it is one."""
    return f"jt808.{phone.lower().lstrip('0') or '0'}"


def gb26875_key(address: int) -> str:
    """Register key of a transmission device's address: twelve hex digits, most significant first."""
    return f"gb26875.{address:012x}"


def auth_code(device: RegisteredDevice) -> str:
    """What 0x8100 hands to the terminal and 0x0102 has to bring: 24 hex digits, the same at every registration."""
    return hmac.new(device.secret, b"jt808 auth code", hashlib.sha256).hexdigest()[:24]


def code_fits(device: RegisteredDevice, code: str) -> bool:
    """Is this the device's auth code, ours or the one it brought along?"""
    raw = code.encode("utf-8", errors="replace")
    ours = bool(device.secret) and hmac.compare_digest(raw, auth_code(device).encode())
    brought = bool(device.code_digest) and hmac.compare_digest(hashlib.sha256(raw).digest(), device.code_digest)
    return ours or brought


def same_code(one: RegisteredDevice, other: RegisteredDevice) -> bool:
    """Is what authenticated the one still good for the other?"""
    return (one.device, one.secret, one.code_digest) == (other.device, other.secret, other.code_digest)


# -- what is said to devices ---------------------------------------------------------------------------------------


class Downlink(msgspec.Struct, frozen=True):
    """A request to a connected device.

    jt808: `kind` is the message id (`0x8300`), `body` as in `gateways.jt808.messages`. gb26875: `kind` is `clock_sync`,
    `duty_check` (`{"minutes": n}`) or the ADU type of a read (`81`), `body` its object.
    """

    kind: str
    body: dict[str, object] = {}


class DownlinkAnswer(msgspec.Struct, frozen=True):
    """`ok`: the device answered and did not refuse. `result`: the answer's result code; `answer`: what it carried.

    `error`: `timeout` (sent as often as the protocol says), `gone` (the connection ended), `busy` (too many requests
    are open), or what is wrong with the request.
    """

    ok: bool
    result: int | None = None
    answer: dict[str, object] = {}
    error: str = ""


# -- the stream and the bucket -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Keeping:
    """How much is kept: `max_bytes` of batches nobody has committed yet; copies in a cluster."""

    max_bytes: int = 1 << 30
    replicas: int = field(default_factory=replicas)

    def stream(self) -> StreamConfig:
        return StreamConfig(
            name=DEVICE_STREAM,
            subjects=[batch_subject(protocol) for protocol in PROTOCOLS],
            retention=RetentionPolicy.WORK_QUEUE,
            storage=StorageType.FILE,
            discard=DiscardPolicy.NEW,
            max_bytes=self.max_bytes,
            duplicate_window=DUPLICATE_WINDOW_S,
            num_replicas=self.replicas,
        )


async def ensure_device_stream(js: JetStreamContext, keeping: Keeping | None = None) -> None:
    """Create the stream, also after it was deleted. Many may call it at once.

    With `keeping` one that is there is brought in step; without, whoever keeps it has decided.
    """
    wanted = (keeping or Keeping()).stream()
    try:
        await (js.update_stream(wanted) if keeping else js.stream_info(DEVICE_STREAM))
    except NotFoundError:
        await js.add_stream(wanted)


async def ensure_device_register(js: JetStreamContext, keeping: Keeping | None = None) -> KeyValue:
    """The bucket, created when it is not there (then it is empty: the register room fills it again)."""
    with contextlib.suppress(BucketNotFoundError):
        return await js.key_value(REGISTER_BUCKET)
    replicas = (keeping or Keeping()).replicas
    return await js.create_key_value(KeyValueConfig(REGISTER_BUCKET, history=1, replicas=replicas))
