"""The coverage ledger: what is there to look at, and who has been there."""

from collections.abc import Sequence
from typing import ClassVar

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.stories import HOSE, Hose, restaurant

from gasloop.access.models import Account
from gasloop.inspection.actions import record_visit
from gasloop.kernel.actor import system
from gasloop.oversight.web.listings import CoverageListing
from gasloop.registry.actions import close_site, void_site
from gasloop.registry.models import Site
from gasloop.shell.listing.testing import ListingTests


class TestCoverage(ListingTests):
    listing, namespace = CoverageListing, "oversight"
    samples: ClassVar = {
        "clause": {"clause": HOSE},
        "covered": {"covered": HOSE},
        "never": {"never": "1"},
        "visited": {"visited_from": "2026-01-01"},
        "kind": {"kind": "restaurant"},
        "territory": {"territory": COMMUNITY},
        "line": {"line": "catering"},
    }

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[Site]:
        sites = [restaurant(system(), f"店{n}（示例）") for n in range(5)]
        for site in sites[:2]:
            record_visit(town.head.actor, report=Hose(site, metres=1.5).report())
        return sites

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[Site]:
        closed, voided = restaurant(system(), "关门的店（示例）"), restaurant(system(), "登记重复的店（示例）")
        close_site(system(), site_id=closed.pk, why="停业")
        void_site(system(), site_id=voided.pk, why="重复")
        return [restaurant(system(), "那边的店（示例）", VILLAGE), closed, voided]

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account
