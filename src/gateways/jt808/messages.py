"""All messages by id: name, direction, and the body's layout in each edition (JT/T 808-2011, 2013, 2019).

A layout that 2019 did not change is given once. An id this table does not hold is read as `{"data": hex}`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from gateways.jt808 import areas
from gateways.jt808.faults import FrameError
from gateways.jt808.fields import (
    BYTE,
    DWORD,
    WORD,
    Body,
    CountedHex,
    CountedText,
    Hex,
    HexId,
    IfLeft,
    Layout,
    Number,
    Numbers,
    Reader,
    Text,
    Time,
    When,
    hex_bytes,
    number_bytes,
    rows,
    text_of,
    whole,
    words,
)
from gateways.jt808.header import Version
from gateways.jt808.location import LocationBatch, LocationRest
from gateways.jt808.parameters import Parameters

Direction = Literal["up", "down"]
OLD, MIDDLE, NEW = Version.V2011, Version.V2013, Version.V2019


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One message id."""

    msg_id: int
    name: str
    direction: Direction
    layouts: Mapping[Version, Layout]


Layouts = Layout | Callable[[Version], Layout]


def _kind(msg_id: int, name: str, layout: Layouts, changed: Mapping[Version, Layout] | None = None) -> MessageKind:
    """`layout` for all editions, or a function of the edition; `changed` replaces single ones."""
    layouts = {v: layout(v) if callable(layout) else layout for v in Version} | dict(changed or {})
    return MessageKind(msg_id, name, "down" if msg_id & 0x8000 else "up", layouts)


EMPTY: Layout = ()
REPLY: Layout = (Number("reply_serial", WORD), HexId("reply_id", WORD), Number("result", BYTE))
OPAQUE: Layout = (Hex("data"),)
MEDIA: Layout = (Number("media_id", DWORD), *(Number(name, BYTE) for name in ("type", "format", "event", "channel")))
PASSTHROUGH: Layout = (Number("type", BYTE), Hex("data"))


def _register(maker: int, model: int, terminal_id: int) -> Layout:
    """0x0100: province and county by GB/T 2260; plate colour 0 means no plate, then `plate` holds the VIN."""
    return (
        Number("province", WORD),
        Number("city", WORD),
        Text("maker", maker),
        Text("model", model),
        Text("terminal_id", terminal_id),
        Number("plate_color", BYTE),
        Text("plate"),
    )


def _resend(count_size: int) -> Layout:
    """0x8003, 0x0005: the first part's serial and the numbers of the parts to send again."""
    return (Number("first_serial", WORD), Numbers("indexes", count_size, WORD))


def _attributes(model: int, terminal_id: int) -> Layout:
    """0x0107: type bit 1 = fit for hazardous goods. ICCID is at 34 in 2013 (the table says 42)."""
    return (
        Number("type", WORD),
        Text("maker", 5),
        Text("model", model),
        Text("terminal_id", terminal_id),
        Hex("iccid", 10),
        CountedText("hardware"),
        CountedText("firmware"),
        Number("gnss", BYTE),
        Number("communication", BYTE),
    )


def _driver(version: Version) -> Layout:
    """0x0702: what was read from the driver's card is there only when the terminal read it. 2011 has a longer cert."""
    licence: Layout = (
        CountedText("driver"),
        Text("cert", 40 if version is OLD else 20),
        CountedText("issuer"),
        Hex("expires", 4),
    )
    if version is NEW:
        licence += (IfLeft("id_card", (Text("id_card", 20),)),)
    result: Layout = (Number("read_result", BYTE), IfLeft("driver", licence))
    return (Number("status", BYTE), Time("time"), IfLeft("read_result", result))


