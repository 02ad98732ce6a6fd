"""The ledgers of campaigns: themselves, their objects, what was found, and what nobody has ever seen."""

from collections.abc import Sequence
from typing import Any, ClassVar

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.house.campaign.matrix_samples import DAYS
from tests.stories import Hose, restaurant

from gasloop.access.models import Account, Post
from gasloop.campaign.actions import CampaignPlan, assign_targets, plan_campaign, take_all
from gasloop.campaign.models import Campaign, Target
from gasloop.campaign.web.listings import BlindSpotListing, CampaignListing, FoundListing, TargetListing
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.kernel.actor import system
from gasloop.kernel.ids import new_id
from gasloop.registry.models import Site
from gasloop.shell.listing.testing import ListingTests

FIRST = new_id()


def running(cast: Cast, territory: str, key: object = None) -> Campaign:
    head = cast.actor("head")
    extra: dict[str, Any] = {"id": key} if key else {}
    return take_all(head, campaign_id=plan_campaign(head, plan=CampaignPlan("专项", territory, **DAYS, **extra)).pk)


def shops(territory: str, count: int) -> list[Site]:
    return [restaurant(system(), f"{i}号店（示例）", territory) for i in range(count)]


class Read:
    """Who reads here."""

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account


class TestCampaigns(Read, ListingTests):
    listing, namespace = CampaignListing, "campaign"
    samples: ClassVar = {
        "state": {"state": "running"},
        "method": {"method": "all"},
        "territory": {"territory": COMMUNITY},
        "starts": {"starts_from": "2026-11-02"},
    }

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[Campaign]:
        shops(COMMUNITY, 1)
        return [running(town, COMMUNITY) for _ in range(3)]

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[Campaign]:
        shops(VILLAGE, 1)
        return [running(town, VILLAGE)]


class TestTargets(Read, ListingTests):
    listing, namespace = TargetListing, "campaign"
    samples: ClassVar = {
        "campaign": {"campaign": str(FIRST)},
        "progress": {"progress": "left"},
        "territory": {"territory": COMMUNITY},
        "line": {"line": "catering"},
    }

    @pytest.fixture(autouse=True)
    def _sample_of_post(self, cast: Cast) -> None:
        self.samples["post"] = {"post": str(Post.objects.get(account=cast.grid.account).pk)}

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[Target]:
        sites = shops(COMMUNITY, 3)
        campaign = running(town, COMMUNITY, FIRST)
        post = Post.objects.get(account=town.grid.account)
        assign_targets(town.head.actor, campaign_id=campaign.pk, post_ids=[post.pk])
        record_visit(town.officer.actor, report=Hose(sites[0]).report())
        return list(campaign.targets.all())

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[Target]:
        shops(VILLAGE, 1)
        return list(running(town, VILLAGE).targets.all())


class TestBlindSpots(Read, ListingTests):
    listing, namespace = BlindSpotListing, "campaign"
    samples: ClassVar = {
        "kind": {"kind": "restaurant"},
        "territory": {"territory": COMMUNITY},
        "line": {"line": "catering"},
    }

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[Site]:
        seen, *unseen = shops(COMMUNITY, 4)
        record_visit(town.officer.actor, report=Hose(seen).report())
        return unseen

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[Site]:
        return shops(VILLAGE, 1)


class TestFound(Read, ListingTests):
    listing, namespace = FoundListing, "campaign"
    samples: ClassVar = {
        "campaign": {"campaign": str(FIRST)},
        "stage": {"stage": "open"},
        "state": {"state": "found"},
        "severity": {"severity": "general"},
        "clause": {"clause": "二(四)2"},
        "cause": {"cause": "aged"},
        "unowned": {"unowned": "1"},
        "territory": {"territory": COMMUNITY},
        "line": {"line": "catering"},
        "found": {"found_from": "2026-11-02"},
        "due": {"due_to": "2026-12-31"},
        "only": {"only": COMMUNITY},
    }

    @pytest.fixture(autouse=True)
    def _sample_of_office(self, cast: Cast) -> None:
        self.samples["office"] = {"office": str(cast.offices["双堰社区居委会"].pk)}

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[Hazard]:
        sites = shops(COMMUNITY, 3)
        running(town, COMMUNITY, FIRST)
        return [record_visit(town.officer.actor, report=Hose(site).report()).hazards[0] for site in sites]

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[Hazard]:
        return [record_visit(town.head.actor, report=Hose(shops(VILLAGE, 1)[0]).report()).hazards[0]]
