"""Every limit and time of the gateways, changeable by `--set NAME=VALUE`."""

from dataclasses import dataclass, field, fields, replace

from gasloop.bus.address import replicas


@dataclass(frozen=True, slots=True)
class Settings:
    """Seconds, bytes and counts.

    Connections: at most `connections` in all and `address_connections` from one address (carriers put many trucks
    behind one), `address_opens` new ones a second. A connection has `sign_in_s` to show who it is, may be silent for
    `idle_s`, and has `partial_s` to finish a frame it began; one that does not read its answers for `stalled_s` is cut.

    Floods: a connection may spend `rate` a second, an address `address_rate`, each saved up for `burst_s`; a frame
    costs 1, a bad stretch 5, 512 bytes 1. Who overspends is not read until it is made good. `faults` bad stretches a
    minute end the connection. Of strangers `stranger_frames` a connection and `address_strangers` an address and
    minute are kept.

    Storing: a batch goes off after `linger_s`, or with `batch_frames` or `batch_bytes`; `in_flight` of them at a time,
    tried again after `publish_s`. With `waiting_frames` or `waiting_bytes` nothing more is read.

    Requests to a device: first tried again after `answer_s`, then by T(n+1) = T(n) x (n+1), `tries` in all; at most
    `requests` open at a time. `drain_s`: how long a stopping gateway waits for what it has read to be stored.
    """

    connections: int = 10_000
    address_connections: int = 2_000
    address_opens: float = 200.0
    sign_in_s: float = 60.0
    idle_s: float = 300.0
    partial_s: float = 15.0
    stalled_s: float = 30.0

    rate: float = 200.0
    address_rate: float = 20_000.0
    burst_s: float = 5.0
    faults: int = 100
    stranger_frames: int = 20
    address_strangers: float = 120.0

    linger_s: float = 0.005
    batch_frames: int = 1_000
    batch_bytes: int = 384 << 10
    in_flight: int = 4
    publish_s: float = 5.0
    waiting_frames: int = 20_000
    waiting_bytes: int = 16 << 20

    answer_s: float = 5.0
    tries: int = 3
    requests: int = 16
    drain_s: float = 10.0
    clock_drift_s: float = 60.0
    """A transmission device whose clock is further off is set right (command 1, type 90), once an hour; 0 = never."""

    held_bytes: int = 64 << 20
    """Batches held until they were taken in, in case somebody deletes the stream."""
    stream_bytes: int = 1 << 30
    replicas: int = field(default_factory=replicas)


def changed(settings: Settings, pairs: list[str]) -> Settings:
    """`settings` with `NAME=VALUE` pairs applied. ValueError for a name nobody knows or a value that is no number."""
    kinds = {each.name: type(getattr(settings, each.name)) for each in fields(settings)}
    values: dict[str, int | float] = {}
    for pair in pairs:
        name, _, text = pair.partition("=")
        if name not in kinds:
            raise ValueError(f"{name!r} is no setting; there are {', '.join(kinds)}")
        values[name] = kinds[name](text)
    return replace(settings, **values)  # type: ignore[arg-type]
