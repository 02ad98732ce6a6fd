"""交接 and 事项 as ledgers and pages: prepare, sign for both sides, see what moved; duties of nobody stay in sight."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import TOWN, Cast
from tests.room.plan2.papers import PAPER, in_force

from gasloop.access.actions import end_post
from gasloop.access.models import Account, Office, Post
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.kernel.ids import new_id
from gasloop.kernel.subject import Subject
from gasloop.plan.actions import create_duty, import_plan, prepare_hand_over, send_extracts
from gasloop.plan.actions.duties import Owed
from gasloop.plan.handing import Side
from gasloop.plan.models import Duty, HandOver, PlanDocument
from gasloop.plan.web.hand_over_listing import DutyListing, HandOverListing
from gasloop.shell.listing.testing import ListingTests

ELSEWHERE = "50/500152/500152999/"
WHY = "机构调整（示例）"


@pytest.fixture
def plan(cast: Cast) -> PlanDocument:
    found = in_force(cast.actor("clerk"))
    send_extracts(cast.actor("clerk"), document_id=found.pk)
    return found


def prepared(cast: Cast, giving: str = "应急办", taking: str = "经发办") -> HandOver:
    sides = Side(cast.offices[giving]), Side(cast.offices[taking])
    return prepare_hand_over(cast.actor("clerk"), giving=sides[0], taking=sides[1], why=WHY)


class TestHandOvers(ListingTests):
    """Hand-overs in reach."""

    listing, namespace = HandOverListing, "plan"
    samples: ClassVar[dict[str, dict[str, str]]] = {
        "state": {"state": "prepared"},
        "territory": {"territory": TOWN},
        "taken": {"taken_from": "2026-01-01"},
    }

    @pytest.fixture
    def rows(self, plan: PlanDocument, cast: Cast) -> Sequence[HandOver]:
        self.samples["from"] = {"from": str(cast.offices["应急办"].pk)}
        self.samples["to"] = {"to": str(cast.offices["经发办"].pk)}
        return [prepared(cast, name) for name in ("应急办", "市场监管所", "群力派出所")]

    @pytest.fixture
    def hidden(self, rows: Sequence[HandOver]) -> Sequence[HandOver]:
        far = HandOver.objects.create(
            from_office=rows[0].from_office,
            to_office=rows[0].to_office,
            why=WHY,
            territory=ELSEWHERE,
            state="withdrawn",
        )
        # An office of the reader's own would be a side of it: nobody else's are.
        far.from_office = far.to_office = _stranger()
        far.save()
        return [far]

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.clerk.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account


def _stranger() -> Office:
    return Office.objects.create(name="外镇办（示例）", level=Office.Level.TOWN, territory=ELSEWHERE)


class TestDuties(ListingTests):
    """Duties in reach."""

    listing, namespace = DutyListing, "plan"
    samples: ClassVar[dict[str, dict[str, str]]] = {
        "state": {"state": "open"},
        "overdue": {"overdue": "1"},
        "nobody": {"nobody": "1"},
        "kind": {"kind": "receive"},
        "clause": {"clause": "一(一)1"},
        "territory": {"territory": TOWN},
        "due": {"due_from": "2026-01-01"},
    }

    @pytest.fixture
    def rows(self, plan: PlanDocument, cast: Cast) -> Sequence[Duty]:
        self.samples["office"] = {"office": str(cast.offices["应急办"].pk)}
        owed = Owed(kind=Duty.Kind.RECHECK, title="复查（示例）", due_at=clock.now(), clause_ref="一(一)1")
        about = Subject("hazard", new_id())
        create_duty(system(), about=about, owed=owed, office=cast.offices["应急办"], territory=TOWN)
        return list(Duty.objects.filter(territory__startswith=TOWN))

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Duty]:
        theirs = import_plan(system(), content=PAPER.encode(), filename="plan.txt", territory=ELSEWHERE)
        send_extracts(system(), document_id=theirs.pk)
        return list(Duty.objects.filter(territory__startswith=ELSEWHERE))

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.clerk.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account


@pytest.fixture
def signed_in(client: Client, cast: Cast) -> Client:
    client.force_login(cast.clerk.account)
    return client


def test_from_the_form_to_both_signatures(cast: Cast, plan: PlanDocument, signed_in: Client) -> None:
    giving, taking = (f"office:{cast.offices[name].pk}" for name in ("应急办", "经发办"))
    answer = signed_in.post(reverse("plan:hand-over-new"), {"giving": giving, "taking": taking, "why": WHY})
    row = HandOver.objects.get()
    page, sign = reverse("plan:hand-over", args=[row.pk]), reverse("plan:hand-over-sign", args=[row.pk])
    assert answer.headers["Location"] == page
    assert "将要转过去的条款" in signed_in.get(page).text
    signed_in.force_login(cast.head.account)
    assert signed_in.post(sign, {"part": "give"}).status_code == 302
    assert signed_in.post(sign, {"part": "give"}).status_code == 409  # sent twice
    signed_in.force_login(cast.clerk.account)
    assert signed_in.post(sign, {"part": "take"}).status_code == 302
    shown = signed_in.get(page).text
    assert "已转过去的事项" in shown
    assert "交接后" in shown
    row.refresh_from_db()
    assert (row.given_by_name, row.taken_by_name) == ("何主任", "陈敏")


def test_paper_without_its_sheet_is_asked_for_beside_the_field(
    cast: Cast, plan: PlanDocument, signed_in: Client
) -> None:
    row = prepared(cast)
    sent = {"part": "give", "paper": "1", "signed_by": "何主任"}
    answer = signed_in.post(reverse("plan:hand-over-sign", args=[row.pk]), sent)
    assert answer.status_code == 422
    assert "请附上佐证材料" in answer.text
    assert "何主任" in answer.text


def test_a_withdrawn_one_has_moved_nothing(cast: Cast, plan: PlanDocument, signed_in: Client) -> None:
    row = prepared(cast)
    answer = signed_in.post(reverse("plan:hand-over-withdraw", args=[row.pk]), {"why": "示例"}, follow=True)
    assert "已撤回，没有任何事项转移" in answer.text


def test_duties_of_nobody_stand_on_the_worklists_of_clerk_and_leader(cast: Cast, signed_in: Client) -> None:
    officer = Post.objects.select_related("office").get(account__username="officer")
    owed = Owed(kind=Duty.Kind.RECHECK, title="复查某店（示例）", due_at=clock.now(), post=officer)
    about = Subject("hazard", new_id())
    create_duty(system(), about=about, owed=owed, office=officer.office, territory=TOWN)
    end_post(system(), post=officer, why="调离（示例）", day=clock.today() - timedelta(days=1))
    for name in ("clerk", "leader"):
        signed_in.force_login(cast.people[name].account)
        shown = signed_in.get(reverse("home")).text
        assert "无人负责" in shown, name
        assert "复查某店（示例）" in shown, name
    signed_in.force_login(cast.head.account)
    assert "复查某店（示例）" not in signed_in.get(reverse("home")).text
