"""The ledgers of the register: people, papers, parts, buildings, households, services."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast

from gasloop.access.models import Account
from gasloop.registry.actions import (
    add_installation,
    begin_service,
    register_building,
    register_credential,
    register_doors,
    register_party,
    register_person,
    register_site,
)
from gasloop.registry.facts import HouseholdFacts, ServiceFacts
from gasloop.registry.models import Building, Credential, Household, Installation, Party, Person, Service, Site
from gasloop.registry.web.listings import (
    BuildingListing,
    CredentialListing,
    HouseholdListing,
    InstallationListing,
    PersonListing,
    PropertyManagerListing,
    TechnicalServiceListing,
)
from gasloop.shell.listing.testing import ListingTests

HERE: dict[str, str] = {"territory": COMMUNITY}


class OfTheRegister(ListingTests):
    namespace = "registry"

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account


def site_at(cast: Cast, territory: str, name: str = "小面馆") -> Site:
    return register_site(cast.clerk.actor, name=name, kind="restaurant", territory=territory, address="正街1号")


def party_at(cast: Cast, territory: str, name: str = "示例公司") -> Party:
    return register_party(
        cast.clerk.actor, name=name, kind="technical_service", territory=territory, no_uscc_reason="示例"
    )


def building_at(cast: Cast, territory: str, name: str = "一栋") -> Building:
    return register_building(cast.clerk.actor, name=name, territory=territory, address="正街2号", floors=3)


class TestPeople(OfTheRegister):
    listing = PersonListing
    samples: ClassVar = {"working": {"working": "1"}, "territory": HERE, "line": {"line": "catering"}}

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[Person]:
        return [
            register_person(cast.clerk.actor, name=name, territory=COMMUNITY, job="送气工", phone="13800001234")
            for name in ("赵一", "钱二", "孙三")
        ]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Person]:
        return [register_person(cast.clerk.actor, name="李四", territory=VILLAGE)]


class TestCredentials(OfTheRegister):
    listing = CredentialListing
    samples: ClassVar = {
        "kind": {"kind": "food_business"},
        "state": {"state": "in_force"},
        "expiring": {"expiring": "1"},
        "expired": {"expired": "1"},
        "review": {"review": "1"},
        "personal": {"personal": "1"},
        "ends": {"ends_from": "2026-11-01"},
        "territory": HERE,
        "line": {"line": "catering"},
    }

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[Credential]:
        site = site_at(cast, COMMUNITY)
        ends = (date(2026, 11, 20), date(2026, 10, 1), None)
        return [
            register_credential(
                cast.clerk.actor, kind="food_business", document_no=f"S{n}", site_id=site.pk, valid_to=day
            )
            for n, day in enumerate(ends)
        ]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Credential]:
        there = site_at(cast, VILLAGE)
        return [register_credential(cast.clerk.actor, kind="food_business", document_no="S9", site_id=there.pk)]


class TestInstallations(OfTheRegister):
    listing = InstallationListing
    samples: ClassVar = {
        "kind": {"kind": "hose"},
        "state": {"state": "in_use"},
        "expired": {"expired": "1"},
        "undated": {"undated": "1"},
        "expires": {"expires_from": "2026-11-01"},
        "territory": HERE,
        "line": {"line": "catering"},
    }

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[Installation]:
        site = site_at(cast, COMMUNITY)
        ends = (date(2026, 12, 1), date(2026, 10, 1), None)
        return [
            add_installation(cast.clerk.actor, site_id=site.pk, kind="hose", place=f"灶{n}", expires_on=day)
            for n, day in enumerate(ends)
        ]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Installation]:
        return [add_installation(cast.clerk.actor, site_id=site_at(cast, VILLAGE).pk, kind="hose")]


class TestBuildings(OfTheRegister):
    listing = BuildingListing
    samples: ClassVar = {"territory": HERE}

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[Building]:
        return [building_at(cast, COMMUNITY, name) for name in ("一栋", "二栋", "三栋")]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Building]:
        return [building_at(cast, VILLAGE)]


class TestHouseholds(OfTheRegister):
    listing = HouseholdListing
    samples: ClassVar = {
        "late": {"late": "1"},
        "never": {"never": "1"},
        "hose": {"hose": "1"},
        "unfitted": {"unfitted": "1"},
        "fitted": {"fitted": "1"},
        "cycle": {"cycle": "1"},
        "hosed": {"hosed_from": "2026-01-01", "hosed_to": "2026-12-31"},
        "approach": {"approach": "knock"},
        "last_result": {"last_result": "checked"},
        "gas_source": {"gas_source": "pipeline"},
        "state": {"state": "lived_in"},
        "visited": {"visited_from": "2026-01-01"},
        "territory": HERE,
    }

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[Household]:
        doors = [
            HouseholdFacts(unit="1", floor=1, room="101", householder="张三", hose_expires_on=date(2026, 1, 1)),
            HouseholdFacts(unit="1", floor=2, room="201", detector="no", gas_source="pipeline"),
            HouseholdFacts(room="平房"),
        ]
        return register_doors(cast.clerk.actor, building_id=building_at(cast, COMMUNITY).pk, doors=doors)

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Household]:
        there = building_at(cast, VILLAGE)
        return register_doors(cast.clerk.actor, building_id=there.pk, doors=[HouseholdFacts(room="1")])


class OfServices(OfTheRegister):
    kind: ClassVar[str]
    samples: ClassVar = {
        "running": {"running": "1"},
        "ends": {"ends_from": "2026-11-01"},
        "territory": HERE,
        "line": {"line": "catering"},
    }

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[Service]:
        targets = [
            {"site_id": site_at(cast, COMMUNITY).pk},
            {"building_id": building_at(cast, COMMUNITY).pk},
            {"building_id": building_at(cast, COMMUNITY, "二栋").pk},
        ]
        party = party_at(cast, COMMUNITY)
        return [self.begin(cast, party, **target) for target in targets]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Service]:
        return [self.begin(cast, party_at(cast, VILLAGE, "别处"), building_id=building_at(cast, VILLAGE).pk)]

    def begin(self, cast: Cast, party: Party, **target: object) -> Service:
        facts = ServiceFacts(kind=self.kind, party_id=party.pk, begins_on=date(2026, 1, 1), **target)  # type: ignore[arg-type]  # one of two ids
        return begin_service(cast.clerk.actor, facts=facts)


class TestPropertyManagers(OfServices):
    listing, kind = PropertyManagerListing, "property"


class TestTechnicalServices(OfServices):
    listing, kind = TechnicalServiceListing, "technical"
