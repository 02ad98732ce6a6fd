"""What a run consists of, as YAML or from the command line. Everything has a default; an unknown word is an error."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import yaml

from gateways.simulate.gas import Nature
from gateways.simulate.line import Address
from gateways.simulate.trouble import NETWORKS, Odds
from gateways.simulate.truck import Habits


class ScenarioError(ValueError):
    """What is wrong with the scenario, in words."""


class Targets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the platform listens, as host:port; an empty one leaves that protocol out."""

    jt808: str = "127.0.0.1:7611"
    gb26875: str = "127.0.0.1:7612"
    mqtt: str = "127.0.0.1:1883"
    http: str = "127.0.0.1:8000"


class Strangers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who does not belong here: connections a second that send rubbish, and connections that drip one byte a second."""

    floods_a_second: float = 0.0
    slow: int = 0


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`speed`: simulated seconds in one. `start`: where simulated time begins (ISO), by default so that it ends now.

    `transmitters` have `detectors_each` gas detectors; `detectors` speak MQTT, `webhooks` HTTP. `reply_s`: how long a
    sender waits for an acknowledgement at first. `drain_s`: how long it is waited for the last ones. `credentials`: a
    JSON file of passwords and signing keys by device key, as `simulate prepare` writes it.
    """

    name: str = "示例"
    seed: int = 1
    start: datetime | None = None
    speed: float = 60.0
    duration_s: float = 60.0
    drain_s: float = 30.0
    rate: float = 0.0
    trucks: int = 5
    transmitters: int = 5
    detectors_each: int = 4
    detectors: int = 10
    webhooks: int = 2
    targets: Targets = Targets()
    network: str | Odds = "good"
    strangers: Strangers = Strangers()
    habits: Habits = Habits()
    nature: Nature = Nature()
    reply_s: float = 5.0
    resends: int = 3
    window: int = 4
    heartbeat_s: float = 25.0
    credentials: str = ""

    def odds(self) -> Odds:
        """The network's odds. ScenarioError for a name nobody knows."""
        if isinstance(self.network, Odds):
            return self.network
        if self.network not in NETWORKS:
            raise ScenarioError(f"network {self.network!r} is not known, use one of {', '.join(NETWORKS)} or a table")
        return NETWORKS[self.network]

    def begins(self, now: datetime) -> int:
        """Seconds since 1970 where simulated time begins."""
        if self.start is None:
            return int(now.timestamp() - self.duration_s * self.speed)
        return int((self.start if self.start.tzinfo else self.start.replace(tzinfo=UTC)).timestamp())


def address(text: str) -> Address:
    """`host:port`. ScenarioError for anything else."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ScenarioError(f"{text!r} is no host:port")
    return host.strip("[]"), int(port)


def credentials(path: str) -> dict[str, str]:
    """Passwords by device key; none without a file. ScenarioError for a file that is none."""
    if not path:
        return {}
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError) as wrong:
        raise ScenarioError(f"{path}: {wrong}") from None


def read(path: Path | None, changes: dict[str, Any]) -> Scenario:
    """The file's scenario with these changes on top (`targets` entry by entry). ScenarioError says what is wrong."""
    try:
        told: Any = yaml.safe_load(path.read_text(encoding="utf-8")) if path else {}
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as wrong:
        raise ScenarioError(f"{path}: {wrong}") from None
    if not isinstance(told, dict | None):
        raise ScenarioError(f"{path} must hold a table of settings")
    told = dict(told or {})
    for name in ("targets", "strangers"):
        if name in changes and isinstance(told.get(name, {}), dict):
            changes = changes | {name: told.get(name, {}) | changes[name]}
    try:
        scenario = msgspec.convert(told | changes, Scenario)
    except msgspec.ValidationError as wrong:
        raise ScenarioError(str(wrong)) from None
    if scenario.speed <= 0 or scenario.duration_s <= 0:
        raise ScenarioError("speed and duration_s must be more than 0")
    scenario.odds()
    for name in Targets.__struct_fields__:
        if target := getattr(scenario.targets, name):
            address(target)
    credentials(scenario.credentials)
    return scenario
