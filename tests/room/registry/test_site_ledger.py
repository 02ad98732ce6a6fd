"""对象台账, by the tests that every ledger has; what went out to Excel comes back the same."""

from collections.abc import Sequence
from typing import ClassVar

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast

from gasloop.access.models import Account
from gasloop.registry.actions import register_party, register_site
from gasloop.registry.models import Site
from gasloop.registry.web.listings import SiteListing
from gasloop.shell.listing.testing import ListingTests


class TestSites(ListingTests):
    listing, namespace = SiteListing, "registry"
    samples: ClassVar[dict[str, dict[str, str]]] = {
        "kind": {"kind": "restaurant"},
        "gas_source": {"gas_source": "lpg_cylinder"},
        "state": {"state": "open"},
        "territory": {"territory": COMMUNITY},
        "line": {"line": "catering"},
    }

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[Site]:
        party = register_party(
            cast.clerk.actor, name="=群力餐饮（示例）", kind="catering", territory=COMMUNITY, no_uscc_reason="示例"
        )
        full = register_site(
            cast.clerk.actor,
            name="老灶 火锅店（示例）",
            kind="restaurant",
            territory=COMMUNITY,
            address="双堰社区正街３５号 附1号",
            party_id=party.pk,
            lat="30.190001",
            lng="105.84",
            gas_source="lpg_cylinder",
            owner_office_id=cast.offices["应急办"].pk,
            attributes={"seats": 1200, "area_m2": 120.5, "basement": True, "opening_hours": "9:00-21:00", "staff": 3},
        )
        plain = [
            register_site(
                cast.grid.actor,
                name=f"+{number}号小店（示例）",
                kind=kind,
                territory=COMMUNITY,
                address=f"后街{number}号",
            )
            for number, kind in enumerate(("school", "restaurant", "hospital"), 1)
        ]
        return [full, *plain]

    @pytest.fixture(autouse=True)
    def _sample_of_office(self, cast: Cast) -> None:
        self.samples["office"] = {"office": str(cast.offices["双堰社区居委会"].pk)}

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Site]:
        return [
            register_site(
                cast.clerk.actor, name="村口店（示例）", kind="restaurant", territory=VILLAGE, address="村口1号"
            )
        ]

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account
