"""A major hazard goes upward by itself: reported, listed, de-listed; and a fix on the spot may be drawn."""

from collections.abc import Sequence
from typing import ClassVar

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.stories import photo, restaurant

from gasloop.access.models import Account
from gasloop.hazard.actions import (
    Finding,
    Order,
    Request,
    ask_extension,
    delist_major,
    fix_on_spot,
    list_major,
    look_back,
    open_hazard,
    order_rectification,
    recheck,
    rectify,
    rectifying,
    report_major,
    void_hazard,
)
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Extension, Hazard, MajorCase
from gasloop.hazard.web.listings import ExtensionListing, MajorListing
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.kernel.refusal import Refusal
from gasloop.plan.models import Duty
from gasloop.rulebook.choices import RecheckMode, Severity
from gasloop.rulebook.models import Rule
from gasloop.shell.listing.testing import ListingTests


def found(
    town: Cast, name: str = "老灶火锅店（示例）", territory: str = COMMUNITY, severity: str = Severity.GENERAL
) -> Hazard:
    """A hazard of a rule as severe as the story wants it; the book of rules that all stories share stays as it is."""
    rule = Rule.objects.get(items__code="HOSE-LENGTH")
    rule.severity = severity
    head = town.head.actor
    site = restaurant(system(), name, territory)
    return open_hazard(
        head,
        finding=Finding(
            site=site, rule=rule, description="软管过长", measured="2.6 m", source=site.subject, found_at=clock.now()
        ),
    )


def major(town: Cast, name: str = "老灶火锅店（示例）", territory: str = COMMUNITY) -> Hazard:
    return found(town, name, territory, Severity.MAJOR)


def duties(about: MajorCase) -> list[str]:
    return list(Duty.objects.filter(about_id=about.pk, state="open").values_list("kind", flat=True))


def closed(town: Cast, hazard: Hazard) -> None:
    head, officer = town.head.actor, town.officer.actor
    order_rectification(head, hazard_id=hazard.pk, order=Order("停用", "张老板"))
    rectify(officer, hazard_id=hazard.pk, proof=Proof("已换", [photo(officer)]))
    recheck(head, hazard_id=hazard.pk, passed=True, proof=Proof("看过", [photo(head)]), cause="aged")


def test_from_the_finding_to_the_end_of_the_listing(town: Cast) -> None:
    hazard = major(town)
    case = MajorCase.objects.get(hazard=hazard)
    assert (case.state, duties(case)) == ("to_report", ["report"])
    with pytest.raises(Refusal, match=r"major_case\.list\.state"):
        list_major(town.head.actor, hazard_id=hazard.pk, on=clock.today(), by="区安委会")
    report_major(town.head.actor, hazard_id=hazard.pk, to="区安委办", note="电话并书面")
    list_major(town.leader.actor, hazard_id=hazard.pk, on=clock.today(), by="区安委会", number="挂牌1号（示例）")
    assert duties(case) == []
    with pytest.raises(Refusal, match=r"hazard\.delist\.open"):
        delist_major(town.leader.actor, hazard_id=hazard.pk, on=clock.today(), note="验收合格")
    closed(town, hazard)
    assert duties(case) == ["delist"]
    delist_major(town.leader.actor, hazard_id=hazard.pk, on=clock.today(), note="验收合格，已公布")
    case.refresh_from_db()
    assert (case.state, duties(case)) == ("delisted", [])


def test_what_is_general_is_not_reported(town: Cast) -> None:
    hazard = found(town)
    assert not MajorCase.objects.filter(hazard=hazard).exists()
    with pytest.raises(Refusal, match=r"hazard\.not_major"):
        report_major(town.head.actor, hazard_id=hazard.pk, to="区安委办")


def test_a_voided_major_hazard_goes_nowhere(town: Cast) -> None:
    hazard = major(town)
    void_hazard(town.head.actor, hazard_id=hazard.pk, why="量错")
    case = MajorCase.objects.get(hazard=hazard)
    assert (case.state, duties(case)) == ("dropped", [])


def test_the_cause_is_a_code_of_the_list(town: Cast) -> None:
    hazard = found(town)
    closed(town, hazard)
    hazard.refresh_from_db()
    assert hazard.get_cause_display() == "设备老化或超期"
    other = found(town, "另一家（示例）")
    order_rectification(town.head.actor, hazard_id=other.pk, order=Order("停用", "张老板"))
    rectify(town.officer.actor, hazard_id=other.pk, proof=Proof("已换", [photo(town.officer.actor)]))
    with pytest.raises(Refusal, match=r"hazard\.cause"):
        recheck(town.head.actor, hazard_id=other.pk, passed=True, proof=Proof(), cause="weather")


@pytest.mark.parametrize("drawn", [True, False])
def test_a_fix_on_the_spot_that_was_drawn_is_looked_at_sooner_and_by_somebody_else(
    town: Cast, monkeypatch: pytest.MonkeyPatch, drawn: bool
) -> None:
    Rule.objects.filter(items__code="HOSE-LENGTH").update(recheck_mode=RecheckMode.NONE_SAMPLED)
    monkeypatch.setattr(rectifying, "randbelow", lambda _most: 0 if drawn else 99)
    hazard, officer = found(town), town.officer.actor
    fix_on_spot(officer, hazard_id=hazard.pk, proof=Proof("已换", [photo(officer)]), cause="misused")
    duty = Duty.objects.get(about_id=hazard.pk, state="open")
    assert duty.kind == "look_back"
    assert (clock.legal_day(duty.due_at) - clock.today()).days == (7 if drawn else 30)
    if drawn:
        with pytest.raises(Refusal, match=r"hazard\.look_back\.same_person"):
            look_back(officer, hazard_id=hazard.pk, rebounded=False, proof=Proof("看过"))
    assert look_back(town.head.actor, hazard_id=hazard.pk, rebounded=False, proof=Proof("看过")).state == "settled"


class TestMajors(ListingTests):
    listing, namespace = MajorListing, "hazard"
    samples: ClassVar = {"state": {"state": "to_report"}, "territory": {"territory": COMMUNITY}}

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[MajorCase]:
        hazards = [major(town, f"大店{n}（示例）") for n in range(3)]
        report_major(town.head.actor, hazard_id=hazards[0].pk, to="区安委办")
        return list(MajorCase.objects.filter(hazard__in=hazards))

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[MajorCase]:
        gone = major(town, "量错的店（示例）")
        void_hazard(town.head.actor, hazard_id=gone.pk, why="量错")
        far = major(town, "那边的店（示例）", VILLAGE)
        return list(MajorCase.objects.filter(hazard__in=[gone, far]))

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account


class TestExtensions(ListingTests):
    listing, namespace = ExtensionListing, "hazard"
    samples: ClassVar = {"state": {"state": "asked"}, "territory": {"territory": COMMUNITY}}

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[Extension]:
        return [asked(town, f"店{n}（示例）", COMMUNITY) for n in range(3)]

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[Extension]:
        return [asked(town, "那边的店（示例）", VILLAGE)]

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account


def asked(town: Cast, name: str, territory: str) -> Extension:
    head = town.head.actor
    hazard = order_rectification(head, hazard_id=found(town, name, territory).pk, order=Order("停用", "张老板"))
    until = clock.legal_day(clock.now()).replace(day=28)
    return ask_extension(head, hazard_id=hazard.pk, request=Request(until, "缺货", "停用"))