@dataclass(frozen=True, slots=True)
class AuthCode:
    """0x0102 of 2019 (the printed offsets are wrong): length, code, IMEI 15, software 20.

    Some 2019 terminals send the bare code of 2013, or stop after the code: both are read.
    """

    def read(self, reader: Reader, body: Body) -> None:
        size = reader.data[0] if reader.data else 0
        if not 0 < size < len(reader.data) or not text_of(reader.data[1 : 1 + size]):
            body["auth_code"] = text_of(reader.rest())
            return
        reader.take(1, "length of auth_code")
        body["auth_code"] = text_of(reader.take(size, "auth_code"))
        for name, width in (("imei", 15), ("software", 20)):
            if reader.left >= width:
                body[name] = text_of(reader.take(width, name))

    def write(self, out: bytearray, body: Body) -> None:
        CountedText("auth_code").write(out, body)
        for name, width in (("imei", 15), ("software", 20)):
            if name in body:
                Text(name, width).write(out, body)


@dataclass(frozen=True, slots=True)
class Controls:
    """0x8500 of 2019 (the printed offsets are wrong): count WORD, {id WORD, parameter}. 1 = doors: 0 lock, 1 open.

    The parameters of other ids have no known length, so reading stops there and keeps the rest as hex.
    """

    def read(self, reader: Reader, body: Body) -> None:
        count = reader.number(2, "count")
        controls: list[Body] = []
        while len(controls) < count and reader.left >= 3 and reader.data[reader.at : reader.at + 2] == b"\x00\x01":
            reader.take(2, "id")
            controls.append({"id": 1, "param": reader.number(1, "param")})
        body["count"] = count
        body["controls"] = controls

    def write(self, out: bytearray, body: Body) -> None:
        controls = rows(body, "controls")
        count = whole(body, "count") if "count" in body else len(controls)
        out += number_bytes(count, 2, "count")
        for control in controls:
            if control.get("id") != 1:
                raise FrameError(f"control {control.get('id')!r} is not known here (1 = doors)")
            out += b"\x00\x01" + number_bytes(whole(control, "param"), 1, "param")


KINDS: Mapping[int, MessageKind] = {
    kind.msg_id: kind
    for kind in (
        _kind(0x0001, "terminal_reply", REPLY),
        _kind(0x0002, "heartbeat", EMPTY),
        _kind(0x0003, "deregister", EMPTY),
        _kind(0x0004, "time_query", EMPTY),
        _kind(0x0005, "terminal_resend_request", _resend(WORD)),
        _kind(0x0100, "register", _register(5, 20, 7), {OLD: _register(5, 8, 7), NEW: _register(11, 30, 30)}),
        _kind(0x0102, "authenticate", (Text("auth_code"),), {NEW: (AuthCode(),)}),
        _kind(0x0104, "parameters", (Number("reply_serial", WORD), Parameters())),
        _kind(0x0107, "attributes", _attributes(20, 7), {NEW: _attributes(30, 30)}),
        _kind(0x0200, "location", lambda v: (LocationRest(v),)),
        _kind(0x0201, "location_reply", lambda v: (Number("reply_serial", WORD), LocationRest(v))),
        _kind(0x0500, "control_reply", lambda v: (Number("reply_serial", WORD), LocationRest(v))),
        _kind(0x0608, "areas_reply", (Number("type", BYTE), Number("count", DWORD), Hex("areas"))),
        _kind(0x0701, "waybill", (CountedHex("content", DWORD),)),
        _kind(0x0702, "driver_card", _driver),
        _kind(0x0704, "location_batch", lambda v: (LocationBatch(v),)),
        _kind(0x0800, "media_event", MEDIA),
        _kind(0x0801, "media", (*MEDIA, Hex("data"))),
        _kind(0x0900, "passthrough_up", PASSTHROUGH),
        _kind(0x8001, "platform_reply", REPLY),
        _kind(0x8003, "resend_request", _resend(BYTE), {NEW: _resend(WORD)}),
        _kind(0x8004, "time_reply", (Time("time", utc=True),)),
        _kind(
            0x8100,
            "register_reply",
            (
                Number("reply_serial", WORD),
                Number("result", BYTE),
                When("result", 0xFF, 0, (Text("auth_code"),)),
            ),
        ),
        _kind(0x8103, "set_parameters", (Parameters(),)),
        _kind(0x8104, "query_parameters", EMPTY),
        _kind(0x8105, "terminal_control", (Number("command", BYTE), Text("params"))),
        _kind(0x8106, "query_some_parameters", (Numbers("ids", BYTE, DWORD),)),
        _kind(0x8107, "query_attributes", EMPTY),
        _kind(0x8201, "location_query", EMPTY),
        _kind(
            0x8202,
            "tracking",
            (Number("interval_s", WORD), IfLeft("validity_s", (Number("validity_s", DWORD),))),
        ),
        _kind(0x8203, "confirm_alarm", (Number("alarm_serial", WORD), Number("alarm_types", DWORD))),
        _kind(0x8204, "link_check", EMPTY),
        _kind(
            0x8300,
            "text",
            (Number("flag", BYTE), Text("text")),
            {NEW: (Number("flag", BYTE), Number("type", BYTE), Text("text"))},
        ),
        _kind(0x8500, "control", (Number("flag", BYTE),), {NEW: (Controls(),)}),
        _kind(0x8600, "set_circles", areas.circles),
        _kind(0x8601, "delete_circles", areas.DELETE),
        _kind(0x8602, "set_rectangles", areas.rectangles),
        _kind(0x8603, "delete_rectangles", areas.DELETE),
        _kind(0x8604, "set_polygon", areas.polygon),
        _kind(0x8605, "delete_polygons", areas.DELETE),
        _kind(0x8606, "set_route", areas.route),
        _kind(0x8607, "delete_routes", areas.DELETE),
        _kind(0x8608, "query_areas", (Number("type", BYTE), Numbers("ids", DWORD, DWORD))),
        _kind(0x8800, "media_reply", (Number("media_id", DWORD), IfLeft("parts", (Numbers("parts", BYTE, WORD),)))),
        _kind(0x8900, "passthrough_down", PASSTHROUGH),
    )
}

