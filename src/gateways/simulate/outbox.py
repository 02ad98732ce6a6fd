"""What a sender keeps until it is acknowledged, and when it sends again. Pure: `now` is monotonic seconds."""

from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a sender waits for an acknowledgement before it sends again.

    `grows`: JT/T 808's T(n+1) = T(n) x (n+1); else the same time again (GB/T 26875.3: 10 s at most). After `resends`
    without an answer the connection counts as broken; it is dialled again after `later_s`.
    """

    first_s: float = 5.0
    resends: int = 3
    grows: bool = False
    later_s: float = 1.0

    def wait(self, sends: int) -> float:
        """Seconds to wait after the `sends`-th sending (from 1)."""
        waited = self.first_s
        for turn in range(2, sends + 1):
            waited *= turn if self.grows else 1
        return waited


@dataclass(slots=True, eq=False)
class Parcel:
    """One message: its frames, the acknowledgement each waits for, its number in the journal.

    `sends` counts on this connection, `tries` on all; `first` is when it was first sent.
    """

    frames: tuple[bytes, ...]
    keys: tuple[int, ...]
    number: int = 0
    sends: int = 0
    tries: int = 0
    due: float = 0.0
    first: float = 0.0
    open: set[int] = field(default_factory=set)


class Outbox:
    """Parcels in order: `window` of them under way, the others waiting. Nothing leaves before it is acknowledged."""

    def __init__(self, patience: Patience, window: int = 1) -> None:
        self.patience = patience
        self.window = window
        self._waiting: deque[Parcel] = deque()
        self._flying: dict[int, Parcel] = {}
        self._flights = 0
        self.sent = 0
        self.resent = 0

    def __len__(self) -> int:
        """Parcels not acknowledged yet."""
        return len(self._waiting) + self._flights

    def put(self, parcel: Parcel) -> None:
        """Send it when its turn comes."""
        self._waiting.append(parcel)

    def ready(self, now: float) -> list[bytes]:
        """The frames that may be sent now, as far as the window allows."""
        out: list[bytes] = []
        while self._waiting and self._flights < self.window:
            parcel = self._waiting.popleft()
            self._flights += 1
            if len(parcel.keys) == 1:
                self._flying[parcel.keys[0]] = parcel
            else:
                parcel.open = set(parcel.keys)
                self._flying.update(dict.fromkeys(parcel.keys, parcel))
            out += self._send(parcel, now)
        return out

    def overdue(self, now: float) -> list[bytes] | None:
        """The frames to send once more; None when one has been sent often enough: the connection is broken."""
        out: list[bytes] = []
        for parcel in [parcel for parcel in dict.fromkeys(self._flying.values()) if parcel.due <= now]:
            if parcel.sends > self.patience.resends:
                return None
            out += self._send(parcel, now)
        return out

    def _send(self, parcel: Parcel, now: float) -> tuple[bytes, ...]:
        parcel.sends += 1
        parcel.due = now + self.patience.wait(parcel.sends)
        if parcel.tries:
            self.resent += 1
        else:
            self.sent += 1
            parcel.first = now
        parcel.tries += 1
        return parcel.frames

    def acknowledge(self, key: int) -> Parcel | None:
        """The parcel that this acknowledgement completes; None for a stranger, a repetition, or one part of several."""
        parcel = self._flying.pop(key, None)
        if parcel is None:
            return None
        if parcel.open:
            parcel.open.discard(key)
            if parcel.open:
                return None
        self._flights -= 1
        return parcel

    def flying(self, key: int) -> Parcel | None:
        """The parcel under way that waits for `key`."""
        return self._flying.get(key)

    def rewind(self) -> None:
        """The connection ended: everything under way goes back to the front, in order."""
        under_way = list(dict.fromkeys(self._flying.values()))
        for parcel in reversed(under_way):
            parcel.sends = 0
            self._waiting.appendleft(parcel)
        self._flying.clear()
        self._flights = 0
