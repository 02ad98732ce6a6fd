"""The hazard ledger, as 王芳 of 双堰社区 reads it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.stories import HOSE, Hose, photo, restaurant

from gasloop.access.models import Account
from gasloop.hazard.actions import Order, order_rectification, recheck, rectify, void_hazard
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.hazard.web.listings import HazardListing
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.shell.listing.testing import ListingTests, browser_of, table_of


def found(town: Cast, name: str, territory: str = COMMUNITY) -> Hazard:
    head = town.head.actor
    site = restaurant(system(), name, territory)
    return record_visit(head, report=Hose(site, photos=[photo(head)]).report()).hazards[0]


class TestHazards(ListingTests):
    listing, namespace = HazardListing, "hazard"
    samples: ClassVar = {
        "stage": {"stage": "overdue"},
        "state": {"state": "ordered"},
        "severity": {"severity": "general"},
        "clause": {"clause": HOSE},
        "cause": {"cause": "aged"},
        "unowned": {"unowned": "1"},
        "territory": {"territory": COMMUNITY},
        "only": {"only": COMMUNITY},
        "line": {"line": "catering"},
        "found": {"found_from": "2026-11-01", "found_to": "2026-11-03"},
        "due": {"due_to": "2026-11-30"},
    }

    @pytest.fixture
    def rows(self, town: Cast, hands: clock.Hands) -> Sequence[Hazard]:
        head, officer = town.head.actor, town.officer.actor
        overdue, done = found(town, "早先的店（示例）"), found(town, "改好的店（示例）")
        for each in (overdue, done):
            order_rectification(head, hazard_id=each.pk, order=Order("停用", "张老板"))
        rectify(officer, hazard_id=done.pk, proof=Proof("已换", [photo(officer)]))
        recheck(head, hazard_id=done.pk, passed=True, proof=Proof())
        hands.move(timedelta(days=8))
        return [overdue, done, *(found(town, f"新店{n}（示例）") for n in range(3))]

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[Hazard]:
        voided = found(town, "量错的店（示例）")
        void_hazard(town.head.actor, hazard_id=voided.pk, why="量错")
        return [found(town, "那边的店（示例）", VILLAGE), voided]

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account

    @pytest.fixture(autouse=True)
    def _sample_of_office(self, cast: Cast) -> None:
        self.samples["office"] = {"office": str(cast.offices["双堰社区居委会"].pk)}

    def test_a_day_outside_of_all_calendars_is_answered_in_words(self, reader: Account, page: str) -> None:
        for day in ("0001-01-01", "9999-12-31"):
            answer = browser_of(reader).get(page, {"due_from": day, "due_to": day})
            assert answer.status_code == 200
            assert 'role="alert"' in answer.content.decode()

    def test_stages_may_be_asked_together(self, reader: Account, page: str, rows: Sequence[Hazard]) -> None:
        answer = browser_of(reader).get(page, {"stage": ["overdue", "done"]})
        assert len(table_of(answer.content.decode())) == 2
