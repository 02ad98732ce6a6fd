"""Shapes of parties, sites and parts."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from gasloop.access.wire import example
from gasloop.kernel.coordinates import Datum
from gasloop.registry.kinds import GasSource, InstallationKind, PartyKind, SiteKind
from gasloop.registry.models import Installation, Party, Site


class PartyIn(Schema):
    """A party to register. `id` may be made by the client (UUIDv7): the same request again then changes nothing."""

    model_config = example(
        name="老灶火锅（示例）",
        kind="catering",
        territory="50/500152/500152109/shuangyan/",
        no_uscc_reason="个体经营，正在办理",
        contact="张老板",
    )

    id: UUID | None = None
    name: str
    kind: PartyKind
    territory: str
    uscc: str = ""
    old_number: str = ""
    no_uscc_reason: str = ""
    representative: str = ""
    contact: str = ""
    phone: str = ""


class PartyOut(Schema):
    """A party as registered; the phone masked."""

    id: UUID
    number: str
    name: str
    kind: PartyKind
    line: str
    territory: str
    uscc: str
    old_number: str
    no_uscc_reason: str
    representative: str
    contact: str
    phone: str

    @classmethod
    def of(cls, party: Party) -> "PartyOut":
        return cls(
            id=party.pk,
            number=party.number,
            name=party.name,
            kind=PartyKind(party.kind),
            line=party.line,
            territory=party.territory,
            uscc=party.uscc,
            old_number=party.old_number,
            no_uscc_reason=party.no_uscc_reason,
            representative=party.representative,
            contact=party.contact,
            phone=str(party.phone),
        )


class PartyPage(Schema):
    """Parties, newest first; `next` is the cursor of the following page."""

    items: list[PartyOut]
    next: UUID | None


class SiteIn(Schema):
    """A site to register. `attributes` as its kind has them.

    `lat`, `lng`: decimal degrees in `datum`, both or neither; they are kept, and answered, in WGS-84.
    """

    model_config = example(
        name="老灶火锅店（示例）",
        kind="restaurant",
        territory="50/500152/500152109/shuangyan/",
        address="双堰街12号（示例）",
        lat=30.1903,
        lng=105.8437,
        datum="wgs84",
        gas_source="lpg_cylinder",
    )

    id: UUID | None = None
    name: str
    kind: SiteKind
    territory: str
    address: str
    party: UUID | None = None
    lat: Decimal | None = None
    lng: Decimal | None = None
    datum: Datum = Datum.WGS84
    gas_source: GasSource | None = None
    attributes: dict[str, bool | int | float | str] = Field(default_factory=dict)
    owner_office: UUID | None = None


class InstallationOut(Schema):
    """A part of a site's gas installation."""

    id: UUID
    number: str
    kind: InstallationKind
    place: str
    maker: str
    model: str
    serial: str
    made_on: date | None
    installed_on: date | None
    expires_on: date | None
    state: str

    @classmethod
    def of(cls, part: Installation) -> "InstallationOut":
        return cls(
            id=part.pk,
            number=part.number,
            kind=InstallationKind(part.kind),
            place=part.place,
            maker=part.maker,
            model=part.model,
            serial=part.serial,
            made_on=part.made_on,
            installed_on=part.installed_on,
            expires_on=part.expires_on,
            state=part.state,
        )


class InstallationIn(Schema):
    """A part to register at a site."""

    model_config = example(kind="hose", place="1号灶台", installed_on="2026-03-01", expires_on="2027-09-01")

    id: UUID | None = None
    kind: InstallationKind
    place: str = ""
    maker: str = ""
    model: str = ""
    serial: str = ""
    made_on: date | None = None
    installed_on: date | None = None
    expires_on: date | None = None


class SiteOut(Schema):
    """A site as registered."""

    id: UUID
    number: str
    name: str
    kind: SiteKind
    line: str
    territory: str
    address: str
    party: UUID | None
    party_name: str
    lat: Decimal | None
    lng: Decimal | None
    gas_source: str
    attributes: Mapping[str, Any]
    owner_office: UUID | None
    state: str
    closed_on: date | None

    @classmethod
    def of(cls, site: Site) -> "SiteOut":
        return cls(
            id=site.pk,
            number=site.number,
            name=site.name,
            kind=SiteKind(site.kind),
            line=site.line,
            territory=site.territory,
            address=site.address,
            party=site.party_id,
            party_name=site.party.name if site.party else "",
            lat=site.lat,
            lng=site.lng,
            gas_source=site.gas_source,
            attributes=site.attributes,
            owner_office=site.owner_office_id,
            state=site.state,
            closed_on=site.closed_on,
        )


class SitePage(Schema):
    """Sites, newest first; `next` is the cursor of the following page."""

    items: list[SiteOut]
    next: UUID | None


class CloseIn(Schema):
    """Why and from which day (today if absent) a site stopped business or left the market."""

    model_config = example(why="已停业搬离", on="2026-11-20")

    why: str
    on: date | None = None


class SitePatch(Schema):
    """What to correct, and why; what is left out stays. `lat`, `lng`: WGS-84, both or neither."""

    model_config = example(why="门牌更正", address="双堰街14号（示例）")

    why: str
    name: str | None = None
    kind: SiteKind | None = None
    territory: str | None = None
    address: str | None = None
    party: UUID | None = None
    lat: Decimal | None = None
    lng: Decimal | None = None
    gas_source: GasSource | None = None
    attributes: dict[str, bool | int | float | str] = Field(default_factory=dict)
    owner_office: UUID | None = None


class PartyPatch(Schema):
    """What to correct, and why; what is left out stays."""

    model_config = example(why="换了联系人", contact="李老板")

    why: str
    name: str | None = None
    kind: PartyKind | None = None
    territory: str | None = None
    uscc: str | None = None
    old_number: str | None = None
    no_uscc_reason: str | None = None
    representative: str | None = None
    contact: str | None = None
    phone: str | None = None
    entered_on: date | None = None
