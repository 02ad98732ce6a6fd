"""The four lists behind the month's numbers, as every ledger is tested."""

from collections.abc import Sequence
from typing import ClassVar

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.stories import Hose, photo, restaurant

from gasloop.access.models import Account
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.inspection.models import Visit
from gasloop.kernel.actor import system
from gasloop.oversight.month.listings import MonthHazards, MonthObjects, MonthReferrals, MonthVisits
from gasloop.referral.actions import Letter, send_referral
from gasloop.referral.models import Referral
from gasloop.registry.models import Site
from gasloop.shell.listing.testing import ListingTests


def samples(figure: str) -> dict[str, dict[str, str]]:
    return {
        "figure": {"figure": figure},
        "month": {"month": "2026-11"},
        "unowned": {"unowned": "1"},
        "territory": {"territory": COMMUNITY},
        "only": {"only": COMMUNITY},
        "line": {"line": "catering"},
    }


class Behind(ListingTests):
    """What the four have in common."""

    namespace = "oversight"
    samples: ClassVar[dict[str, dict[str, str]]] = {}

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account

    @pytest.fixture(autouse=True)
    def _sample_of_office(self, cast: Cast) -> None:
        self.samples["office"] = {"office": str(cast.offices["应急办"].pk)}


def found(town: Cast, name: str, territory: str = COMMUNITY) -> Hazard:
    head = town.head.actor
    site = restaurant(system(), name, territory)
    return record_visit(head, report=Hose(site, photos=[photo(head)]).report()).hazards[0]


class TestMonthObjects(Behind):
    listing = MonthObjects
    samples: ClassVar = samples("registered")

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[Site]:
        return [restaurant(system(), f"店{n}（示例）") for n in range(4)]

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[Site]:
        return [restaurant(system(), "那边的店（示例）", VILLAGE)]


class TestMonthVisits(Behind):
    listing = MonthVisits
    samples: ClassVar = samples("visits")

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[Visit]:
        for n in range(4):
            found(town, f"店{n}（示例）")
        return list(Visit.objects.all())

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[Visit]:
        found(town, "那边的店（示例）", VILLAGE)
        return list(Visit.objects.filter(territory=VILLAGE))


class TestMonthHazards(Behind):
    listing = MonthHazards
    samples: ClassVar = samples("found")

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[Hazard]:
        return [found(town, f"店{n}（示例）") for n in range(4)]

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[Hazard]:
        return [found(town, "那边的店（示例）", VILLAGE)]


def sent(town: Cast, hazard: Hazard) -> Referral:
    letter = Letter(town.offices["区消防救援支队"].pk, "本镇无权处罚", taken="已贴停用标识")
    return send_referral(town.clerk.actor, hazard_id=hazard.pk, letter=letter)


class TestMonthReferrals(Behind):
    listing = MonthReferrals
    samples: ClassVar = samples("referred")

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[Referral]:
        return [sent(town, found(town, f"店{n}（示例）")) for n in range(4)]

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[Referral]:
        return [sent(town, found(town, "那边的店（示例）", VILLAGE))]
