"""What a person states about a party, a site or an installation, checked and brought into its normal form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from gasloop.access.models import Office
from gasloop.kernel import clock
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.attributes import checked_attributes
from gasloop.registry.facts.checks import address_of, at_most, choice, name_of, phone_of, short, territory_of
from gasloop.registry.facts.stated import Apart, Stated, apart
from gasloop.registry.kinds import GasSource, InstallationKind, PartyKind, SiteKind
from gasloop.registry.models import Installation, Party, Site
from gasloop.registry.positions import Degrees, checked_position
from gasloop.registry.uscc import checked_old_number, checked_uscc


def _codes(uscc: str, old_number: str, reason: str) -> tuple[str, str, str]:
    """What a party is known by to the authorities, or why it is by nothing."""
    uscc = checked_uscc(uscc) if uscc.strip() else ""
    old_number = checked_old_number(old_number) if old_number.strip() else ""
    reason = reason.strip()
    if not uscc and not old_number and not reason:
        raise Refusal(
            "registry.uscc.missing",
            sentence("请填写统一社会信用代码；确实没有的，请填旧注册号或写明原因（如“无照经营，已移送”）。"),
            field="uscc",
        )
    return uscc, old_number, "" if uscc else short(reason, "no_uscc_reason", 120)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts(Stated):
    APART: ClassVar[tuple[Apart, ...]] = (
        apart("name", name_of),
        Apart(("uscc", "old_number", "no_uscc_reason"), _codes),
        apart("representative", at_most("representative", 60)),
        apart("contact", at_most("contact", 60)),
        apart("phone", phone_of),
    )

    name: str
    kind: str
    territory: str
    uscc: str = ""
    old_number: str = ""
    no_uscc_reason: str = ""
    representative: str = ""
    contact: str = ""
    phone: str = ""
    entered_on: date | None = None

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
            entered_on=party.entered_on,
        )

    def together(self, places: Collection[str] | None = None) -> Self:
        """Kind and place."""
        choice(self.kind, PartyKind.values, "kind")
        return replace(self, territory=territory_of(self.territory, places))


def checked_place(lat: Degrees | None, lng: Degrees | None) -> tuple[Degrees | None, Degrees | None]:
    """Both degrees or neither, in their normal form."""
    return checked_position(lat, lng) or (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts(Stated):
    APART: ClassVar[tuple[Apart, ...]] = (
        apart("name", name_of),
        apart("address", address_of),
        Apart(("lat", "lng"), checked_place),
    )

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

    def together(self, places: Collection[str] | None = None) -> Self:
        """Kind, gas, place, office, and the attributes that the kind has."""
        choice(self.kind, SiteKind.values, "kind")
        if self.gas_source:
            choice(self.gas_source, GasSource.values, "gas_source")
        if self.owner_office_id and not Office.objects.filter(pk=self.owner_office_id, valid_to__isnull=True).exists():
            raise Refusal(
                "registry.office.unknown", sentence("责任单位不存在或已停用，请重新选择。"), field="owner_office"
            )
        return replace(
            self,
            territory=territory_of(self.territory, places),
            attributes=checked_attributes(self.kind, self.attributes),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallationFacts(Stated):
    APART: ClassVar[tuple[Apart, ...]] = (
        apart("place", at_most("place", 80)),
        apart("serial", at_most("serial", 80)),
    )

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

    def together(self, _places: Collection[str] | None = None) -> Self:
        """Kind, make, and dates that run made → installed → expires."""
        choice(self.kind, InstallationKind.values, "kind")
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
            maker=short(self.maker, "maker", 120),
            model=short(self.model, "model", 80),
        )