PASSTHROUGH_TYPES: Mapping[int, str] = {
    0x00: "gnss_detail",
    0x0B: "ic_card",
    0x41: "serial_port_1",
    0x42: "serial_port_2",
}
"""0x0900, 0x8900 ; 0xF0-0xFF are the user's."""


def name_of(msg_id: int) -> str:
    """The message's name, or `unknown`."""
    kind = KINDS.get(msg_id)
    return kind.name if kind else "unknown"


def layout_of(msg_id: int, version: Version) -> Layout:
    kind = KINDS.get(msg_id)
    return kind.layouts[version] if kind else OPAQUE


def edition_of_register(body: bytes, version: Version) -> Version:
    """2011 or 2013, by the length of a 0x0100 body: model has 8 bytes in 2011, 20 in 2013.

    25 to 36 bytes can only be 2011. A 2011 registration by VIN (17 characters) has 42, told by its colour 0 before it.
    """
    if version is Version.V2019 or len(body) < 25:
        return version
    vin = body[25:]
    by_vin = len(body) == 42 and body[24] == 0 and vin.isalnum() and vin.isascii()
    return Version.V2011 if len(body) < 37 or by_vin else Version.V2013


def read_body(msg_id: int, version: Version, body: bytes) -> Body:
    """The body's values by name; what follows the known fields stands as hex under `rest`. FrameError when short."""
    reader = Reader(body)
    shown: Body = {}
    for field in layout_of(msg_id, version):
        field.read(reader, shown)
    if reader.left:
        shown["rest"] = reader.rest().hex()
    return shown


def write_body(msg_id: int, version: Version, body: Body) -> bytes:
    """The inverse of `read_body`. FrameError for a value that is missing or does not fit."""
    out = bytearray()
    for field in layout_of(msg_id, version):
        field.write(out, body)
    if "rest" in body:
        out += hex_bytes(words(body, "rest"), "rest")
    return bytes(out)
