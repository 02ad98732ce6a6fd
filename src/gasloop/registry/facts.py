"""What a person states about a party, a site or an installation, checked and brought into its normal form."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from gasloop.access.models import Office, Territory
from gasloop.kernel import clock
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.attributes import checked_attributes
from gasloop.registry.kinds import GasSource, InstallationKind, PartyKind, SiteKind
from gasloop.registry.models import Installation, Party, Site
from gasloop.registry.positions import Degrees, checked_position
from gasloop.registry.uscc import checked_old_number, checked_uscc

PHONE_MARKS = frozenset("0123456789 -+()（）转")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    name: str
    kind: str
    territory: str
    uscc: str = ""
    old_number: str = ""
    no_uscc_reason: str = ""
    representative: str = ""
    contact: str = ""
    phone: str = ""

    @classmethod
    def of(cls, party: Party) -> "PartyFacts":
        """What is registered now; the phone only as text in clear, for the comparison of a correction."""
        return cls(
            name=party.name,
            kind=party.kind,
            territory=party.territory,
            uscc=party.uscc,
            old_number=party.old_number,
            no_uscc_reason=party.no_uscc_reason,
            representative=party.representative,
            contact=party.contact,
            phone=party.phone.clear(),
        )

    def checked(self) -> "PartyFacts":
        """Normal forms; Refusal for the first thing that is wrong."""
        _choice(self.kind, PartyKind.values, "kind")
        uscc = checked_uscc(self.uscc) if self.uscc.strip() else ""
        old_number = checked_old_number(self.old_number) if self.old_number.strip() else ""
        reason = self.no_uscc_reason.strip()
        if not uscc and not old_number and not reason:
            raise Refusal(
                "registry.uscc.missing",
                sentence("请填写统一社会信用代码；确实没有的，请填旧注册号或写明原因（如“无照经营，已移送”）。"),
                field="uscc",
            )
        return replace(
            self,
            name=_name(self.name),
            territory=_territory(self.territory),
            uscc=uscc,
            old_number=old_number,
            no_uscc_reason="" if uscc else _short(reason, "no_uscc_reason", 120),
            representative=_short(self.representative, "representative", 60),
            contact=_short(self.contact, "contact", 60),
            phone=_phone(self.phone),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    name: str
    kind: str
    territory: str
    address: str
    party_id: UUID | None = None
    lat: Degrees | None = None
    lng: Degrees | None = None
    gas_source: str = ""
    attributes: Mapping[str, object] = field(default_factory=dict)
    owner_office_id: UUID | None = None

    @classmethod
    def of(cls, site: Site) -> "SiteFacts":
        """What is registered now."""
        return cls(
            name=site.name,
            kind=site.kind,
            territory=site.territory,
            address=site.address,
            party_id=site.party_id,
            lat=site.lat,
            lng=site.lng,
            gas_source=site.gas_source,
            attributes=site.attributes,
            owner_office_id=site.owner_office_id,
        )

    def checked(self) -> "SiteFacts":
        """Normal forms; Refusal for the first thing that is wrong."""
        _choice(self.kind, SiteKind.values, "kind")
        if self.gas_source:
            _choice(self.gas_source, GasSource.values, "gas_source")
        lat, lng = checked_position(self.lat, self.lng) or (None, None)
        if self.owner_office_id and not Office.objects.filter(pk=self.owner_office_id, valid_to__isnull=True).exists():
            raise Refusal(
                "registry.office.unknown", sentence("责任单位不存在或已停用，请重新选择。"), field="owner_office"
            )
        return replace(
            self,
            name=_name(self.name),
            territory=_territory(self.territory),
            address=_address(self.address),
            lat=lat,
            lng=lng,
            attributes=checked_attributes(self.kind, self.attributes),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallationFacts:
    kind: str
    place: str = ""
    maker: str = ""
    model: str = ""
    serial: str = ""
    made_on: date | None = None
    installed_on: date | None = None
    expires_on: date | None = None
    attributes: Mapping[str, str | int | float | bool] = field(default_factory=dict)

    @classmethod
    def of(cls, part: Installation) -> "InstallationFacts":
        """What is registered now."""
        return cls(
            kind=part.kind,
            place=part.place,
            maker=part.maker,
            model=part.model,
            serial=part.serial,
            made_on=part.made_on,
            installed_on=part.installed_on,
            expires_on=part.expires_on,
            attributes=part.attributes,
        )

    def checked(self) -> "InstallationFacts":
        """Normal forms; Refusal for the first thing that is wrong: dates run made → installed → expires."""
        _choice(self.kind, InstallationKind.values, "kind")
        today = clock.today()
        if self.made_on and self.made_on > today:
            raise Refusal("registry.made_on.future", sentence("生产日期晚于今天，请核对。"), field="made_on")
        if self.made_on and self.installed_on and self.installed_on < self.made_on:
            raise Refusal("registry.installed_on.early", sentence("安装日期早于生产日期。"), field="installed_on")
        first = self.installed_on or self.made_on
        if first and self.expires_on and self.expires_on < first:
            raise Refusal(
                "registry.expires_on.early", sentence("到期日期早于生产或安装日期，请核对。"), field="expires_on"
            )
        return replace(
            self,
            place=_short(self.place, "place", 80),
            maker=_short(self.maker, "maker", 120),
            model=_short(self.model, "model", 80),
            serial=_short(self.serial, "serial", 80),
        )


Facts = PartyFacts | SiteFacts | InstallationFacts


def columns(facts: Facts) -> dict[str, object]:
    """The facts as columns of the record."""
    return asdict(facts)


def differences(before: Facts, after: Facts) -> dict[str, tuple[object, object]]:
    """The columns that differ: name → (before, after)."""
    old, new = asdict(before), asdict(after)
    return {name: (old[name], new[name]) for name in old if not _same(old[name], new[name])}


def _same(old: object, new: object) -> bool:
    return Decimal(str(old)) == Decimal(str(new)) if isinstance(old, Decimal) and new is not None else old == new


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise Refusal("registry.name.missing", sentence("请填写名称，按营业执照或招牌填写。"), field="name")
    return _short(name, "name", 120)


def _address(text: str) -> str:
    address = " ".join(text.split())
    if not address:
        raise Refusal(
            "registry.address.missing",
            sentence("请填写地址，写到门牌号或能找到的位置（如“双堰社区正街35号”）。"),
            field="address",
        )
    return _short(address, "address", 200)


def _short(text: str, name: str, most: int) -> str:
    text = text.strip()
    if len(text) > most:
        raise Refusal(
            "registry.text.long",
            sentence("这一项写了{length}个字，最多{most}个字，请缩短。"),
            field=name,
            params={"length": len(text), "most": most},
        )
    return text


def _phone(text: str) -> str:
    phone = text.strip()
    if phone and (set(phone) - PHONE_MARKS or not 7 <= sum(c.isdigit() for c in phone) <= 20):
        raise Refusal(
            "registry.phone.shape",
            sentence("电话“{phone}”不像电话号码，请填数字，可带区号。"),
            field="phone",
            params={"phone": phone},
        )
    return phone


def _choice(value: str, allowed: list[str], name: str) -> None:
    if value not in allowed:
        raise Refusal(
            "registry.choice.unknown",
            sentence("“{value}”不在可选范围内，请重新选择。"),
            field=name,
            params={"value": value},
        )


def _territory(path: str) -> str:
    if not Territory.objects.filter(path=path).exists():
        raise Refusal(
            "registry.territory.unknown",
            sentence("没有登记过辖区“{path}”。请从列表中选择村、社区或网格。"),
            field="territory",
            params={"path": path},
        )
    return path
