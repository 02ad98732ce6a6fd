"""Long messages in parts (JT/T 808, bit 13 of the body attributes): collect, ask again with 0x8003, give up.

Parts have consecutive serials, so a message is known by (phone, id, serial of its first part); a resent part is the
same frame. Time is whatever the caller passes as `now` (monotonic seconds). Nothing here grows without bound.
"""

from dataclasses import dataclass, field, replace

from gateways.jt808.fields import Body
from gateways.jt808.header import Header, Version

Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Limits:
    """`quiet_s` without a part asks again, `requests` times; then, or after `give_up_s`, the message is dropped."""

    quiet_s: float = 5.0
    requests: int = 3
    give_up_s: float = 60.0
    parts: int = 2048
    messages: int = 256
    held_bytes: int = 8 << 20


@dataclass(slots=True)
class _Open:
    header: Header  # of the first part seen; serial is that of part 1
    total: int
    since: float
    last: float
    asked: int = 0
    size: int = 0
    parts: dict[int, bytes] = field(default_factory=dict)

    def missing(self) -> list[int]:
        return [index for index in range(1, self.total + 1) if index not in self.parts]


@dataclass(frozen=True, slots=True)
class Complete:
    """A whole message: header with the first part's serial and no package, and the joined body."""

    header: Header
    body: bytes


@dataclass(frozen=True, slots=True)
class ResendRequest:
    """Parts to ask for again: send `body` as 0x8003 in the header's version."""

    header: Header
    missing: tuple[int, ...]

    @property
    def body(self) -> Body:
        return {"first_serial": self.header.serial, "indexes": list(self.missing)}


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A message that never became whole; answer it with result 1."""

    header: Header
    total: int
    received: int
    why: str


class Reassembly:
    """The open messages of one connection or one gateway."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.held_bytes = 0
        self._open: dict[Key, _Open] = {}

    def __len__(self) -> int:
        return len(self._open)

    def add(self, header: Header, body: bytes, now: float) -> tuple[Complete | None, list[GivenUp]]:
        """One part. Gives the message when it is whole, and what had to be dropped to keep within the limits.

        A header without package, or with one part in all, is whole at once.
        """
        package = header.package
        if package is None or package.total == 1:
            return Complete(replace(header, package=None), body), []
        first = replace(header, serial=(header.serial - package.index + 1) & 0xFFFF, package=None)
        if package.total > self.limits.parts:
            why = f"{package.total} parts, at most {self.limits.parts} are taken"
            return None, [GivenUp(first, package.total, 1, why)]
        key = (header.phone, header.msg_id, first.serial)
        dropped: list[GivenUp] = []
        known = self._open.get(key)
        if known and known.total != package.total:
            dropped.append(self._drop(key, f"a part says {package.total} parts, earlier ones {known.total}"))
            known = None
        if known is None:
            known = self._open[key] = _Open(first, package.total, since=now, last=now)
        known.last = now
        if package.index not in known.parts:
            known.parts[package.index] = bytes(body)
            known.size += len(body)
            self.held_bytes += len(body)
        if len(known.parts) == known.total:
            del self._open[key]
            self.held_bytes -= known.size
            return Complete(first, b"".join(known.parts[i] for i in range(1, known.total + 1))), dropped
        return None, dropped + self._make_room()

    def due(self, now: float) -> tuple[list[ResendRequest], list[GivenUp]]:
        """What has been quiet too long: ask again, or give up. Call it about once a second."""
        requests: list[ResendRequest] = []
        given_up: list[GivenUp] = []
        for key, known in list(self._open.items()):
            quiet = now - known.last >= self.limits.quiet_s
            if now - known.since >= self.limits.give_up_s or (quiet and known.asked >= self.limits.requests):
                given_up.append(self._drop(key, "parts missing after the time limit"))
            elif quiet:
                known.asked += 1
                known.last = now
                most = 0xFF if known.header.version is not Version.V2019 else 500  # BYTE count; one packet's body
                requests.append(ResendRequest(known.header, tuple(known.missing()[:most])))
        return requests, given_up

    def forget(self, phone: str) -> None:
        """The terminal is gone: drop its open messages."""
        for key in [key for key in self._open if key[0] == phone]:
            self._drop(key, "connection ended")

    def _drop(self, key: Key, why: str) -> GivenUp:
        known = self._open.pop(key)
        self.held_bytes -= known.size
        return GivenUp(known.header, known.total, len(known.parts), why)

    def _make_room(self) -> list[GivenUp]:
        """The message longest without a part goes first."""
        dropped: list[GivenUp] = []
        while len(self._open) > self.limits.messages or self.held_bytes > self.limits.held_bytes:
            oldest = min(self._open, key=lambda key: self._open[key].last)
            dropped.append(self._drop(oldest, "too many unfinished messages"))
        return dropped
