"""The ledger of self-checks: what was owed, done or missed."""

from collections.abc import Sequence
from typing import ClassVar

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.room.selfcheck.test_self_checks import shop

from gasloop.access.models import Account
from gasloop.kernel import clock
from gasloop.registry.models import Site
from gasloop.selfcheck.actions import admit_enterprise, open_checks
from gasloop.selfcheck.models import SelfCheck
from gasloop.selfcheck.web.listings import SelfCheckListing
from gasloop.shell.listing.testing import ListingTests


def owed(town: Cast, site: Site, username: str) -> list[SelfCheck]:
    admit_enterprise(town.head.actor, site_id=site.pk, username=username, name="张三")
    open_checks(at=clock.now())
    return list(SelfCheck.objects.filter(site=site))


class TestSelfChecks(ListingTests):
    listing, namespace = SelfCheckListing, "selfcheck"
    samples: ClassVar = {
        "state": {"state": "due"},
        "rhythm": {"rhythm": "day"},
        "territory": {"territory": COMMUNITY},
        "line": {"line": "catering"},
        "first_day": {"first_day_from": "2026-11-01"},
    }

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[SelfCheck]:
        return owed(town, shop("老灶火锅店（示例）"), "laozao")

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[SelfCheck]:
        return owed(town, shop("那边的店（示例）", territory=VILLAGE), "nabian")

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account
