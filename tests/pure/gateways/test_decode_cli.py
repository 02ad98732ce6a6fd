"""`gasloop decode`: one frame a line, in JSON or for people, and fast to start."""

import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateways.decode_cli import MAX_LINE, decode_line, run

LOCATION = (
    "7e0200402a01000000000188888888880002000000000000000201ccae60064f01cc011801a9005a261123195208"
    "0104000003e80202014503020000707e"
)
FIRE = (
    "404001000101203a091a090c790300000000385b0100000030000202010101280a000200020020202020202020202020"
    "202020202020202020202020202020202020202000023a091a090c462323"
)


def test_a_location_is_shown_as_the_interface_says() -> None:
    shown: dict[str, Any] = decode_line("jt808", LOCATION)
    assert shown["body"].pop("values") == {"mileage_km": 100.0, "fuel_l": 32.5, "recorder_speed_kmh": 0.0}
    assert shown == {
        "ok": True,
        "version": "2019",
        "msg_id": "0x0200",
        "name": "location",
        "phone": "00000000018888888888",
        "serial": 2,
        "body": {
            "alarm": 0,
            "status": 2,
            "lat": 30.1912,
            "lng": 105.8411,
            "altitude_m": 280,
            "speed_kmh": 42.5,
            "direction_deg": 90,
            "time": "2026-11-23T19:52:08+08:00",
            "valid_position": True,
            "alarms": [],
            "states": ["fixed"],
            "load": "empty",
            "items": {"0x01": "000003e8", "0x02": "0145", "0x03": "0000"},
        },
    }


def test_a_fire_alarm_is_shown_as_the_interface_says() -> None:
    shown: dict[str, Any] = decode_line("gb26875", FIRE.upper())
    wanted = {"ok": True, "serial": 1, "version": [1, 1], "time": "2012-09-26T09:58:32+08:00", "command": 2, "type": 2}
    assert wanted.items() <= shown.items()
    assert (shown["source"], shown["target"]) == ("000000000379", "000000015b38")
    assert shown["objects"][0]["status_names"] == ["fire_alarm"]


@pytest.mark.parametrize(
    ("protocol", "line", "why"),
    [
        ("jt808", "", "the line is empty"),
        ("jt808", "7e0g", "character 4 is 'g'"),
        ("jt808", "7e0", "half a byte"),
        ("jt808", "7" * (MAX_LINE + 1), "more than 16384 characters"),
        ("jt808", "7e7e", "0 bytes between the flags"),
        ("gb26875", "2323", "begins with @@"),
        ("modbus", "00", "use one of jt808, gb26875"),
    ],
)
def test_failures_say_what_is_wrong(protocol: str, line: str, why: str) -> None:
    shown = decode_line(protocol, line)
    assert shown["ok"] is False
    assert why in str(shown["error"])


@given(st.sampled_from(["jt808", "gb26875", "x"]), st.text() | st.binary(max_size=100).map(bytes.hex))
def test_no_line_raises(protocol: str, line: str) -> None:
    json.dumps(decode_line(protocol, line))


def test_blanks_and_prefix_are_allowed() -> None:
    spaced = " 0x" + " ".join(LOCATION[i : i + 2] for i in range(0, len(LOCATION), 2)) + "\n"
    assert decode_line("jt808", spaced)["ok"]


def test_standard_input_gives_one_object_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{LOCATION}\n\n{'7' * 100_000}\nzz\n{LOCATION}"))
    assert run("jt808", "-", True) == 1
    assert [json.loads(line)["ok"] for line in capsys.readouterr().out.splitlines()] == [
        True,
        False,  # the blank line: the n-th answer belongs to the n-th line
        False,
        False,
        True,
    ]


def piped(given: bytes, protocol: str = "jt808") -> subprocess.CompletedProcess[bytes]:
    code = f"import sys; from gateways.decode_cli import run; sys.exit(run({protocol!r}, '-', True))"
    env = os.environ | {"PYTHONIOENCODING": "utf-8:strict"}
    return subprocess.run([sys.executable, "-c", code], input=given, capture_output=True, check=False, env=env)


@pytest.mark.parametrize("protocol", ["jt808", "gb26875"])
def test_bytes_that_are_no_text_are_answered_line_by_line(protocol: str) -> None:
    done = piped(b"\xff\xfe\x00\n\xc3\n\xcf" + bytes(range(128, 256)), protocol)
    assert [json.loads(line)["ok"] for line in done.stdout.splitlines()] == [False, False, False]
    assert (done.returncode, done.stderr) == (1, b"")


def test_windows_line_ends_and_a_byte_order_mark_are_no_fault() -> None:
    done = piped(b"\xef\xbb\xbf" + f"{LOCATION}\r\n{LOCATION}".encode())
    assert [json.loads(line)["ok"] for line in done.stdout.splitlines()] == [True, True]
    assert done.returncode == 0


def test_nothing_in_nothing_out() -> None:
    done = piped(b"")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_reader_who_has_seen_enough_ends_it_quietly() -> None:
    code = "import sys; from gateways.decode_cli import run; sys.exit(run('jt808', '-', True))"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, said = process.communicate(f"{LOCATION}\n".encode() * 200)
    assert (process.returncode, said) == (1, b"")


def test_people_get_names_and_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("jt808", LOCATION, False) == 0
    assert "  lat: 30.1912\n" in capsys.readouterr().out
    assert run("jt808", "zz", False) == 1
    assert "✗ character 1" in capsys.readouterr().out


def test_an_unknown_protocol_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("mqtt", "00", True) == 2
    assert "mqtt" in capsys.readouterr().err


@pytest.mark.parametrize("protocol", ["jt808", "gb26875"])
def test_it_starts_without_heavy_imports(protocol: str) -> None:
    frame = LOCATION if protocol == "jt808" else FIRE
    heavy = "{'django', 'asyncio', 'msgspec', 'hypothesis'}"
    code = (
        "import sys; from gateways.decode_cli import run; "
        f"run({protocol!r}, {frame!r}, True); "
        f"sys.exit(len({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
