"""何主任 is on leave, 王芳 stands in: she sees and does the duties in his name, both are in the log, and it ends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.cast import Cast
from tests.stories import Hose, photo, restaurant

from gasloop.access.actions import Away, end_absence, note_absence
from gasloop.access.actors import actor_of
from gasloop.access.models import Absence, Post
from gasloop.evidence.models import Entry
from gasloop.evidence.queries import timeline
from gasloop.hazard.actions import Order, decide_extension, order_rectification
from gasloop.hazard.actions.extending import Request, ask_extension
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.models import Duty
from gasloop.plan.queries import duties_of
from gasloop.project.worklist import worklist

SignIn = Callable[[str], Client]


def post_of(town: Cast, name: str) -> Post:
    return Post.objects.get(account=town.people[name].account)


def away(town: Cast, deputy: str = "grid", days: int = 5, why: str = "出差") -> Away:
    return Away(town.people[deputy].account.pk, clock.today(), clock.today() + timedelta(days=days), why)


def found(town: Cast) -> Hazard:
    head = town.head.actor
    return record_visit(head, report=Hose(restaurant(head), photos=[photo(head)]).report()).hazards[0]


def now(town: Cast, name: str) -> Actor:
    """Who that person is on this day."""
    return actor_of(town.people[name].account)


def test_the_deputy_sees_and_does_and_both_are_named(town: Cast) -> None:
    hazard = found(town)
    assert not duties_of(now(town, "grid"))
    note_absence(town.head.actor, post_id=post_of(town, "head").pk, away=away(town))
    grid = now(town, "grid")
    assert [item.absent for group in worklist(grid).groups for item in group.items] == ["何主任"]
    order_rectification(grid, hazard_id=hazard.pk, order=Order("停用", "张老板"))
    duty = Duty.objects.get(about_id=hazard.pk, kind=Duty.Kind.ORDER)
    (said,) = [one for one in timeline(duty.subject) if one.act == "duty.done_for"]
    assert "王芳代何主任办结事项" in said.text
    snapshot = Entry.objects.filter(act="hazard.ordered").latest("seq").actor
    assert [(post["title"], post.get("for")) for post in snapshot["posts"]] == [("网格员", None), ("主任", "何主任")]


def test_what_is_one_s_own_is_done_in_one_s_own_name(town: Cast) -> None:
    hazard = found(town)
    note_absence(town.head.actor, post_id=post_of(town, "head").pk, away=away(town, "officer"))
    order_rectification(now(town, "officer"), hazard_id=hazard.pk, order=Order("停用", "张老板"))
    duty = Duty.objects.get(about_id=hazard.pk, kind=Duty.Kind.ORDER)
    assert "duty.done" in {one.act for one in timeline(duty.subject)}


def test_it_ends_by_itself(town: Cast, hands: clock.Hands) -> None:
    note_absence(town.head.actor, post_id=post_of(town, "head").pk, away=away(town, days=2))
    reach = []
    for _ in range(4):
        reach.append(len(now(town, "grid").grants))
        hands.move(timedelta(days=1))
    assert reach == [2, 2, 2, 1]


def test_it_begins_on_its_day(town: Cast, hands: clock.Hands) -> None:
    later = Away(town.grid.account.pk, clock.today() + timedelta(days=1), clock.today() + timedelta(days=1), "出差")
    note_absence(town.head.actor, post_id=post_of(town, "head").pk, away=later)
    assert len(now(town, "grid").grants) == 1
    hands.move_to(clock.end_of(clock.today()) - timedelta(microseconds=1))
    assert len(now(town, "grid").grants) == 1
    hands.move(timedelta(microseconds=1))
    assert len(now(town, "grid").grants) == 2


def test_who_is_back_ends_it(town: Cast) -> None:
    absence = note_absence(town.head.actor, post_id=post_of(town, "head").pk, away=away(town))
    end_absence(town.head.actor, absence_id=absence.pk)
    assert len(now(town, "grid").grants) == 1
    with pytest.raises(Refusal):
        end_absence(town.head.actor, absence_id=absence.pk)
    note_absence(town.head.actor, post_id=post_of(town, "head").pk, away=away(town))


def test_whoever_takes_over_the_post_is_not_stood_in_for(town: Cast) -> None:
    """The deputy stands in for a person, not for a post: with the holder the absence goes."""
    note_absence(town.head.actor, post_id=post_of(town, "head").pk, away=away(town))
    Post.objects.filter(account=town.head.account).update(account=town.market.account)
    assert len(now(town, "grid").grants) == 1


def test_a_deputy_does_not_decide_on_what_they_asked_for(town: Cast) -> None:
    hazard = found(town)
    order_rectification(town.head.actor, hazard_id=hazard.pk, order=Order("停用", "张老板"))
    note_absence(town.head.actor, post_id=post_of(town, "head").pk, away=away(town, "officer"))
    officer = now(town, "officer")
    request = Request(until=clock.legal_day(hazard.due_at) + timedelta(days=9), reason="等配件", control_measure="停用")
    asked = ask_extension(officer, hazard_id=hazard.pk, request=request)
    with pytest.raises(Refusal):
        decide_extension(officer, extension_id=asked.pk, granted=True, decision="同意")


@pytest.mark.parametrize(
    ("deputy", "days", "why", "code"),
    [
        ("head", 5, "出差", "absence.deputy"),
        ("admin", 5, "出差", "absence.admin"),
        ("auditor", 5, "出差", "absence.auditor"),
        ("grid", -1, "出差", "absence.days"),
        ("grid", 400, "出差", "absence.too_long"),
        ("grid", 5, " ", "absence.why"),
    ],
)
def test_what_is_not_arranged(town: Cast, deputy: str, days: int, why: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        note_absence(town.head.actor, post_id=post_of(town, "head").pk, away=away(town, deputy, days, why))
    assert refused.value.code == code


def test_who_may_arrange_it(town: Cast) -> None:
    post = post_of(town, "officer").pk
    for stranger in ("grid", "clerk", "market", "auditor", "admin"):
        with pytest.raises(NotFound):
            note_absence(town.people[stranger].actor, post_id=post, away=away(town))
    made = note_absence(town.head.actor, post_id=post, away=away(town))  # the head of the same office
    with pytest.raises(Refusal):
        note_absence(town.leader.actor, post_id=post, away=away(town))  # twice over the same days
    deputy = now(town, "grid")
    with pytest.raises(NotFound):  # whoever stands in does not pass it on
        note_absence(deputy, post_id=post_of(town, "head").pk, away=away(town, "market"))
    assert Absence.objects.get() == made


def test_the_pages(town: Cast, signed_in: SignIn) -> None:
    head = signed_in("head")
    sent = {
        "post": str(post_of(town, "head").pk),
        "deputy": str(town.grid.account.pk),
        "first": clock.today().isoformat(),
        "last": (clock.today() + timedelta(days=3)).isoformat(),
        "why": "出差",
    }
    assert head.post("/absences/", sent).status_code == 302
    assert "代理已经登记" not in head.get("/absences/").content.decode()
    assert "何主任" in signed_in("grid").get("/absences/").content.decode()
    found(town)
    page = signed_in("grid").get("/").content.decode()
    assert "代何主任" in page
    duty = Duty.objects.get()
    clock_page = head.get(f"/duties/{duty.pk}/clock/").content.decode()
    assert "升级到分管领导" in clock_page
    assert head.post(f"/duties/{duty.pk}/clock/", {"why": "装修停业"}).status_code == 302
    assert "已中止计时" in head.get("/").content.decode()
    assert head.post(f"/duties/{duty.pk}/resume/").status_code == 302
    absence = Absence.objects.get()
    assert head.post(f"/absences/{absence.pk}/end/").status_code == 302
    assert "代何主任" not in signed_in("grid").get("/").content.decode()
