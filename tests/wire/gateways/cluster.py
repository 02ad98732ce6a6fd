"""A cluster of one's own: three NATS servers of the embedded wheel on loopback, JetStream on files."""

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

NAMES = ("one", "two", "three")


class Node:
    """One server. Its store outlives it."""

    def __init__(self, name: str, place: Path, port: int, routes: list[str], own_route: int) -> None:
        self.name, self.url = name, f"nats://{LOOPBACK}:{port}"
        self._config, self._log = place / f"{name}.conf", place / f"{name}.log"
        store = json.dumps(str(place / name))
        self._config.write_text(
            f"server_name: {name}\nlisten: {json.dumps(f'{LOOPBACK}:{port}')}\nmax_payload: 1MB\n"
            f"jetstream {{ store_dir: {store}, sync_interval: 1s }}\n"
            f"cluster {{ name: town, listen: {json.dumps(f'{LOOPBACK}:{own_route}')}, routes: {json.dumps(routes)} }}\n"
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            command = [str(executables.nats_server()), "--config", str(self._config)]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=dict(os.environ))

    def kill(self) -> None:
        """SIGKILL, and gone."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(30)
            self._process = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None


class Cluster:
    """`url` names all three, as NATS_URL does."""

    def __init__(self, place: Path) -> None:
        ports = [free_port() for _ in range(2 * len(NAMES))]
        clients, peers = ports[: len(NAMES)], ports[len(NAMES) :]
        routes = [f"nats://{LOOPBACK}:{port}" for port in peers]
        self.nodes = [
            Node(name, place, client, routes, peer) for name, client, peer in zip(NAMES, clients, peers, strict=True)
        ]
        self.url = ",".join(node.url for node in self.nodes)

    def start(self) -> None:
        """All three, until JetStream has a leader."""
        for node in self.nodes:
            node.start()
        assert wait_until(lambda: answers(self.url), 60)

    def named(self, name: str) -> Node:
        return next(node for node in self.nodes if node.name == name)

    def end(self) -> None:
        for node in self.nodes:
            node.kill()


@contextmanager
def own_cluster(place: Path) -> Iterator[Cluster]:
    """A running cluster, gone in the end."""
    cluster = Cluster(place)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.end()
