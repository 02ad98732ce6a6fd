"""The gateways under `gasloop up`: their ports are checked before anything starts, and they come back when killed."""

import signal
import socket
from collections.abc import Iterator

import pytest
from tests.torture import straw
from tests.torture.town import Town
from tests.wire.straw_town import open_place

from gasloop.project.runtime import running
from gasloop.project.runtime.devices import GB26875_PORT, JT808_PORT, MQTT_PORT, DeviceDoors, open_doors
from gasloop.project.runtime.nats import LOOPBACK, free_port, listening
from gasloop.project.runtime.processes import recorded, wait_until
from gasloop.project.runtime.sentences import StartError


def silent(_line: str) -> None:
    """Nobody reads along."""


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen(1)
        yield other.getsockname()[1]


def test_a_taken_port_is_said_and_nothing_is_chosen_instead(taken: int) -> None:
    with pytest.raises(StartError) as refused:
        open_doors(DeviceDoors(jt808=taken, gb26875=0, mqtt=0), demo=False, say_line=silent)
    assert refused.value.code == "device_port.taken"


def test_only_a_demonstration_moves_from_the_usual_port(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gasloop.project.runtime.devices.JT808_PORT", taken)
    monkeypatch.setattr("gasloop.project.runtime.devices.GB26875_PORT", free_port())
    monkeypatch.setattr("gasloop.project.runtime.devices.MQTT_PORT", free_port())
    said: list[str] = []
    opened = open_doors(DeviceDoors(), demo=True, say_line=said.append)
    assert opened.jt808 != taken
    assert str(taken) in said[0]
    with pytest.raises(StartError):
        open_doors(DeviceDoors(), demo=False, say_line=silent)
    with pytest.raises(StartError):
        open_doors(DeviceDoors(jt808=taken), demo=True, say_line=silent)


def test_the_usual_ports_are_those_of_the_interface() -> None:
    assert (JT808_PORT, GB26875_PORT, MQTT_PORT) == (7611, 7612, 1883)


def test_a_demonstration_listens_on_this_machine_only() -> None:
    with pytest.raises(StartError) as refused:
        open_doors(DeviceDoors(host="192.0.2.1"), demo=True, say_line=silent)
    assert refused.value.code == "demo.public"


def test_zero_keeps_a_port_closed() -> None:
    opened = open_doors(DeviceDoors(jt808=0, gb26875=0, mqtt=0), demo=False, say_line=silent)
    assert (opened.jt808, opened.gb26875) == (0, 0)
    assert opened.said() == ""


def test_a_killed_gateway_comes_back_on_its_ports() -> None:
    with open_place() as place:
        ports = (free_port(), free_port())
        town = straw.town(place, free_port(), devices=ports)
        town.start()
        try:
            assert wait_until(lambda: all(listening(LOOPBACK, port) for port in ports), 30)
            assert running.environment(town.path)["GASLOOP_JT808_PORT"] == str(ports[0])
            before = recorded(town.path / "run" / "gateway.pid")
            assert before is not None
            before.signal(signal.SIGKILL)
            assert wait_until(lambda: _again(town, before.pid), 30)
            assert wait_until(lambda: all(listening(LOOPBACK, port) for port in ports), 30)
        finally:
            assert town.stop() == 0
        assert not any(listening(LOOPBACK, port) for port in ports)


def _again(town: Town, old: int) -> bool:
    found = recorded(town.path / "run" / "gateway.pid")
    return found is not None and found.pid != old and found.alive()
