"""Published JT/T 808 frames say what their publishers say they say."""

import json
from pathlib import Path
from typing import Any

import pytest

from gateways.jt808.codec import decode, encode, show
from gateways.jt808.faults import FrameError

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "vectors" / "jt808.json"
if not VECTORS.exists():
    pytest.skip("the published frames are not beside this checkout", allow_module_level=True)

Vector = dict[str, Any]

ALL: list[tuple[int, Vector]] = list(enumerate(json.loads(VECTORS.read_text())))
GOOD = [pytest.param(v, id=f"{i}-{v['expect']['msg_id']}") for i, v in ALL if v["checksum_ok"]]
BY_PUBLISHER = [pytest.param(v, id=str(i)) for i, v in ALL if "_repo_json" in v["expect"]]
BAD = [pytest.param(v, id=str(i)) for i, v in ALL if not v["checksum_ok"]]

LOCATION_NAMES = {
    "lat_raw": lambda body: round(body["lat"] * 1_000_000),
    "lng_raw": lambda body: round(body["lng"] * 1_000_000),
    "altitude": lambda body: body["altitude_m"],
    "speed": lambda body: round(body["speed_kmh"] * 10),
    "direction": lambda body: body["direction_deg"],
    "time": lambda body: body["time"].replace("T", " ").removesuffix("+08:00"),
}
AREA = {
    "id": "id",
    "attribute": "attribute",
    "maxSpeed": "max_speed_kmh",
    "duration": "overspeed_s",
    "radius": "radius_m",
    "nightMaxSpeed": "night_max_speed_kmh",
    "name": "name",
}
PUBLISHERS_NAMES = {
    "0x0107": {"deviceType": "type", "makerId": "maker", "deviceModel": "model", "deviceId": "terminal_id"}
    | {"iccid": "iccid", "hardwareVersion": "hardware", "firmwareVersion": "firmware", "gnssAttribute": "gnss"},
    "0x0702": {"status": "status", "cardStatus": "read_result", "name": "driver", "licenseNo": "cert"}
    | {"institution": "issuer", "licenseValidPeriod": "expires", "idCard": "id_card"},
    "0x8003": {"responseSerialNo": "first_serial", "id": "indexes"},
    "0x8105": {"command": "command", "parameter": "params"},
    "0x8202": {"interval": "interval_s", "validityPeriod": "validity_s"},
    "0x8203": {"responseSerialNo": "alarm_serial", "type": "alarm_types"},
    "0x8300": {"sign": "flag", "content": "text"},
    "0x8604": AREA,
}


def shown_of(vector: Vector) -> Any:
    """What our codec says of the frame, as parsed JSON."""
    return json.loads(json.dumps(show(decode(bytes.fromhex(vector["hex"])))))


def assert_location(expected: Any, body: Any) -> None:
    for name, value in expected.items():
        if name == "items":
            for item, data in value.items():
                assert body["items"][item] == data
        elif name in LOCATION_NAMES:
            assert LOCATION_NAMES[name](body) == value, name
        elif name != "trailing":
            assert body[name] == value, name


@pytest.mark.parametrize("vector", GOOD)
def test_header_is_read(vector: Vector) -> None:
    shown, expected = shown_of(vector), vector["expect"]
    assert shown["msg_id"] == expected["msg_id"]
    phone = expected.get("phone", expected.get("_phone"))
    if phone is not None:
        assert shown["phone"].lstrip("0") == phone.lstrip("0")
    serial = expected.get("serial", expected.get("_serial"))
    if serial is not None:
        assert shown["serial"] == serial
    assert shown["version"] == expected.get("version", shown["version"])
    if expected.get("_layout"):
        assert shown["version"] == "2013"
    if expected.get("subpackage"):
        assert shown["package"] == {"total": expected["total"], "index": expected["index"]}


@pytest.mark.parametrize("vector", GOOD)
def test_body_is_read(vector: Vector) -> None:
    body, expected = shown_of(vector)["body"], vector["expect"]
    decoded = expected.get("decoded", {})
    if not vector.get("known_mismatch"):
        decoded = vector["cross_check"].get("decoded", {}) | decoded
    if expected["msg_id"] == "0x0704":
        assert body["count"] == decoded["count"]
        assert len(body["positions"]) == len(decoded["positions"])
        for wanted, position in zip(decoded["positions"], body["positions"], strict=True):
            assert_location(wanted, position)
    elif expected["msg_id"] == "0x0200":
        assert_location(decoded, body)
    else:
        for name, value in decoded.items():
            got = body[name]
            assert (got.replace("T", " ").removesuffix("+08:00") if name == "time" else got) == value, name


@pytest.mark.parametrize("vector", BY_PUBLISHER)
def test_body_is_read_as_the_publisher_reads_it(vector: Vector) -> None:
    shown, theirs = shown_of(vector), vector["expect"]["_repo_json"]
    body = shown["body"]
    for name, ours in PUBLISHERS_NAMES.get(shown["msg_id"], {}).items():
        if name in theirs:
            assert body[ours] == theirs[name], name
    if shown["msg_id"] in ("0x8600", "0x8602"):
        assert len(body["areas"]) == len(theirs["items"])
        for area, wanted in zip(body["areas"], theirs["items"], strict=True):
            assert {AREA[k]: v for k, v in wanted.items() if k in AREA}.items() <= area.items()
            assert area["start"] == wanted["startTime"] + "+08:00"
            assert area["end"] == wanted["endTime"] + "+08:00"
    if shown["msg_id"] in ("0x0104", "0x8103"):
        assert [int(p["id"], 16) for p in body["params"]] == [int(k) for k in theirs["parameters"]]
    if shown["msg_id"] == "0x8604":
        points = [{k: round(v * 1_000_000) for k, v in p.items()} for p in body["points"]]
        assert points == [{"lat": p["latitude"], "lng": p["longitude"]} for p in theirs["points"]]


@pytest.mark.parametrize("vector", BAD)
def test_wrong_check_byte_is_refused(vector: Vector) -> None:
    with pytest.raises(FrameError, match=f"XOR is 0x{vector['checksum_calc']}"):
        decode(bytes.fromhex(vector["hex"]))


@pytest.mark.parametrize("vector", GOOD)
def test_written_again_it_is_the_same_frame(vector: Vector) -> None:
    message = decode(bytes.fromhex(vector["hex"]))
    if "part" in message.body:
        pytest.skip("one part of a message")
    frames = encode(message.header, message.body)
    assert decode(frames[0]) == message
    same_bytes = not (
        vector.get("known_mismatch")  # sets bit 14 on a 2013 header; we do not
        or "repeated_items" in message.body  # their order is lost in JSON
        or "QuecPython" in vector["source"]  # pads the plate on the left
    )
    if same_bytes:
        assert frames[0].hex() == vector["hex"]


def test_positions_off_the_globe_are_read_and_flagged() -> None:
    swapped = [v for _, v in ALL if v.get("lat_out_of_range") and not v.get("known_mismatch")]
    assert swapped
    for vector in swapped:
        body = shown_of(vector)["body"]
        for position in body.get("positions", [body]):
            assert position["valid_position"] is False
