"""What is fuzzed: a name, the modules whose coverage guides it, a function of bytes that raises on a find.

A target takes any bytes. The reader's own error is an answer; any other exception, or a broken promise (asserted), is
a find. Frames are sealed with a right check byte or sum, else the fuzzer would never get past it.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

Target = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """`make` imports and prepares (under instrumentation) and gives the function."""

    packages: tuple[str, ...]
    make: Callable[[], Target]


def jt808_stream() -> Target:
    """Any bytes in any chunks: the same frames as in one piece, and bounded memory."""
    from gateways.jt808.framing import MAX_ESCAPED, Framer

    def target(data: bytes) -> None:
        size = data[0] + 1 if data else 1
        whole, torn = Framer(), Framer()
        wanted = [one for one in whole.feed(data) if isinstance(one, bytes)]
        found: list[bytes] = []
        for at in range(0, len(data), size):
            found += [one for one in torn.feed(data[at : at + size]) if isinstance(one, bytes)]
            assert torn.pending <= MAX_ESCAPED
        assert found == wanted

    return target


def jt808_message() -> Target:
    """Any body under any id and edition: read or refused in words; what is read is JSON and, written again, the same.

    But for the hemisphere bits: terminals that send two's complement get them when they are written again.
    """
    from gateways.jt808.codec import decode, encode, encode_raw, show
    from gateways.jt808.faults import FrameError
    from gateways.jt808.header import MAX_BODY, Header, Version
    from gateways.jt808.messages import KINDS

    ids, versions = sorted(KINDS), list(Version)

    def target(data: bytes) -> None:
        if len(data) < 2:
            return
        msg_id, version = ids[data[0] % len(ids)], versions[data[1] % 3]
        header = Header(msg_id, "013800000001", 7, version)
        (frame,) = encode_raw(header, data[2 : 2 + MAX_BODY])
        with suppress(FrameError):
            message = decode(frame, version)
            shown = show(message)
            json.dumps(shown, allow_nan=False)
            with suppress(FrameError):  # values a writer refuses, such as an item with a length of its own
                frames = encode(message.header, message.body)
                if "\ufffd" not in str(shown):  # bytes that are no text cannot be written again
                    assert _level(decode(frames[0], version).body) == _level(message.body)

    return target


def _level(value: object) -> object:
    """Without what hemisphere bits change."""
    if isinstance(value, dict):
        return {name: _level(each) for name, each in value.items() if name not in ("status", "states")}
    return [_level(each) for each in value] if isinstance(value, list) else value


def jt808_batch() -> Target:
    """The fast path reads what the slow one reads, and accounts for every frame."""
    from gateways.jt808.batch import decode_payloads
    from gateways.jt808.codec import decode_payload
    from gateways.jt808.faults import FrameError
    from gateways.jt808.header import MAX_BODY, Header, Version, write_header

    def target(data: bytes) -> None:
        if len(data) < 30:
            return
        payloads: list[bytes] = []
        count, size = data[0] % 24 + 1, min(28 + data[1] % 64, MAX_BODY)
        for turn in range(count):
            body = (data[2 + turn :] * 4)[:size]
            version = Version.V2019 if data[2 + turn % 8] & 1 else Version.V2013
            payloads.append(write_header(Header(0x0200, "013800000001", turn, version), len(body)) + body)
        columns = decode_payloads(payloads)
        faults = dict(columns.faults)
        assert sorted([*columns.frame, *faults]) == list(range(count))
        for row, index in enumerate(columns.frame):
            shown = decode_payload(payloads[index]).body
            assert columns.lat_e6[row] == round(float(str(shown["lat"])) * 1_000_000)
            assert columns.alarm[row] == shown["alarm"]
            assert (columns.time_s[row] is None) == (shown["time"] is None)
        for index in faults:
            try:
                decode_payload(payloads[index])
            except FrameError:
                continue
            raise AssertionError(f"the fast path refuses what the slow one reads: {faults[index]}")

    return target


def jt808_parts() -> Target:
    """Parts with any totals and indexes: within the limits whatever comes, and nothing whole that was not sent."""
    from gateways.jt808.header import Header, Package
    from gateways.jt808.split import Limits, Reassembly

    limits = Limits(parts=16, messages=4, held_bytes=2000)

    def target(data: bytes) -> None:
        parts, now = Reassembly(limits), 0.0
        for at in range(0, len(data) - 4, 5):
            total, index, serial, phone, step = data[at : at + 5]
            header = Header(0x0704, f"{phone % 3:012d}", serial, package=Package(total, min(index, total) or 1))
            now += step / 16
            parts.add(header, bytes((index,)) * (step + 1), now)
            if step % 5 == 0:
                parts.due(now)
            assert parts.held_bytes <= limits.held_bytes
            assert len(parts) <= limits.messages

    return target


def gb26875_stream() -> Target:
    """Any bytes in any chunks: the same packets as in one piece; giving up empties what is held."""
    from gateways.gb26875.framing import Framer

    def target(data: bytes) -> None:
        size = data[0] + 1 if data else 1
        whole, torn = Framer(), Framer()
        wanted = [one for one in whole.feed(data) if isinstance(one, bytes)]
        found: list[bytes] = []
        for at in range(0, len(data), size):
            found += [one for one in torn.feed(data[at : at + size]) if isinstance(one, bytes)]
            assert torn.pending <= 1054
        assert found == wanted
        torn.give_up()
        assert torn.pending == 0

    return target


def gb26875_packet() -> Target:
    """Any data unit in any dialect is shown, as JSON; what a layout read is, written again, the same."""
    from gateways.gb26875.codec import show
    from gateways.gb26875.faults import PacketError
    from gateways.gb26875.objects import read_adu, write_adu
    from gateways.gb26875.packet import MAX_ADU, Packet, read_packet, write_packet
    from gateways.gb26875.profile import PROFILES

    profiles = list(PROFILES.values())

    def target(data: bytes) -> None:
        if len(data) < 8:
            return
        profile = profiles[data[0] % len(profiles)]
        packet = Packet(7, data[1], 889, 88888, data[2:8], data[8 : 8 + MAX_ADU])
        raw = write_packet(packet, profile)
        assert read_packet(raw, profile) == packet
        json.dumps(show(packet, profile), allow_nan=False)
        adu = read_adu(packet.adu, profile)
        if adu and adu.fit == "layout":
            with suppress(PacketError):  # more objects than a packet may hold
                again = read_adu(write_adu(adu.type, adu.objects, profile), profile)
                assert again is not None
                assert again.objects == adu.objects

    return target


def decode_cli() -> Target:
    """`gasloop decode` says what is wrong with any line, for either protocol."""
    from gateways.decode_cli import decode_line

    def target(data: bytes) -> None:
        text = data.decode("utf-8", errors="replace")
        for protocol in ("jt808", "gb26875"):
            assert decode_line(protocol, text)["ok"] in (True, False)
            assert decode_line(protocol, data.hex())["ok"] in (True, False)

    return target


def payload() -> Target:
    """JSON payloads, ours and by layouts: items or a reason, nothing else."""
    from gasloop.sensing.payloads.mapping import Layout, LayoutSpec, PathSpec, StateSpec, TimeSpec, ValueSpec
    from gasloop.sensing.payloads.rows import PoisonError
    from gasloop.sensing.payloads.standard import checked, items_of, moment, state_of

    layout = Layout(
        LayoutSpec(
            name="fuzz",
            title="示例",
            source="example",
            protocols=["mqtt"],
            each="$.items[*]",
            time=TimeSpec("$.t", "unix_ms"),
            state=StateSpec("$.s", bits={0: "alarm", 1: "fault"}),
            channel=PathSpec("$.c"),
            readings=[ValueSpec("concentration", "$.v", scale=0.1)],
        )
    )

    def target(data: bytes) -> None:
        for read in (items_of, layout.items):
            with suppress(PoisonError):
                for item in read(data):
                    moment(item.time)
                    state_of(item.state)
                    for value in item.readings.values():
                        checked(value)

    return target


def plan() -> Target:
    """Any text gives a paper; any bytes a text or a reason."""
    from gasloop.plan.compiler.parsing import parse
    from gasloop.plan.compiler.reading import Unreadable, decode

    def target(data: bytes) -> None:
        with suppress(Unreadable):
            parse(decode(data))

    return target


def sheet() -> Target:
    """A ledger in any bytes: rows or a Refusal; a cell of any text is read or refused in words."""
    from decimal import Decimal

    import django

    django.setup()
    from gasloop.kernel.refusal import Refusal
    from gasloop.shell.importing.cells import CellError, as_day, as_number, as_yes_no
    from gasloop.shell.importing.reading import read_sheets

    def target(data: bytes) -> None:
        with suppress(Refusal):
            for sheet in read_sheets(data, "ledger.csv"):
                for cell in (cell for row in sheet.rows[:20] for cell in row[:20]):
                    for read in (as_day, as_yes_no):
                        with suppress(CellError):
                            read(cell)
                    with suppress(CellError):
                        assert isinstance(as_number(cell, ("元", "吨")), Decimal)

    return target


TARGETS: Mapping[str, Fuzzed] = {
    "jt808-stream": Fuzzed(("gateways.jt808",), jt808_stream),
    "jt808-message": Fuzzed(("gateways.jt808",), jt808_message),
    "jt808-batch": Fuzzed(("gateways.jt808",), jt808_batch),
    "jt808-parts": Fuzzed(("gateways.jt808",), jt808_parts),
    "gb26875-stream": Fuzzed(("gateways.gb26875",), gb26875_stream),
    "gb26875-packet": Fuzzed(("gateways.gb26875",), gb26875_packet),
    "decode-cli": Fuzzed(("gateways",), decode_cli),
    "payload": Fuzzed(("gasloop.sensing.payloads",), payload),
    "plan": Fuzzed(("gasloop.plan.compiler",), plan),
    "sheet": Fuzzed(("gasloop.shell.importing",), sheet),
}
