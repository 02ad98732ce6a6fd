"""Published GB/T 26875.3 packets say what their publishers say they say."""

import json
from pathlib import Path
from typing import Any

import pytest

from gateways.gb26875.codec import decode
from gateways.gb26875.faults import PacketError
from gateways.gb26875.objects import read_adu, write_adu
from gateways.gb26875.packet import read_packet, write_packet

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "vectors" / "gb26875.json"
if not VECTORS.exists():
    pytest.skip("the published packets are not beside this checkout", allow_module_level=True)

Vector = dict[str, Any]

ALL: list[tuple[int, Vector]] = list(enumerate(json.loads(VECTORS.read_text())))
GOOD = [pytest.param(v, id=str(i)) for i, v in ALL if v["checksum_ok"]]
BAD = [pytest.param(v, id=str(i)) for i, v in ALL if not v["checksum_ok"]]


def as_published(value: object) -> object:
    return value.replace("T", " ").removesuffix("+08:00") if isinstance(value, str) else value


@pytest.mark.parametrize("vector", GOOD)
def test_the_packet_is_read(vector: Vector) -> None:
    shown: dict[str, Any] = decode(bytes.fromhex(vector["hex"]))
    expected = vector["cross_check"] | vector["expect"]
    for name in ("serial", "version", "command", "type", "count", "length"):
        if name in expected:
            assert shown[name] == expected[name], name
    assert as_published(shown["time"]) == expected["time"]
    assert (shown["source_number"], shown["target_number"]) == (expected["source"], expected["target"])
    assert int(shown["source"], 16) == shown["source_number"]
    if "objects" in expected:
        for wanted, item in zip(expected["objects"], shown["objects"], strict=True):
            assert {k: as_published(item[k]) for k in wanted} == wanted


def test_the_description_ends_at_the_first_nul() -> None:
    (capture,) = [v for _, v in ALL if "junk after the first NUL" in v.get("note", "")]
    shown: dict[str, Any] = decode(bytes.fromhex(capture["hex"]))
    (item,) = shown["objects"]
    assert item["desc"] == "1号接口板1回路1号"
    assert (item["zone"], item["number"]) == (1, 1)


@pytest.mark.parametrize("vector", BAD)
def test_a_wrong_sum_is_refused(vector: Vector) -> None:
    with pytest.raises(PacketError, match=f"give 0x{vector['checksum_calc']}"):
        decode(bytes.fromhex(vector["hex"]))


@pytest.mark.parametrize("vector", GOOD)
def test_written_again_it_is_the_same_packet(vector: Vector) -> None:
    packet = read_packet(bytes.fromhex(vector["hex"]))
    assert write_packet(packet).hex() == vector["hex"]
    adu = read_adu(packet.adu)
    if adu is not None and not any("desc" in item for item in adu.objects):  # descriptions are padded with other bytes
        assert write_adu(adu.type, adu.objects) == packet.adu
