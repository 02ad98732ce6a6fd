"""A user information transmission device: GB/T 26875.3 over TCP. Sends, waits for the confirmation, sends again.

Orders of the centre are confirmed, requests answered, a duty check (查岗) answered with the key of the person on duty.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from gateways.gb26875.codec import CLOCK_SYNC, DUTY_CHECK
from gateways.gb26875.faults import Fault, PacketError
from gateways.gb26875.framing import Framer
from gateways.gb26875.objects import write_adu
from gateways.gb26875.packet import (
    ANSWER,
    CONFIRM,
    CONTROL,
    DENY,
    REQUEST,
    SEND,
    Packet,
    read_packet,
    reply,
    write_packet,
    write_time,
)
from gateways.gb26875.parts import Object
from gateways.simulate.household import Household, Telling
from gateways.simulate.journal import Journal
from gateways.simulate.line import Address, Line
from gateways.simulate.outbox import Outbox, Parcel, Patience

STANDARD = Patience(first_s=10.0, resends=3, later_s=5.0)
CENTRE = 1
DUTY_ANSWER, DEVICE_OPERATION = 1 << 5, 24
ANSWERS: dict[int, tuple[int, Object]] = {
    81: (21, {"status": 1}),
    85: (25, {"version": "1.1"}),
    86: (26, {"text": "示例"}),
    88: (28, {}),
}
"""What is asked (type) to the type and object of the answer; the time is put in where the type has one."""


class Transmitter(Line):
    """The device of `household`. `latencies` gets the seconds from each first sending to its confirmation."""

    def __init__(
        self,
        household: Household,
        address: Address,
        journal: Journal,
        *,
        patience: Patience = STANDARD,
        window: int = 1,
        heartbeat_s: float = 25.0,
        first_serial: int = 0,
        now: Callable[[], datetime] | None = None,
        latencies: list[float] | None = None,
    ) -> None:
        super().__init__(address)
        self.household = household
        self.outbox = Outbox(patience, window)
        self.online = False
        self._journal = journal
        self._heartbeat_s = heartbeat_s
        self._serial = first_serial
        self._now = now or (lambda: datetime.now(UTC))
        self._last_said = 0.0
        self._framer = Framer()
        self._latencies = latencies

    # -- what it has to send ----------------------------------------------------------------------------------------

    def parcel(self, telling: Telling) -> Parcel:
        """The telling as a packet, entered in the journal."""
        serial, packet = self._packet(SEND, telling.adu, datetime.fromtimestamp(telling.at, UTC))
        return Parcel((packet,), (serial,), self._journal.sent(telling.items))

    def put(self, telling: Telling, now: float) -> None:
        """Send it as soon as the one before is confirmed."""
        self.outbox.put(self.parcel(telling))
        self.flow(now)

    def flow(self, now: float) -> None:
        """As much as window and socket take."""
        if self.online and not self.full:
            packets = self.outbox.ready(now)
            if packets:
                self._last_said = now
                self.say(b"".join(packets))

    def _packet(self, command: int, adu: bytes, at: datetime, serial: int | None = None) -> tuple[int, bytes]:
        profile = self.household.profile
        if serial is None:
            serial, self._serial = self._serial, (self._serial + 1) & 0xFFFF
        sent_at = write_time(at, profile)
        packet = Packet(serial, command, self.household.address, CENTRE, sent_at, adu, profile.version)
        return serial, write_packet(packet, profile)

    # -- the connection ---------------------------------------------------------------------------------------------

    def opened(self) -> None:
        self._framer = Framer()
        self.online = True
        now = asyncio.get_running_loop().time()
        self._beat(now)
        self.flow(now)

    def closed(self) -> None:
        self.online = False
        self.outbox.rewind()

    def _beat(self, now: float) -> None:
        """The heartbeat of the field: an empty data unit. It introduces the device, since there is no registration."""
        self._last_said = now
        self.say(self._packet(SEND, b"", self._now())[1])

    def tick(self, now: float) -> None:
        if self.transport is None:
            return
        again = self.outbox.overdue(now)
        if again is None:
            self.tally.broken += 1
            self.cut(self.outbox.patience.later_s)
            return
        if again:
            self._last_said = now
            self.say(b"".join(again))
        elif now - self._last_said >= self._heartbeat_s:
            self._beat(now)
        self.flow(now)

    # -- what the centre says ---------------------------------------------------------------------------------------

    def heard(self, data: bytes) -> None:
        now = asyncio.get_running_loop().time()
        for raw in self._framer.feed(data):
            if not isinstance(raw, Fault):
                try:
                    self._understand(read_packet(raw, self.household.profile), now)
                except PacketError:
                    continue  # a damaged or foreign packet: a device lets it go
        self.flow(now)

    def _understand(self, packet: Packet, now: float) -> None:
        if packet.command == CONFIRM:
            parcel = self.outbox.acknowledge(packet.serial)
            if parcel:
                self.settled()
                self.tally.acknowledged += 1
                self._journal.acknowledged(parcel.number)
                if self._latencies is not None:
                    self._latencies.append(now - parcel.first)
        elif packet.command == DENY:
            denied = self.outbox.flying(packet.serial)
            if denied:
                self.tally.refused += 1
                denied.due = now  # what the centre could not read is sent again at once
        elif packet.command == CONTROL:
            self._obey(packet)
        elif packet.command == REQUEST:
            self._answer(packet)

    def _obey(self, packet: Packet) -> None:
        self.tally.orders += 1
        self.say(write_packet(reply(packet, CONFIRM, self._now(), self.household.profile), self.household.profile))
        if packet.adu[:1] == bytes((DUTY_CHECK,)):
            pressed: Object = {"op": DUTY_ANSWER, "operator": 1, "time": self._now().isoformat(timespec="seconds")}
            adu = write_adu(DEVICE_OPERATION, [pressed], self.household.profile)
            self.outbox.put(self.parcel(Telling(int(self._now().timestamp()), adu)))
        elif packet.adu[:1] == bytes((CLOCK_SYNC,)):
            pass  # its clock is the scenario's

    def _answer(self, packet: Packet) -> None:
        self.tally.orders += 1
        profile = self.household.profile
        asked = packet.adu[0] if packet.adu else 0
        if asked not in ANSWERS:
            self.say(write_packet(reply(packet, DENY, self._now(), profile), profile))
            return
        adu_type, item = ANSWERS[asked]
        adu = write_adu(adu_type, [item | {"time": self._now().isoformat(timespec="seconds")}], profile)
        self.say(self._packet(ANSWER, adu, self._now(), packet.serial)[1])

    def counted(self) -> "Transmitter":
        """Its tally brought up to date."""
        self.tally.messages, self.tally.resent = self.outbox.sent, self.outbox.resent
        self.tally.waiting = len(self.outbox)
        return self
