"""The two ledgers of the plan room: office × clause, and the extracts with their clock."""

from collections.abc import Sequence
from typing import ClassVar

import pytest
from tests.cast import COMMUNITY, Cast
from tests.room.plan2.papers import PAPER, in_force

from gasloop.access.models import Account
from gasloop.kernel.actor import system
from gasloop.plan.actions import import_plan, send_extracts
from gasloop.plan.models import ClauseOffice, Extract, PlanDocument
from gasloop.plan.web.listings import ExtractListing, ResponsibilityListing
from gasloop.shell.listing.testing import ListingTests

ELSEWHERE = "50/500152/500152999/"


@pytest.fixture
def plan(cast: Cast) -> PlanDocument:
    return in_force(cast.actor("clerk"))


@pytest.fixture
def theirs(cast: Cast) -> PlanDocument:
    return import_plan(system(), content=PAPER.encode(), filename="plan.txt", territory=ELSEWHERE)


class TestResponsibilities(ListingTests):
    """Office × clause."""

    listing, namespace = ResponsibilityListing, "plan"
    samples: ClassVar[dict[str, dict[str, str]]] = {
        "role": {"role": "lead"},
        "section": {"section": "一、整治重点"},
        "chief": {"chief": "1"},
        "unmatched": {"unmatched": "1"},
    }

    @pytest.fixture
    def rows(self, plan: PlanDocument, cast: Cast) -> Sequence[ClauseOffice]:
        self.samples["plan"] = {"plan": str(plan.pk)}
        self.samples["office"] = {"office": str(cast.offices["双堰社区居委会"].pk)}
        return list(ClauseOffice.objects.filter(clause__document=plan))

    @pytest.fixture
    def hidden(self, theirs: PlanDocument) -> Sequence[ClauseOffice]:
        return list(ClauseOffice.objects.filter(clause__document=theirs))

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.clerk.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account

    def test_a_village_is_found_behind_its_collective_name(self, rows: Sequence[ClauseOffice], reader: Account) -> None:
        found = self.ledger(reader, **self.samples["office"]).matching()
        assert [row.named for row in found] == ["各社区"]


class TestExtracts(ListingTests):
    """Extracts in use."""

    listing, namespace = ExtractListing, "plan"
    samples: ClassVar[dict[str, dict[str, str]]] = {
        "state": {"state": "sent"},
        "late": {"late": "1"},
        "territory": {"territory": COMMUNITY},
        "sent": {"sent_from": "2026-01-01"},
    }

    @pytest.fixture
    def rows(self, plan: PlanDocument, cast: Cast) -> Sequence[Extract]:
        self.samples["plan"] = {"plan": str(plan.pk)}
        return send_extracts(cast.actor("clerk"), document_id=plan.pk)

    @pytest.fixture
    def hidden(self, theirs: PlanDocument) -> Sequence[Extract]:
        return send_extracts(system(), document_id=theirs.pk)

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.clerk.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account
