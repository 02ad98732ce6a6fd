"""A hazard beyond the town's power: 陈敏 refers it to 区消防救援支队, gets the receipt, reminds, records the answer."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from typing import ClassVar

import pytest
from docx import Document
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.stories import Hose, photo, restaurant

from gasloop.access.models import Account, Office
from gasloop.hazard.actions import Order, order_rectification, recheck, void_hazard
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.events import HazardMoved, HazardSupervised
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.models import Duty
from gasloop.referral.actions import (
    Answer,
    Letter,
    answer_referral,
    receive_referral,
    remind_referral,
    send_referral,
    withdraw_referral,
)
from gasloop.referral.handlers import hazard_climbed, hazard_moved
from gasloop.referral.letter import letter_paper
from gasloop.referral.models import Referral
from gasloop.referral.queries import may_be_sent_to, suggested
from gasloop.referral.web.listings import ReferralListing
from gasloop.shell.listing.testing import ListingTests


def found(town: Cast, name: str = "老灶火锅店（示例）", territory: str = COMMUNITY, *, ordered: bool = True) -> Hazard:
    head = town.head.actor
    site = restaurant(system(), name, territory)
    hazard = record_visit(head, report=Hose(site, photos=[photo(head)]).report()).hazards[0]
    if not ordered:
        return hazard
    return order_rectification(head, hazard_id=hazard.pk, order=Order("停用", "张老板"))


def fire_brigade(town: Cast) -> Office:
    return town.offices["区消防救援支队"]


def sent(town: Cast, hazard: Hazard, reason: str = "拒不停用，本镇无权处罚") -> Referral:
    letter = Letter(fire_brigade(town).pk, reason, taken="已下达整改要求，贴停用标识")
    return send_referral(town.clerk.actor, hazard_id=hazard.pk, letter=letter)


def owed(about: Referral | Hazard) -> list[str]:
    return sorted(Duty.objects.filter(about_id=about.pk, state="open").values_list("kind", flat=True))


def test_the_clause_s_counterpart_stands_first_and_no_town_office_at_all(town: Cast) -> None:
    hazard = found(town)
    assert fire_brigade(town) in suggested(hazard)
    offices = may_be_sent_to(hazard)
    assert offices[: len(suggested(hazard))] == suggested(hazard)
    assert town.offices["应急办"] not in offices


def test_a_referral_owes_a_receipt_and_an_answer_until_they_are_there(town: Cast) -> None:
    hazard = found(town)
    referral = sent(town, hazard)
    assert referral.number == f"{hazard.owner_office}移〔2026〕1号"
    assert owed(referral) == ["answer", "receipt"]
    receive_referral(town.clerk.actor, referral_id=referral.pk, by="值班员刘某（示例）")
    assert owed(referral) == ["answer"]
    answer = Answer("in_hand", "已派员核查，正在办理")
    done = answer_referral(town.clerk.actor, referral_id=referral.pk, answer=answer)
    assert (done.state, owed(referral)) == ("answered", [])
    hazard.refresh_from_db()
    assert hazard.state == Hazard.State.ORDERED, "an answer that rectifies nothing moves nothing"
    assert [step.verb for step in hazard.steps.all()][-2:] == ["referred", "answered"]


def test_rectified_elsewhere_waits_for_the_town_s_own_re_check(town: Cast) -> None:
    hazard, clerk = found(town), town.clerk.actor
    referral = sent(town, hazard)
    with pytest.raises(Refusal, match=r"referral\.no_proof"):
        answer_referral(clerk, referral_id=referral.pk, answer=Answer("rectified", "已督促更换"))
    shown = Answer("rectified", "已督促更换", [photo(clerk)])
    answer_referral(clerk, referral_id=referral.pk, answer=shown)
    hazard.refresh_from_db()
    assert (hazard.state, owed(hazard)) == (Hazard.State.RECTIFIED, ["recheck"])
    with pytest.raises(Refusal, match=r"hazard\.recheck\.same_person"):
        recheck(clerk, hazard_id=hazard.pk, passed=True, proof=Proof("看过", [photo(clerk)]))


def test_rectified_elsewhere_before_an_order_was_given_needs_no_order_any_more(town: Cast) -> None:
    hazard, clerk = found(town, ordered=False), town.clerk.actor
    referral = sent(town, hazard)
    assert owed(hazard) == ["order"]
    answer_referral(clerk, referral_id=referral.pk, answer=Answer("rectified", "已督促更换", [photo(clerk)]))
    hazard.refresh_from_db()
    assert (hazard.state, owed(hazard)) == (Hazard.State.RECTIFIED, ["recheck"])
    done = recheck(
        town.head.actor, hazard_id=hazard.pk, passed=False, proof=Proof("还是老软管", [photo(town.head.actor)])
    )
    assert (done.state, owed(hazard)) == (Hazard.State.ORDERED, ["rectify"])


def test_numbers_of_papers_have_no_gap_even_when_one_is_withdrawn(town: Cast) -> None:
    first, second = sent(town, found(town)), sent(town, found(town, "第二家（示例）"))
    withdraw_referral(town.clerk.actor, referral_id=first.pk, why="送错单位")
    third = sent(town, found(town, "第三家（示例）"))
    assert [each.number[-2:] for each in (first, second, third)] == ["1号", "2号", "3号"]
    assert owed(first) == []


@pytest.mark.parametrize(
    ("letter", "code"),
    [
        ({"reason": " "}, "no_reason"),
        ({"kind": "gossip"}, "kind"),
        ({"answer_by": "today"}, "answer_by"),
        ({"to_office_id": "应急办"}, "to"),
    ],
)
def test_what_is_not_sent(town: Cast, letter: dict[str, str], code: str) -> None:
    values: dict[str, object] = {"to_office_id": fire_brigade(town).pk, "reason": "超出职权", **letter}
    if values.get("answer_by") == "today":
        values["answer_by"] = clock.today()
    if values["to_office_id"] == "应急办":
        values["to_office_id"] = town.offices["应急办"].pk
    with pytest.raises(Refusal, match=rf"referral\.{code}"):
        send_referral(town.clerk.actor, hazard_id=found(town).pk, letter=Letter(**values))  # type: ignore[arg-type]  # each case breaks one field


def test_one_open_referral_per_office_and_one_reminder_a_day(town: Cast, hands: clock.Hands) -> None:
    hazard = found(town)
    referral = sent(town, hazard)
    with pytest.raises(Refusal, match=r"referral\.again"):
        sent(town, hazard)
    remind_referral(town.clerk.actor, referral_id=referral.pk)
    with pytest.raises(Refusal, match=r"referral\.reminded_today"):
        remind_referral(town.clerk.actor, referral_id=referral.pk)
    hands.move(timedelta(days=1))
    assert remind_referral(town.clerk.actor, referral_id=referral.pk).reminders == 2


def test_inspectors_and_grid_officers_do_not_refer(town: Cast) -> None:
    hazard = found(town)
    for person in (town.officer, town.grid):
        with pytest.raises(NotFound):
            send_referral(person.actor, hazard_id=hazard.pk, letter=Letter(fire_brigade(town).pk, "超出职权"))


def test_the_ladder_s_last_rung_owes_the_referral_once_and_no_more_when_the_hazard_is_done_with(town: Cast) -> None:
    hazard = found(town)
    climbed = HazardSupervised(hazard_id=str(hazard.pk), number=hazard.number, level=3, territory=hazard.territory)
    hazard_climbed(climbed)
    hazard_climbed(climbed)
    assert owed(hazard) == ["rectify", "refer"]
    void_hazard(town.head.actor, hazard_id=hazard.pk, why="登记有误")
    other = found(town, "另一家（示例）")
    hazard_climbed(HazardSupervised(hazard_id=str(other.pk), number=other.number, level=3, territory=other.territory))
    sent(town, other)
    assert "refer" not in owed(other)
    hazard_moved(
        HazardMoved(
            hazard_id=str(other.pk),
            number=other.number,
            source="ordered",
            target="rectified",
            territory=other.territory,
        )
    )
    assert "refer" not in owed(other)


def test_the_letter_cites_nothing_it_may_not_cite(town: Cast) -> None:
    referral = sent(town, found(town))
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(letter_paper(referral).read())).paragraphs)
    assert referral.number in text
    assert "拒不停用，本镇无权处罚" in text
    assert "回执" in text
    for basis in referral.hazard.rule.bases.select_related("source"):
        assert basis.citable or f"《{basis.source.title}》{basis.article}" not in text


class TestReferrals(ListingTests):
    listing, namespace = ReferralListing, "referral"
    samples: ClassVar = {
        "state": {"state": "sent"},
        "kind": {"kind": "hand_over"},
        "outcome": {"outcome": "returned"},
        "late": {"late": "1"},
        "clause": {"clause": "二(四)2"},
        "territory": {"territory": COMMUNITY},
        "line": {"line": "catering"},
        "sent": {"sent_from": "2026-11-01"},
    }

    @pytest.fixture
    def rows(self, town: Cast) -> Sequence[Referral]:
        return [sent(town, found(town, f"店{n}（示例）")) for n in range(3)]

    @pytest.fixture
    def hidden(self, town: Cast) -> Sequence[Referral]:
        return [sent(town, found(town, "那边的店（示例）", VILLAGE))]

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account
