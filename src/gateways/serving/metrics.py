"""Counters of one listener, and their text form for Prometheus."""

from collections import Counter
from dataclasses import dataclass, field, fields


@dataclass(slots=True)
class Metrics:
    """`sessions` are live sockets, `signed_in` those whose device is known and, for JT/T 808, has authenticated."""

    sessions: int = 0
    signed_in: int = 0
    opened: int = 0
    refused: int = 0
    received: int = 0
    strangers: int = 0
    stored: int = 0
    not_stored: int = 0
    answered: int = 0
    faults: int = 0
    held: int = 0
    """Times a connection was not read for a while: a flood, or a bus that does not keep up."""
    batches: int = 0
    publish_retries: int = 0
    waiting: int = 0
    store_seconds: float = 0.0
    """Sum over all batches, from the first frame's arrival to the bus's answer."""
    closed: Counter[str] = field(default_factory=Counter)


_GAUGES = frozenset({"sessions", "signed_in", "waiting"})


def exposition(metrics: dict[str, Metrics]) -> str:
    """Prometheus text of every listener, told apart by the label `protocol`."""
    lines: list[str] = []
    for name in (f.name for f in fields(Metrics) if f.name != "closed"):
        kind, full = ("gauge", name) if name in _GAUGES else ("counter", f"{name}_total")
        lines.append(f"# TYPE gasloop_gateway_{full} {kind}")
        lines += [f'gasloop_gateway_{full}{{protocol="{p}"}} {getattr(m, name)}' for p, m in metrics.items()]
    lines.append("# TYPE gasloop_gateway_closed_total counter")
    for protocol, of in metrics.items():
        lines += [
            f'gasloop_gateway_closed_total{{protocol="{protocol}",why="{why}"}} {count}'
            for why, count in sorted(of.closed.items())
        ]
    return "\n".join(lines) + "\n"
