"""A NATS of the test's own with its MQTT listener, as `up` starts it, and event tables that are empty afterwards."""

import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.room.sensing.conftest import committed  # noqa: F401 - the same fixture

from gasloop.evidence import envelope
from gasloop.project.runtime.datadir import DataDir
from gasloop.project.runtime.nats import Mqtt, Nats, NatsOptions, free_port
from gasloop.project.runtime.processes import record, wait_until


@dataclass
class Broker:
    """The server; `kill` and `start` as an accident and the supervisor would."""

    nats: Nats
    mqtt_port: int
    data: DataDir
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    def start(self) -> None:
        self.nats.configure()
        self.process = subprocess.Popen(self.nats.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert wait_until(self.nats.ready, 20)
        record(self.data.pid_record("nats"), self.process.pid)

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def broker(tmp_path: Path, settings: Settings) -> Iterator[Broker]:
    """Stream and consumer first, then the listener."""
    data = DataDir.open(tmp_path / "data")
    port = free_port()
    nats = Nats(data, NatsOptions(mqtt=Mqtt(port=port)))
    nats.choose_port()
    made = Broker(nats, port, data)
    made.start()
    assert not nats.intake_there()
    nats.prepare_mqtt()
    assert wait_until(nats.intake_there, 5)
    made.kill()
    made.start()
    settings.CONFIG = replace(settings.CONFIG, data_dir=data.path, nats_url=nats.url())
    settings.EVIDENCE_KEY_DIR = tmp_path / "keys"
    envelope.forget()
    try:
        yield made
    finally:
        made.kill()
        envelope.forget()
        data.close()
        time.sleep(0)
