"""A NATS of one's own: started, killed and started again by the tests, never the shared one."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gasloop.bus.reaching import answers
from gasloop.project.runtime import executables
from gasloop.project.runtime.nats import LOOPBACK, free_port
from gasloop.project.runtime.processes import wait_until


class Broker:
    """`place` keeps what JetStream stored, from one start to the next."""

    def __init__(self, place: Path) -> None:
        self.port = free_port()
        self.url = f"nats://{LOOPBACK}:{self.port}"
        self._place = place
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Until JetStream answers."""
        config = self._place / "nats.conf"
        store = json.dumps(str(self._place / "store"))
        config.write_text(
            f"server_name: broker\nlisten: {json.dumps(f'{LOOPBACK}:{self.port}')}\n"
            f"max_payload: 1MB\njetstream {{ store_dir: {store}, sync_interval: 1s }}\n"
        )
        with (self._place / "nats.log").open("ab") as log:
            command = [str(executables.nats_server()), "--config", str(config)]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=dict(os.environ))
        assert wait_until(lambda: answers(self.url), 30), (self._place / "nats.log").read_text()

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None
        return self._process.pid

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """End it and wait until it is gone."""
        assert self._process is not None
        self._process.send_signal(number)
        self._process.wait(30)

    def end(self) -> None:
        """Gone, whether it ran or not."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(30)


@contextmanager
def own_broker(place: Path) -> Iterator[Broker]:
    """A running broker, stopped in the end."""
    broker = Broker(place)
    broker.start()
    try:
        yield broker
    finally:
        broker.end()
