"""Installations and services that come in from Excel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db.models import Q

from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.actions.bulk import Bulk, Found, Hosts, Name, Values
from gasloop.registry.actions.importing.hosts import BUILDING, SERVING, SITE, Wanted, hosted
from gasloop.registry.actions.installations import lived, stated, tell_of_part
from gasloop.registry.facts import InstallationFacts, ServiceFacts
from gasloop.registry.kinds import ServiceKind
from gasloop.registry.models import Installation, Service
from gasloop.shell.importing import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFacts(InstallationFacts):
    """A part's facts with the site its row names."""

    site_id: UUID

    @classmethod
    def of(cls, part: Installation) -> "PartFacts":
        """What somebody stated about the part; a derived end of life is nobody's statement."""
        known = stated(part)
        return cls(site_id=part.site_id, **{f.name: getattr(known, f.name) for f in fields(known)})


AT_SITE = Wanted(
    "site",
    {"site": SITE},
    Refusal(
        "registry.import.site",
        sentence("登记过且在营的对象：名称或编号（有同名对象的，请填编号，或同时填写辖区）"),
        field="site",
    ),
)


def _sites(actor: Actor, rows: Sequence[Row], known: Mapping[int, Any]) -> Mapping[int, Found | Refusal]:
    """`site` as written becomes `site_id`."""
    return hosted(actor, rows, known, AT_SITE, place=True)


def _beside_site(facts: PartFacts, hosts: Hosts) -> Values:
    site = hosts["site"]
    return {
        "territory": site.territory,
        "line": site.line,
        "owner_office_id": site.owner_office_id,
        "expires_on": None,
        **lived(site, facts),
    }


def _derived_end(part: Installation) -> Values:
    return {"expires_on": part.expires_on} if part.expiry_basis else {}


def _tell(parts: Sequence[Installation]) -> None:
    for part in parts:
        tell_of_part(part)


INSTALLATIONS = Bulk(
    model=Installation,
    facts=PartFacts,
    prefix="SS",
    beside=_beside_site,
    names=(
        Name(("site_id", "kind", "serial")),
        Name(("site_id", "kind"), more=("place", "maker", "model", "made_on", "installed_on")),
    ),
    must=("site_id", "kind"),
    hosts=("site",),
    fixed=("site_id",),
    resolve=_sites,
    derived=_derived_end,
    tell=_tell,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedFacts(ServiceFacts):
    """A service's facts, read back from what is registered."""

    @classmethod
    def of(cls, service: Service) -> "AgreedFacts":
        """What is registered now."""
        return cls(**{f.name: getattr(service, f.name) for f in fields(cls)})


PROVIDER = Wanted(
    "party",
    {"party": SERVING},
    Refusal(
        "registry.import.party",
        sentence("登记过且没有退出市场的单位：名称、编号或统一社会信用代码（名称相同的，请填代码）"),
        field="party",
    ),
)
TARGET = Wanted(
    "target",
    {"site": SITE, "building": BUILDING},
    Refusal(
        "registry.import.target",
        sentence("登记过的对象或楼栋：名称或编号（有同名的，请填编号，或同时填写辖区）"),
        field="target",
    ),
)


def _agreed(kind: ServiceKind) -> Any:
    def resolve(actor: Actor, rows: Sequence[Row], known: Mapping[int, Any]) -> Mapping[int, Found | Refusal]:
        """`party` and `target` as written become their ids; the ledger says the kind."""
        targets = hosted(actor, rows, known, TARGET, place=True)
        again = [Row(row.at, each.values) for row in rows if isinstance(each := targets[row.at], Found)]
        parties = hosted(actor, again, known, PROVIDER)
        found: dict[int, Found | Refusal] = {}
        for at, target in targets.items():
            party = parties.get(at, target)
            if isinstance(target, Refusal) or isinstance(party, Refusal):
                found[at] = party if isinstance(party, Refusal) else target
            elif not target.hosts and at not in known and "number" not in party.values:
                found[at] = Refusal("registry.import.missing", sentence("新登记的必须填写这一项"), field="target")
            else:
                found[at] = Found({**party.values, "kind": kind.value}, {**target.hosts, **party.hosts})
        return found

    return resolve


def _beside_target(facts: AgreedFacts, hosts: Hosts) -> Values:
    target = hosts["site"] if facts.site_id is not None else hosts["building"]
    return {"territory": target.territory, "line": target.line, "owner_office_id": target.owner_office_id}


def services(kind: ServiceKind) -> Bulk[Service]:
    """The services of one kind."""
    return Bulk(
        model=Service,
        facts=AgreedFacts,
        prefix="FW",
        beside=_beside_target,
        names=(Name(("party_id", "begins_on"), more=("site_id", "building_id")),),
        must=("party_id", "begins_on"),
        hosts=("party", "site", "building"),
        fixed=("party_id", "site_id", "building_id", "begins_on"),
        resolve=_agreed(kind),
        within=Q(kind=kind),
    )


PROPERTY_MANAGERS, TECHNICAL_SERVICES = services(ServiceKind.PROPERTY), services(ServiceKind.TECHNICAL)
