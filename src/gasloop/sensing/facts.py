"""What a person states about a device, checked and brought into its normal form."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from gasloop.access.models import Territory
from gasloop.evidence import records
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.kernel.subject import Subject
from gasloop.sensing.keys import normal_key
from gasloop.sensing.kinds import LINES, DeviceKind, DeviceProtocol, silence_of
from gasloop.sensing.models import Device
from gasloop.sensing.payloads.profiles import profile_names

LONGEST_SILENCE = 30 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFacts:
    """`stands_for`: the site, household or vehicle; then territory and line are its own and `territory` may be empty.

    `silent_after_s` 0 means the usual of the kind.
    """

    name: str
    kind: str
    protocol: str
    key: str
    territory: str = ""
    stands_for: Subject | None = None
    profile: str = "standard"
    place: str = ""
    plate: str = ""
    terminal_id: str = ""
    maker: str = ""
    model: str = ""
    serial: str = ""
    made_on: date | None = None
    installed_on: date | None = None
    expires_on: date | None = None
    silent_after_s: int = 0

    @classmethod
    def of(cls, device: Device) -> "DeviceFacts":
        """What is registered now."""
        plain = {name: getattr(device, name) for name in cls.__dataclass_fields__}
        return cls(**plain)

    def checked(self) -> "DeviceFacts":
        """Normal forms; Refusal for the first thing that is wrong."""
        _choice(self.kind, DeviceKind.values, "kind")
        _choice(self.protocol, DeviceProtocol.values, "protocol")
        if self.profile not in profile_names(self.protocol):
            raise Refusal("sensing.profile.unknown", sentence("没有这种报文格式，请从列表中选择。"), field="profile")
        if not 0 <= self.silent_after_s <= LONGEST_SILENCE:
            raise Refusal("sensing.silence.range", sentence("离线判定时间应在1秒到30天之间。"), field="silent_after_s")
        if self.made_on and self.expires_on and self.expires_on < self.made_on:
            raise Refusal("sensing.life.order", sentence("到期日期早于生产日期，请核对铭牌。"), field="expires_on")
        texts = {name: _short(getattr(self, name), name, size) for name, size in _TEXTS.items()}
        if not texts["name"]:
            raise Refusal("sensing.name.missing", sentence("请填写名称，例如“后厨探测器”。"), field="name")
        stated: dict[str, Any] = {
            **texts,
            "key": normal_key(self.protocol, self.key),
            "silent_after_s": self.silent_after_s or silence_of(self.kind),
        }
        return replace(self, **stated)

    def columns(self) -> dict[str, Any]:
        """The columns of a row, without its scope."""
        found = {name: value for name, value in asdict(self).items() if name not in ("stands_for", "territory")}
        found["stands_for_kind"] = self.stands_for.kind if self.stands_for else ""
        found["stands_for_id"] = self.stands_for.id if self.stands_for else None
        return found


@dataclass(frozen=True, slots=True)
class Lies:
    """Where a device lies and whose business it is."""

    territory: str
    line: str
    owner_office_id: UUID | None


def lies(facts: DeviceFacts) -> Lies:
    """The scope of what the device stands for, else the one that was stated; NotFound when there is no such thing."""
    if facts.stands_for is None:
        if not Territory.objects.filter(path=facts.territory).exists():
            raise Refusal("sensing.territory.unknown", sentence("请选择设备所在的辖区。"), field="territory")
        return Lies(facts.territory, LINES.get(facts.kind, ""), None)
    found = records.find(facts.stands_for)
    if found is None or not getattr(found, "territory", "") or getattr(found, "voided_at", None) is not None:
        raise NotFound
    return Lies(found.territory, getattr(found, "line", ""), getattr(found, "owner_office_id", None))  # type: ignore[attr-defined]  # read through getattr above


def may_write(actor: Actor, where: Lies) -> None:
    """NotFound unless the actor may register devices there."""
    from gasloop.access.scoping import require
    from gasloop.sensing.permissions import SENSING_EDIT

    require(actor, SENSING_EDIT, territory=where.territory, line=where.line)


_TEXTS = {"name": 120, "place": 120, "plate": 20, "terminal_id": 30, "maker": 120, "model": 80, "serial": 80}


def _short(text: str, name: str, size: int) -> str:
    tidy = " ".join(text.split())
    if len(tidy) > size:
        raise Refusal("sensing.too_long", sentence("内容太长，最多{size}个字。"), field=name, params={"size": size})
    return tidy


def _choice(value: str, known: list[str], name: str) -> None:
    if value not in known:
        raise Refusal("sensing.choice", sentence("没有这个选项，请重新选择。"), field=name)
