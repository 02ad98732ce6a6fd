"""The visit ledger: visits without a finding and before closed doors are in it too."""

from collections.abc import Sequence
from typing import ClassVar

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.stories import Hose, restaurant

from gasloop.access.models import Account
from gasloop.inspection.actions import Signature, VisitReport, record_visit
from gasloop.inspection.models import Visit
from gasloop.inspection.web.listings import VisitListing
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.shell.listing.testing import ListingTests


class TestVisits(ListingTests):
    listing, namespace = VisitListing, "inspection"
    samples: ClassVar = {
        "result": {"result": "nobody"},
        "clause": {"clause": "二(四)2"},
        "territory": {"territory": COMMUNITY},
        "line": {"line": "catering"},
        "visited": {"visited_from": "2026-11-02"},
    }

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[Visit]:
        officer, site = town.officer.actor, restaurant(system())
        closed = VisitReport(
            site_id=site.pk, visited_at=clock.now(), result="nobody", inspector=Signature("李强", reason="示例")
        )
        reports = [Hose(site).report(), Hose(site, metres=1.5).report(), Hose(site, metres=0.5).report(), closed]
        return [record_visit(officer, report=report).visit for report in reports]

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[Visit]:
        there = restaurant(system(), "那边的店（示例）", VILLAGE)
        return [record_visit(town.head.actor, report=Hose(there).report()).visit]

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account
