"""The generator of `ingest_mqtt`: detectors over MQTT 3.1.1 with QoS 1, in a process of its own, whose CPU it reports.

    python -m benchmarks.detectors_mqtt PORT MESSAGES SECRETS.json

SECRETS: password by device key. All packets are encoded before the clock starts; a detector keeps a window of them
unacknowledged. Each message is one moment with three quantities, as the simulated detectors send it. One JSON line.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from gasloop.bus.mqtt import mqtt_topic

WINDOW = 64
QUANTITIES = 3
CONNECT, PUBLISH_QOS1, PUBACK = 0x10, 0x32, 0x40


def _text(text: str) -> bytes:
    raw = text.encode()
    return len(raw).to_bytes(2, "big") + raw


def _packet(kind: int, body: bytes) -> bytes:
    length, left = b"", len(body)
    while True:
        left, seven = left >> 7, left & 0x7F
        length += bytes([seven | 0x80 if left else seven])
        if not left:
            return bytes([kind]) + length + body


def connect(key: str, password: str) -> bytes:
    """A clean session, user and password, a minute of keepalive."""
    return _packet(CONNECT, _text("MQTT") + bytes([4, 0xC2, 0, 60]) + _text(key) + _text(key) + _text(password))


def publish(key: str, number: int, at: int) -> bytes:
    """Message `number` (from 1) of a detector, at `at` seconds since 1970."""
    value = number % 97 / 10
    readings = {"temperature": 20 + value / 10, "battery": 90.0, "concentration": value}
    body = json.dumps({"time": at * 1000, "readings": readings, "state": []}).encode()
    return _packet(PUBLISH_QOS1, _text(mqtt_topic(key)) + (number % 65535 + 1).to_bytes(2, "big") + body)


class Detector(asyncio.Protocol):
    """One client. Answers are two bytes of head and two of body: CONNACK once, PUBACK from then on."""

    def __init__(self, key: str, password: str, packets: list[bytes]) -> None:
        self._hello, self._packets = connect(key, password), packets
        self._sent = self._rest = self.acknowledged = 0
        self.let_in: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._hello)

    def data_received(self, data: bytes) -> None:
        if not self.let_in.done():
            self.let_in.set_result(data[3] == 0)
            data = data[4:]
        whole, self._rest = divmod(len(data) + self._rest, 4)
        self.acknowledged += whole
        if self.acknowledged >= len(self._packets):
            if not self.done.done():
                self.done.set_result(None)
        elif whole:
            self.go()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("the broker hung up"))

    def go(self) -> None:
        """As much as the window allows."""
        until = min(len(self._packets), self.acknowledged + WINDOW)
        if until > self._sent:
            self._transport.write(b"".join(self._packets[self._sent : until]))
            self._sent = until


async def run(port: int, messages: int, secrets: dict[str, str]) -> dict[str, float]:
    loop, each = asyncio.get_running_loop(), messages // len(secrets)
    start = int(time.time()) - each
    detectors = []
    for key, password in secrets.items():
        packets = [publish(key, number, start + number) for number in range(1, each + 1)]
        _, detector = await loop.create_connection(
            lambda key=key, password=password, packets=packets: Detector(key, password, packets),  # type: ignore[misc]
            "127.0.0.1",
            port,
        )
        detectors.append(detector)
    assert all(await asyncio.gather(*(detector.let_in for detector in detectors))), "a detector was turned away"
    cpu, began, began_at = time.process_time(), time.perf_counter(), time.time()
    for detector in detectors:
        detector.go()
    await asyncio.gather(*(detector.done for detector in detectors))
    took = time.perf_counter() - began
    used = time.process_time() - cpu
    acknowledged = sum(detector.acknowledged for detector in detectors)
    return {"began_at": began_at, "acknowledged": acknowledged, "took_s": took, "cpu_s": used}


def main() -> None:
    port, messages, secrets = sys.argv[1:]
    print(json.dumps(asyncio.run(run(int(port), int(messages), json.loads(Path(secrets).read_text())))))


if __name__ == "__main__":
    main()
