"""JSON of MQTT, webhook and Modbus poller to rows."""

from collections.abc import Iterable
from typing import NamedTuple, cast
from uuid import UUID

from gasloop.bus.devices import Protocol, event_id
from gasloop.sensing.payloads.profiles import layouts
from gasloop.sensing.payloads.rows import Aside, Decoded, PoisonError, ReadingRow, Window, part_of
from gasloop.sensing.payloads.standard import Item, checked, code_of, items_of, moment, state_of
from gasloop.sensing.quantities import State

CHANNELS = 1 << 62
MOST_ITEMS = 5000


class Payload(NamedTuple):
    """One message as it came. `device` None: nobody we know. `profile`: its layout."""

    protocol: str
    key: str
    device: UUID | None
    profile: str
    received_us: int
    raw: bytes


def decode_payloads(messages: Iterable[Payload], window: Window) -> Decoded:
    """Rows of known devices; unknown ones and what cannot be read apart."""
    found = Decoded()
    for message in messages:
        if message.device is None:
            found.unknown.append(_aside(message))
            continue
        found.hear(message.device, message.received_us)
        try:
            found.readings += rows_of(message, message.device, window)
        except PoisonError as wrong:
            found.aside.append(_aside(message, str(wrong)))
    return found


def rows_of(message: Payload, device: UUID, window: Window) -> list[ReadingRow]:
    """The rows of one message; PoisonError when any of it cannot be read: half a message is none."""
    layout = layouts().get(message.profile)
    items = layout.items(message.raw) if layout else items_of(message.raw)
    if len(items) > MOST_ITEMS:
        raise PoisonError(f"{len(items)} items, at most {MOST_ITEMS} are read")
    event = event_id(device, cast(Protocol, message.protocol), message.raw)
    rows: list[ReadingRow] = []
    for index, item in enumerate(items):
        rows += _item(item, index << 8, device, event, message.received_us, window)
    return rows


def _item(item: Item, part: int, device: UUID, event: UUID, received: int, window: Window) -> list[ReadingRow]:
    if not -CHANNELS < item.channel < CHANNELS:
        raise PoisonError(f"channel {item.channel} is out of range")
    state = state_of(item.state) if item.state else 0
    when = moment(item.time)
    occurred = None if when is None else round(when.timestamp() * 1_000_000)
    if occurred is None or not window.holds(occurred, received):
        occurred, state = received, state | State.TIME_OURS
    rows: list[ReadingRow] = [
        (
            device,
            occurred,
            part_of(event, part | (code := code_of(name))),
            received,
            checked(value),
            item.channel,
            state,
            code,
        )
        for name, value in item.readings.items()
    ]
    if not rows:
        # A state without a value is a reading of its own; an empty message is a sign of life and no more.
        rows = [(device, occurred, part_of(event, part), received, None, item.channel, state, 0)] if item.state else []
    return rows


def _aside(message: Payload, why: str = "") -> Aside:
    return Aside(message.protocol, message.key, message.device, message.received_us, message.raw, why)
