"""A user information transmission device's connection (GB/T 26875.3): what it sends is confirmed once it is stored.

The protocol knows no password. A device is the one whose address a packet names, if that address is in the register;
one connection may carry several. So a second connection that names an address takes over requests to it, but does not
end the first. Confirming an unknown device says that its packet was kept, not that it is trusted.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from gasloop.bus.devices import Downlink, DownlinkAnswer, RegisteredDevice, gb26875_key
from gasloop.kernel import clock
from gateways.gb26875.codec import clock_sync, duty_check, read_request
from gateways.gb26875.faults import Fault, PacketError
from gateways.gb26875.framing import Framer
from gateways.gb26875.objects import read_adu
from gateways.gb26875.packet import (
    ANSWER,
    CONFIRM,
    DENY,
    SEND,
    Packet,
    deny_of,
    read_packet,
    reply,
    write_packet,
)
from gateways.gb26875.profile import PROFILES, STANDARD, Profile
from gateways.serving.connection import Connection
from gateways.serving.downlinks import Answer, NoAnswer
from gateways.serving.listener import Listener

QUIET_S = 1.0
USER = 128
ALARM = 1 << 1
WITH_ALARMS = frozenset({1, 2, 21})
READS = frozenset({*range(61, 69), 81, *range(84, 87), 88})
DEVICES = 64
"""Addresses one connection may speak for."""
CLOCK_AGAIN_S = 3600.0

Receipt = tuple[Packet, Profile]


class Transmitter(Connection):
    """See the module."""

    def __init__(self, listener: Listener) -> None:
        super().__init__(listener)
        self.framer = self._framer = Framer()
        self._serial = 0
        self._deaf: dict[str, Callable[[], None]] = {}
        self._last: dict[str, Packet] = {}
        self._clock_set: dict[str, float] = {}
        self._clock_due: list[str] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._got_at = 0.0

    @property
    def signed_in(self) -> bool:
        return bool(self._last)

    # -- what comes ------------------------------------------------------------------------------------------------

    def read(self, data: bytes, now: float) -> tuple[int, int]:
        self._got_at = now
        return self._pieces(self._framer.feed(data), now)

    def look(self, now: float) -> None:
        """A cut-off packet must not hold back the alarm behind it."""
        if now - self._got_at < QUIET_S:
            return
        self._set_clocks()
        if self._framer.pending:
            frames, faults = self._pieces(self._framer.give_up(), now)
            self.listener.metrics.received += frames
            self.listener.metrics.faults += faults
            self.flush()

    def _pieces(self, pieces: list[bytes | Fault], now: float) -> tuple[int, int]:
        frames = faults = 0
        for piece in pieces:
            if isinstance(piece, bytes):
                frames += 1
                self._packet(piece, now)
                continue
            faults += 1
            denial = deny_of(piece, clock.now())
            if denial is not None:
                self.say(write_packet(denial))
        return frames, faults

    def _packet(self, raw: bytes, now: float) -> None:
        packet = read_packet(raw)
        key = gb26875_key(packet.source)
        device = self.listener.known(key)
        profile = _profile_of(device)
        if profile.serial != STANDARD.serial:
            packet = read_packet(raw, profile)
        if device is not None:
            self._speaks(key, packet, now, profile)
        if packet.command in (CONFIRM, DENY):
            self._answered(packet, {})
        elif packet.command == SEND and not packet.adu:  # a heartbeat: nothing in it could be lost
            self.keep(device, key, raw, profile.name, None, now, stranger=device is None)
            self._reply(packet, CONFIRM, profile)
        elif packet.command in (SEND, ANSWER) or packet.command >= USER:
            if packet.command == ANSWER:
                self._answered(packet, _shown(packet, profile))
            first = device is not None and _is_alarm(packet, profile)
            receipt: Receipt = (packet, profile)
            self.keep(device, key, raw, profile.name, receipt, now, first=first, stranger=device is None)
        else:
            self._reply(packet, DENY, profile)

    def settled(self, receipt: object, stored: bool) -> None:
        if isinstance(receipt, tuple):
            packet, profile = receipt
            self._reply(packet, CONFIRM if stored else DENY, profile)

    def _reply(self, packet: Packet, command: int, profile: Profile) -> None:
        self.say(write_packet(reply(packet, command, clock.now(), profile), profile))

    # -- who it is -------------------------------------------------------------------------------------------------

    def _speaks(self, key: str, packet: Packet, now: float, profile: Profile) -> None:
        if key not in self._last and len(self._last) >= DEVICES:
            return
        self._last[key] = packet
        if key not in self._deaf:
            self.listener.speaks(key, self)
            self._deaf[key] = self.listener.downlinks.listen(key, lambda asked: self._downlink(key, asked))
        self._set_clock(key, packet, now, profile)

    def unseated(self, key: str) -> None:
        if key in self._deaf:
            self._deaf.pop(key)()

    def changed(self, key: str) -> None:
        if self.listener.known(key) is None:
            self.unseated(key)
            self._last.pop(key, None)
            self.listener.silent(key, self)

    def leave(self) -> None:
        for key in list(self._deaf):
            self.listener.silent(key, self)
            self.unseated(key)
        for task in self._tasks:
            task.cancel()

    # -- what the centre asks --------------------------------------------------------------------------------------

    def _set_clock(self, key: str, packet: Packet, now: float, profile: Profile) -> None:
        """A clock too far off is set, once an hour; the events' own times are kept as they came.

        Not before the line is quiet: what the device has to say, and its confirmation, come first.
        """
        sent, most = packet.time(profile), self.settings.clock_drift_s
        if not most or sent is None or abs(clock.now() - sent) <= timedelta(seconds=most):
            return
        if now - self._clock_set.get(key, -CLOCK_AGAIN_S) >= CLOCK_AGAIN_S:
            self._clock_set[key] = now
            self._clock_due.append(key)

    def _set_clocks(self) -> None:
        due, self._clock_due = self._clock_due, []
        for key in due:
            task = self._loop.create_task(self._set_clock_of(key))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _set_clock_of(self, key: str) -> None:
        try:
            await self._downlink(key, Downlink("clock_sync"))
        except NoAnswer:
            self._clock_set.pop(key, None)

    async def _downlink(self, key: str, asked: Downlink) -> DownlinkAnswer:
        """Control packets are confirmed, reads answered; PacketError for what is neither."""
        last = self._last.get(key)
        if last is None:
            raise NoAnswer("gone")
        serial, self._serial = self._serial, (self._serial + 1) & 0xFFFF
        wire = _request(asked, serial, last, _profile_of(self.listener.known(key)))
        answer = await self.requests.ask(((last.source, serial),), wire, growing=False)
        return DownlinkAnswer(ok=answer.result == 0, result=answer.result, answer=answer.body)

    def _answered(self, packet: Packet, body: dict[str, object]) -> None:
        self.requests.answer((packet.source, packet.serial), Answer(int(packet.command == DENY), body))


def _profile_of(device: RegisteredDevice | None) -> Profile:
    return PROFILES.get(device.profile, STANDARD) if device else STANDARD


def _request(asked: Downlink, serial: int, last: Packet, profile: Profile) -> bytes:
    """The packet for a request, from the centre's address (the one the device writes to) to the device's."""
    source, target, sent_at = last.target, last.source, clock.now()
    if asked.kind == "clock_sync":
        return clock_sync(serial=serial, source=source, target=target, sent_at=sent_at, profile=profile)
    if asked.kind == "duty_check":
        minutes = asked.body.get("minutes", 10)
        if isinstance(minutes, bool) or not isinstance(minutes, int):
            raise PacketError(f"minutes must be a whole number, not {minutes!r}")
        return duty_check(
            serial=serial, source=source, target=target, sent_at=sent_at, minutes=minutes, profile=profile
        )
    adu_type = int(asked.kind) if asked.kind.isdecimal() else 0
    if adu_type not in READS:
        raise PacketError(f"{asked.kind} is no request to a device")
    return read_request(
        serial=serial,
        source=source,
        target=target,
        sent_at=sent_at,
        adu_type=adu_type,
        item=asked.body,
        profile=profile,
    )


def _shown(packet: Packet, profile: Profile) -> dict[str, object]:
    """What an answer carried."""
    adu = read_adu(packet.adu, profile)
    return {"type": adu.type, "objects": adu.objects} if adu else {"adu": packet.adu.hex()}


def _is_alarm(packet: Packet, profile: Profile) -> bool:
    """A fire or gas alarm goes first: it has to be at the centre in ten seconds."""
    if not packet.adu or packet.adu[0] not in WITH_ALARMS:
        return False
    adu = read_adu(packet.adu, profile)
    statuses = [item.get("status") for item in adu.objects] if adu else []
    return any(isinstance(status, int) and status & ALARM for status in statuses)
