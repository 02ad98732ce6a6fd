"""Application data units of GB/T 26875.3: type, count, then that many information objects.

A type has one layout, or several of which the first that uses up the ADU exactly is taken. What fits none is split
evenly over the count, else kept whole, as hex: such a packet is confirmed all the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from gateways.gb26875.faults import PacketError
from gateways.gb26875.parts import (
    Analog,
    CountedText,
    Layout,
    Number,
    Object,
    Operation,
    PartAddress,
    Reader,
    Status,
    Text,
    Time,
    Version,
    Writer,
)
from gateways.gb26875.profile import STANDARD, Profile
from gateways.gb26875.tables import (
    COMPONENT_STATUS,
    COMPONENTS,
    DEVICE_OPERATIONS,
    DEVICE_STATUS,
    OPERATIONS,
    SYSTEM_STATUS,
    SYSTEMS,
)

Fit = Literal["layout", "split", "raw"]


@dataclass(frozen=True, slots=True)
class AduKind:
    """One ADU type: its layouts in a profile, and how many objects a packet may hold."""

    type: int
    name: str
    layouts: Callable[[Profile], tuple[Layout, ...]]
    limit: int = 255


def _kind(adu_type: int, name: str, *layouts: Layout, limit: int = 255) -> AduKind:
    return AduKind(adu_type, name, lambda _profile: layouts, limit)


SYSTEM: Layout = (Number("sys", names=SYSTEMS), Number("addr"))
COMPONENT: Layout = (*SYSTEM, Number("part", names=COMPONENTS), PartAddress())
PLACE: Layout = (*SYSTEM, PartAddress())
TIME: Layout = (Time(),)
RESERVED: Layout = (Number("reserved"),)


def _component_status(profile: Profile) -> tuple[Layout, ...]:
    """Type 2: the description's size is the profile's."""
    return ((*COMPONENT, Status(2, COMPONENT_STATUS), Text("desc", profile.description), *TIME),)


ADU_KINDS: Mapping[int, AduKind] = {
    kind.type: kind
    for kind in (
        _kind(1, "system_status", (*SYSTEM, Status(2, SYSTEM_STATUS), *TIME), limit=102),
        AduKind(2, "component_status", _component_status, limit=22),
        _kind(3, "component_analog", (*COMPONENT, Analog(), *TIME), limit=63),
        _kind(4, "system_operation", (*SYSTEM, Operation(OPERATIONS), *TIME), limit=102),
        # 5, 6, 8: whether system type and address come first is not in the notes; the ADU's length decides
        _kind(5, "system_version", (*SYSTEM, Version()), (Version(),)),
        _kind(6, "system_configuration", (*SYSTEM, CountedText("text")), (CountedText("text"),), limit=3),
        _kind(7, "component_configuration", (*COMPONENT, Text("desc", 31)), limit=26),
        _kind(8, "system_time", (*SYSTEM, *TIME), TIME),
        _kind(21, "device_status", (Status(1, DEVICE_STATUS), *TIME)),
        _kind(24, "device_operation", (Operation(DEVICE_OPERATIONS), *TIME), limit=127),
        _kind(25, "device_version", (Version(),)),
        _kind(26, "device_configuration", (CountedText("text"),)),
        _kind(28, "device_time", TIME),
        _kind(61, "read_system_status", SYSTEM),
        _kind(62, "read_component_status", PLACE),
        _kind(63, "read_component_analog", PLACE),
        _kind(64, "read_system_operation", (*SYSTEM, Number("records"), Time("start"))),
        _kind(65, "read_system_version", SYSTEM),
        _kind(66, "read_system_configuration", SYSTEM),
        _kind(67, "read_component_configuration", PLACE),
        _kind(68, "read_system_time", SYSTEM),
        _kind(81, "read_device_status", RESERVED),
        _kind(84, "read_device_operation", (Number("records"), Time("start"))),
        _kind(85, "read_device_version", RESERVED),
        _kind(86, "read_device_configuration", RESERVED),
        _kind(88, "read_device_time", RESERVED),
        _kind(89, "initialise", RESERVED),
        _kind(90, "clock_sync", TIME),
        _kind(91, "duty_check", (Number("minutes"),)),
    )
}
"""61, 65, 66, 68 and 84 are from memory of the standard's tables; what does not fit them stays hex."""


def adu_name(adu_type: int) -> str:
    """The type's name; 128-254 are the user's."""
    kind = ADU_KINDS.get(adu_type)
    return kind.name if kind else "user" if 128 <= adu_type <= 254 else "reserved"


@dataclass(frozen=True, slots=True)
class Adu:
    """`objects` as read by their layout; for fit `split` and `raw` they hold only `hex`."""

    type: int
    count: int
    objects: list[Object]
    fit: Fit = "layout"


def _by_layout(adu: bytes, layout: Layout, profile: Profile) -> list[Object] | None:
    """The objects, if the layout uses up the ADU exactly."""
    reader = Reader(adu, profile, at=2)
    objects: list[Object] = []
    try:
        for _ in range(adu[1]):
            item: Object = {}
            for part in layout:
                part.read(reader, item)
            objects.append(item)
    except PacketError:
        return None
    return None if reader.left else objects


def read_adu(adu: bytes, profile: Profile = STANDARD) -> Adu | None:
    """The ADU's objects; None for an ADU too short to have type and count (a heartbeat, a one-byte handshake)."""
    if len(adu) < 2:
        return None
    adu_type, count = adu[0], adu[1]
    kind = ADU_KINDS.get(adu_type)
    if kind and profile.adu == "standard":
        for layout in kind.layouts(profile):
            objects = _by_layout(adu, layout, profile)
            if objects is not None:
                return Adu(adu_type, count, objects)
    body = adu[2:]
    if count and body and len(body) % count == 0:
        size = len(body) // count
        return Adu(adu_type, count, [{"hex": body[i : i + size].hex()} for i in range(0, len(body), size)], "split")
    return Adu(adu_type, count, [{"hex": body.hex()}] if body else [], "raw")


def write_adu(adu_type: int, objects: list[Object], profile: Profile = STANDARD) -> bytes:
    """Type, count and objects: by the type's first layout that has all its values, or from `hex`.

    PacketError for a value that is missing or does not fit, and above the type's limit.
    """
    kind = ADU_KINDS.get(adu_type)
    limit = kind.limit if kind else 255
    if len(objects) > limit:
        raise PacketError(f"{len(objects)} objects, type {adu_type} takes {limit} in a packet")
    writer = Writer(bytearray((adu_type, len(objects))), profile)
    layouts = kind.layouts(profile) if kind else ()
    for item in objects:
        _write_object(writer, item, layouts, adu_type)
    return bytes(writer.out)


def _write_object(writer: Writer, item: Object, layouts: tuple[Layout, ...], adu_type: int) -> None:
    if "hex" in item:
        try:
            writer.out += bytes.fromhex(str(item["hex"]))
        except ValueError:
            raise PacketError(f"{item['hex']!r} is not hex") from None
        return
    wrong = PacketError(f"type {adu_type} has no layout here: give the object as hex")
    start = len(writer.out)
    for layout in layouts:
        try:
            for part in layout:
                part.write(writer, item)
        except PacketError as error:
            del writer.out[start:]
            wrong = error
        else:
            return
    raise wrong
