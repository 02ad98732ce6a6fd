"""A terminal that never gives up: it sends points, resends what is not answered, and connects again when it is cut."""

import threading
import time
from collections import deque

from tests.wire.gateways.truck import AUTH, LOCATION_ID, Truck

from gasloop.bus.devices import RegisteredDevice, auth_code
from gateways.jt808.location import Location, write_location

WINDOW = 16
PATIENCE = 2.0


def point(sender: int, number: int) -> bytes:
    """A location nobody else sends."""
    when = bytes.fromhex("261125080000")
    return write_location(Location(0, 0xC0003, number, sender, 250, 400, 90, when, items=((0x01, bytes(4)),)))


class Sender(threading.Thread):
    """`acknowledged`: the points answered with 0."""

    def __init__(self, port: int, phone: str, device: RegisteredDevice, number: int) -> None:
        super().__init__(daemon=True)
        self.acknowledged: set[bytes] = set()
        self.connections = 0
        self._port, self._phone, self._device, self._number = port, phone, device, number
        self._unanswered: deque[bytes] = deque()
        self._count = 0
        self._finishing = threading.Event()

    def finish(self) -> None:
        """Send no new points, and end when all are answered."""
        self._finishing.set()
        self.join(60)
        assert not self.is_alive(), f"{len(self._unanswered)} points of truck {self._number} were never answered"

    def run(self) -> None:
        while not (self._finishing.is_set() and not self._unanswered):
            try:
                with Truck(self._port, self._phone) as truck:
                    self._talk(truck)
            except OSError:  # cut, refused, or not answered in time: come again and resend
                time.sleep(0.05)

    def _talk(self, truck: Truck) -> None:
        if truck.result(AUTH, {"auth_code": auth_code(self._device)}):
            raise ConnectionError("not let in")
        self.connections += 1
        while not (self._finishing.is_set() and not self._unanswered):
            while not self._finishing.is_set() and len(self._unanswered) < WINDOW:
                self._unanswered.append(point(self._number, self._count))
                self._count += 1
            waited = {truck.send(LOCATION_ID, body): body for body in self._unanswered}
            while waited:
                try:
                    answer = truck.hear(seconds=PATIENCE).body
                except TimeoutError:
                    break  # resend on the same connection, as T(n+1) has it
                body = waited.pop(int(str(answer["reply_serial"])), None)
                if body is not None and answer["result"] == 0:
                    self.acknowledged.add(body)
            self._unanswered = deque(body for body in self._unanswered if body not in self.acknowledged)
