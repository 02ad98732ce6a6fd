"""Every ADU that can be written is read back; dialects and what fits nothing are kept."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateways.gb26875 import parts as p
from gateways.gb26875.codec import decode, duty_check, encode, read_request
from gateways.gb26875.faults import PacketError
from gateways.gb26875.objects import ADU_KINDS, Adu, AduKind, adu_name, read_adu, write_adu
from gateways.gb26875.packet import BEIJING, Packet, read_time, write_packet, write_time
from gateways.gb26875.profile import PROFILES, STANDARD, Profile


def is_plain(text: str) -> bool:
    try:
        return text.encode("gb18030").decode("gb18030") == text == text.strip()
    except UnicodeError:
        return False


letters = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8).filter(is_plain)


def cut_to(text: str, size: int) -> str:
    while len(text.encode("gb18030")) > size:
        text = text[:-1].strip()
    return text


def texts(size: int) -> st.SearchStrategy[str]:
    return letters.map(lambda text: cut_to(text, size))


instants = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(
    lambda t: t.replace(microsecond=0, tzinfo=BEIJING).isoformat()
)


def value_of(draw: st.DrawFn, part: p.Part) -> p.Object:
    match part:
        case p.Number():
            return {part.name: draw(st.integers(0, 256**part.size - 1))}
        case p.Status():
            return {"status": draw(st.integers(0, 256**part.size - 1))}
        case p.Operation():
            return {"op": draw(st.integers(0, 255)), "operator": draw(st.integers(0, 255))}
        case p.PartAddress():
            return {"part_addr": draw(st.integers(0, 2**32 - 1))}
        case p.Analog():
            return {"analog": draw(st.integers(0, 20)), "raw": draw(st.integers(-32768, 32767))}
        case p.Text():
            return {part.name: draw(texts(part.size))}
        case p.CountedText():
            return {part.name: draw(texts(200))}
        case p.Version():
            return {"version": f"{draw(st.integers(0, 255))}.{draw(st.integers(0, 255))}"}
        case p.Time():
            if draw(st.booleans()):
                return {part.name: draw(instants)}
            return {part.name: None, f"{part.name}_raw": "ffffffffffff"}
    raise AssertionError(f"no strategy for {part}")


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
@pytest.mark.parametrize("kind", [k for k in ADU_KINDS.values() if k.layouts(STANDARD)], ids=lambda kind: kind.name)
@settings(max_examples=10)
@given(data=st.data())
def test_written_and_read_back(kind: AduKind, profile: Profile, data: st.DataObject) -> None:
    if profile.adu == "opaque":
        profile = STANDARD
    layout = kind.layouts(profile)[0]
    count = data.draw(st.integers(1, min(kind.limit, 4)))
    objects: list[p.Object] = [{} for _ in range(count)]
    for item in objects:
        for part in layout:
            item |= value_of(cast(st.DrawFn, data.draw), part)
    adu = read_adu(write_adu(kind.type, objects, profile), profile)
    assert adu is not None
    assert (adu.type, adu.count, adu.fit) == (kind.type, count, "layout")
    for item, shown in zip(objects, adu.objects, strict=True):
        assert item.items() <= shown.items()


@given(st.binary(max_size=200), st.sampled_from(list(PROFILES.values())))
def test_any_adu_is_read_and_written_again(raw: bytes, profile: Profile) -> None:
    """Whatever it holds, an ADU can be shown and confirmed; one that fits no layout keeps all its bytes."""
    adu = read_adu(raw, profile)
    if adu is None:
        assert len(raw) < 2
    elif adu.fit != "layout":
        assert b"".join(bytes.fromhex(str(item["hex"])) for item in adu.objects) == raw[2:]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(raw: bytes) -> None:
    with suppress(PacketError):
        decode(raw)


def adu_of(raw: bytes, profile: Profile = STANDARD) -> Adu:
    adu = read_adu(raw, profile)
    assert adu is not None
    return adu


GAS: p.Object = {
    "sys": 128,
    "addr": 1,
    "part": 12,
    "part_addr": 5 << 16 | 3,
    "status": 2,
    "time": "2026-11-23T19:52:08+08:00",
}


def test_bit_1_of_a_gas_detector_is_a_gas_alarm() -> None:
    (item,) = adu_of(write_adu(2, [GAS | {"desc": "后厨"}])).objects
    assert item["status_names"] == ["gas_alarm"]
    assert (item["part_name"], item["sys_name"]) == ("standalone_gas_detector", "user")
    assert (item["zone"], item["number"], item["desc"]) == (3, 5, "后厨")


@pytest.mark.parametrize(("status", "names"), [(0, ["test"]), (1, ["normal"]), (2, ["fire_alarm"])])
def test_bit_0_clear_means_test_only_when_no_other_is_set(status: int, names: list[str]) -> None:
    item = {"sys": 1, "addr": 0, "status": status, "time": GAS["time"]}
    assert adu_of(write_adu(1, [item])).objects[0]["status_names"] == names


def test_gas_concentration_is_tenths_of_lel() -> None:
    item = {k: GAS[k] for k in ("sys", "addr", "part", "part_addr", "time")} | {"analog": 6, "value": 12.5}
    (shown,) = adu_of(write_adu(3, [item])).objects
    assert (shown["raw"], shown["value"], shown["unit"]) == (125, 12.5, "%LEL")
    assert shown["quantity"] == "gas_concentration"


def test_type_2_in_ten_bytes_is_a_setting_and_stays_hex_without_it() -> None:
    ten = PROFILES["ten-byte-component"]
    short = write_adu(2, [GAS | {"desc": ""}, GAS | {"desc": ""}], ten)
    assert len(short) == 2 + 2 * (10 + 6)
    assert [item["status"] for item in adu_of(short, ten).objects] == [2, 2]
    unknown = adu_of(short, STANDARD)
    assert (unknown.fit, len(unknown.objects)) == ("split", 2)


def test_bcd_times_and_big_endian_serials_are_settings() -> None:
    at = datetime(2026, 11, 23, 11, 52, 8, tzinfo=UTC)
    bcd = PROFILES["bcd-time"]
    assert write_time(at, bcd).hex() == "085219231126"
    assert read_time(write_time(at, bcd), bcd) == at
    assert read_time(b"\xaa" * 6, bcd) is None
    raw = write_packet(Packet(258, 2, 1, 2, write_time(at)), PROFILES["big-endian-serial"])
    assert raw[2:4] == b"\x01\x02"
    assert decode(raw, PROFILES["big-endian-serial"])["serial"] == 258


def test_an_own_layout_inside_the_flags_is_kept() -> None:
    raw = encode(Packet(1, 2, 1, 2, bytes(6)), 2, [GAS | {"desc": ""}])
    shown = decode(raw, PROFILES["opaque"])
    assert shown["fit"] == "split"
    assert shown["time"] is None
    assert shown["time_raw"] == "000000000000"


def test_what_fits_no_layout_is_split_evenly_or_kept_whole() -> None:
    assert adu_of(b"\x01\x02" + b"abcdef").objects == [{"hex": b"abc".hex()}, {"hex": b"def".hex()}]
    assert adu_of(b"\x01\x02" + b"abcde").fit == "raw"
    assert adu_of(b"\x80\x00" + b"abc").objects == [{"hex": b"abc".hex()}]
    assert (adu_name(128), adu_name(9), adu_name(255)) == ("user", "reserved", "reserved")


@pytest.mark.parametrize(
    ("adu_type", "objects", "why"),
    [
        (2, [GAS | {"desc": "长" * 20}], "40 bytes, the field 31"),
        (1, [{"sys": 1, "addr": 1, "status": 70000, "time": GAS["time"]}], "status 70000 does not fit"),
        (2, [GAS | {"desc": ""}] * 23, "takes 22"),
        (61, [{}], "sys must be a whole number"),
        (70, [{}], "give the object as hex"),
        (28, [{"time": "yesterday"}], "time: "),
    ],
)
def test_what_cannot_be_written_is_refused_in_words(adu_type: int, objects: list[Any], why: str) -> None:
    with pytest.raises(PacketError, match=why):
        write_adu(adu_type, objects)


def test_the_published_duty_check_and_request_are_written() -> None:
    at = datetime(2012, 9, 26, 1, 58, 32, tzinfo=UTC)
    check = duty_check(serial=1, source=88888, target=889, sent_at=at, minutes=10)
    assert check.hex() == "404001000101203a091a090c385b010000007903000000000300015b010a0f2323"
    request = read_request(serial=1, source=88888, target=889, sent_at=at, adu_type=85, item={"reserved": 0})
    assert request.hex() == "404001000101203a091a090c385b01000000790300000000030004550100022323"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "begins with @@"),
        ("4040", "at least 30 bytes"),
        ("4040" + "00" * 22 + "0104" + "00" * 4, "ADU length 1025 at byte 24"),
        ("4040" + "00" * 22 + "0100" + "00" * 4, "ADU length 1 at byte 24, 0 bytes are there"),
        ("4040" + "00" * 28, "ends with ##"),
    ],
)
def test_what_is_wrong_with_a_packet_is_said(raw: str, why: str) -> None:
    with pytest.raises(PacketError, match=why):
        decode(bytes.fromhex(raw))
