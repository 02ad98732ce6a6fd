"""Floods: an allowance for each connection and each address, saved up for a few seconds and no longer."""

from dataclasses import dataclass, field

from gateways.serving.settings import Settings


class Allowance:
    """`rate` units a second, at most `most` saved. Spending below zero is a debt; `now` is monotonic seconds."""

    __slots__ = ("_at", "_left", "most", "rate")

    def __init__(self, rate: float, most: float, now: float) -> None:
        self.rate, self.most = rate, most
        self._left, self._at = most, now

    def spend(self, cost: float, now: float) -> float:
        """Seconds until the debt is made good; 0 when there is none."""
        left = min(self.most, self._left + (now - self._at) * self.rate) - cost
        self._left, self._at = left, now
        return -left / self.rate if left < 0 else 0.0

    def afford(self, cost: float, now: float) -> bool:
        """Spend, but never into debt: False leaves everything as it was."""
        left = min(self.most, self._left + (now - self._at) * self.rate)
        self._at = now
        self._left = left - cost if left >= cost else left
        return left >= cost

    def full(self, now: float) -> bool:
        """Nothing was spent lately."""
        return self._left + (now - self._at) * self.rate >= self.most


@dataclass(slots=True)
class Address:
    """Everything that comes from one address."""

    frames: Allowance
    opens: Allowance
    strangers: Allowance
    connections: int = 0


@dataclass(slots=True)
class Addresses:
    """All addresses; one that is quiet and has no connection is forgotten."""

    settings: Settings
    _known: dict[str, Address] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._known)

    def enter(self, host: str, now: float) -> Address | None:
        """One more connection from `host`; None when it has too many, or opens them too fast."""
        settings = self.settings
        known = self._known.get(host)
        if known is None:
            known = self._known[host] = Address(
                Allowance(settings.address_rate, settings.address_rate * settings.burst_s, now),
                Allowance(settings.address_opens, settings.address_opens * settings.burst_s, now),
                Allowance(settings.address_strangers / 60, settings.address_strangers, now),
            )
        if known.connections >= settings.address_connections or not known.opens.afford(1, now):
            return None
        known.connections += 1
        return known

    def leave(self, address: Address) -> None:
        """A connection ended."""
        address.connections -= 1

    def forget_quiet(self, now: float) -> None:
        """Memory is for those who are here."""
        for host, known in list(self._known.items()):
            if not known.connections and known.opens.full(now) and known.strangers.full(now):
                del self._known[host]
