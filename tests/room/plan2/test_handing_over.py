"""交接: an office is merged, a post changes hands; what they owed goes on, signed by both, or shows as nobody's."""

from datetime import timedelta

import pytest

from gasloop.access.actions import end_post, merge_office
from gasloop.access.actors import actor_of
from gasloop.access.models import Post
from gasloop.evidence.models import Entry
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.kernel.subject import Subject
from gasloop.plan.actions import (
    Signing,
    create_duty,
    import_plan,
    object_to_extract,
    prepare_hand_over,
    receive_extract,
    send_extracts,
    sign_hand_over,
    withdraw_hand_over,
)
from gasloop.plan.actions.duties import Owed
from gasloop.plan.handing import Side, what_moves
from gasloop.plan.models import ClauseOffice, Duty, Extract, HandOver, PlanDocument
from gasloop.plan.queries import answerable_office, duties_of
from gasloop.plan.unowned import gaps_in, unowned_duties
from tests.cast import COMMUNITY, TOWN, VILLAGE, Cast
from tests.room.plan2.papers import ALARMS, CORRECTED, PAPER, in_force
from tests.stories import photo

pytestmark = pytest.mark.django_db
WHY = "机构调整（示例）"


@pytest.fixture
def plan(cast: Cast) -> PlanDocument:
    found = import_plan(system(), content=PAPER.encode(), filename="plan.txt", territory=TOWN)
    send_extracts(cast.actor("clerk"), document_id=found.pk)
    return found


@pytest.fixture
def emergency(cast: Cast) -> Side:
    return Side(cast.offices["应急办"])


@pytest.fixture
def economy(cast: Cast) -> Side:
    return Side(cast.offices["经发办"])


def owe(side: Side, title: str = "复查（示例）") -> Duty:
    """A duty of that side, due in a week."""
    owed = Owed(kind=Duty.Kind.RECHECK, title=title, due_at=clock.last_of(clock.today()), post=side.post)
    about = Subject("hazard", system().id)
    return create_duty(system(), about=about, owed=owed, office=side.office, territory=TOWN)


def both_sign(cast: Cast, row: HandOver) -> HandOver:
    """The head of 应急办 gives, the clerk of 经发办 takes."""
    sign_hand_over(cast.actor("head"), hand_over_id=row.pk, signing=Signing("give"))
    return sign_hand_over(cast.actor("clerk"), hand_over_id=row.pk, signing=Signing("take"))


def prepared(cast: Cast, giving: Side, taking: Side) -> HandOver:
    return prepare_hand_over(cast.actor("clerk"), giving=giving, taking=taking, why=WHY)


def refused(code: str, actor: Actor, row: HandOver, signing: Signing) -> None:
    with pytest.raises(Refusal) as caught:
        sign_hand_over(actor, hand_over_id=row.pk, signing=signing)
    assert caught.value.code == code


def test_with_the_second_signature_everything_moves(
    cast: Cast, plan: PlanDocument, emergency: Side, economy: Side
) -> None:
    duty = owe(emergency)
    row = prepared(cast, emergency, economy)
    refs = what_moves(emergency).refs
    assert refs
    sign_hand_over(cast.actor("head"), hand_over_id=row.pk, signing=Signing("give"))
    duty.refresh_from_db()
    assert duty.owner_office == emergency.office  # half signed is not handed over
    done = sign_hand_over(cast.actor("clerk"), hand_over_id=row.pk, signing=Signing("take"))
    duty.refresh_from_db()
    assert duty.owner_office == economy.office
    assert done.state == HandOver.State.DONE
    assert done.moved["clauses"] == refs
    assert str(duty.pk) in [each["id"] for each in done.moved["duties"]]
    assert not what_moves(emergency)
    assert not ClauseOffice.objects.filter(clause__document=plan, office=emergency.office).exists()
    assert Entry.objects.filter(subject_kind=HandOver.SUBJECT_KIND, subject_id=row.pk).count() == 3


def test_the_successor_receives_all_its_clauses_anew(
    cast: Cast, plan: PlanDocument, emergency: Side, economy: Side
) -> None:
    old = Extract.objects.get(document=plan, office=emergency.office)
    receive_extract(cast.actor("head"), extract_id=old.pk)
    done = both_sign(cast, prepared(cast, emergency, economy))
    new = Extract.objects.get(document=plan, office=economy.office, voided_at__isnull=True)
    assert done.moved["extracts"] == [str(new.pk)]
    assert {line["ref"] for line in old.clauses} <= {line["ref"] for line in new.clauses}
    old.refresh_from_db()
    assert (old.state, old.voided_why) == (Extract.State.RECEIVED, "handed over")
    assert Duty.objects.filter(about_id=new.pk, kind=Duty.Kind.RECEIVE, state=Duty.State.OPEN).count() == 1
    assert not Duty.objects.filter(about_id=old.pk, state=Duty.State.OPEN).exists()


def test_the_same_paper_again_means_the_successor(
    cast: Cast, plan: PlanDocument, emergency: Side, economy: Side
) -> None:
    both_sign(cast, prepared(cast, emergency, economy))
    again = in_force(cast.actor("clerk"), CORRECTED)
    assert not ClauseOffice.objects.filter(clause__document=again, office=emergency.office).exists()
    assert answerable_office([ALARMS], COMMUNITY) == economy.office


def test_signatures_come_in_turn_from_two_people_of_the_two_sides(
    cast: Cast, plan: PlanDocument, emergency: Side, economy: Side
) -> None:
    row = prepared(cast, emergency, economy)
    refused("plan.hand_over.turn", cast.actor("clerk"), row, Signing("take"))
    refused("plan.hand_over.not_yours", cast.actor("market"), row, Signing("give"))
    sign_hand_over(cast.actor("head"), hand_over_id=row.pk, signing=Signing("give"))
    refused("plan.hand_over.turn", cast.actor("head"), row, Signing("give"))  # sent twice
    refused("plan.hand_over.not_yours", cast.actor("head"), row, Signing("take"))
    sign_hand_over(cast.actor("clerk"), hand_over_id=row.pk, signing=Signing("take"))
    refused("plan.hand_over.closed", cast.actor("clerk"), row, Signing("take"))


def test_on_paper_the_sheet_is_attached(cast: Cast, plan: PlanDocument, emergency: Side, economy: Side) -> None:
    row, clerk = prepared(cast, emergency, economy), cast.actor("clerk")
    refused("plan.hand_over.sheet", clerk, row, Signing("give", "何主任"))
    sheet = (photo(clerk),)
    refused("plan.hand_over.keeper", cast.actor("market"), row, Signing("give", "何主任", sheet))
    given = sign_hand_over(clerk, hand_over_id=row.pk, signing=Signing("give", "何主任", sheet))
    assert (given.given_by_name, given.given_files, given.given_by) == ("何主任", list(sheet), None)
    refused("plan.hand_over.both", clerk, row, Signing("take", "何主任", sheet))


def test_an_open_objection_is_answered_first(cast: Cast, plan: PlanDocument, emergency: Side, economy: Side) -> None:
    extract = Extract.objects.get(document=plan, office=emergency.office)
    ref = extract.clauses[0]["ref"]
    object_to_extract(cast.actor("head"), extract_id=extract.pk, reasons={ref: "示例理由"})
    row = prepared(cast, emergency, economy)
    sign_hand_over(cast.actor("head"), hand_over_id=row.pk, signing=Signing("give"))
    refused("plan.hand_over.objections", cast.actor("clerk"), row, Signing("take"))
    assert what_moves(emergency)


def test_a_post_hands_over_only_its_own(cast: Cast, emergency: Side) -> None:
    officer = Post.objects.select_related("office").get(account__username="officer")
    head = Post.objects.select_related("office").get(account__username="head")
    mine, all_of_it = owe(Side(officer.office, officer)), owe(emergency)
    row = prepared(cast, Side(officer.office, officer), Side(head.office, head))
    sign_hand_over(cast.actor("officer"), hand_over_id=row.pk, signing=Signing("give"))
    sign_hand_over(cast.actor("head"), hand_over_id=row.pk, signing=Signing("take"))
    mine.refresh_from_db()
    all_of_it.refresh_from_db()
    assert (mine.owner_post, all_of_it.owner_post) == (head, None)


def test_what_an_ended_post_owed_shows_with_clerk_and_leader(cast: Cast) -> None:
    officer = Post.objects.select_related("office").get(account__username="officer")
    mine = owe(Side(officer.office, officer))
    assert mine not in unowned_duties(cast.actor("clerk"))
    end_post(system(), post=officer, why="调离（示例）", day=clock.today() - timedelta(days=1))
    for name in ("clerk", "leader"):
        assert mine in unowned_duties(cast.actor(name)), name
    for name in ("head", "market", "grid"):
        assert not unowned_duties(cast.actor(name)).exists(), name
    assert mine not in duties_of(actor_of(cast.officer.account))
    assert gaps_in(TOWN).duties == 1


def test_a_merged_office_owes_nothing_new_and_its_old_duties_wait_for_a_hand_over(
    cast: Cast, plan: PlanDocument, emergency: Side, economy: Side
) -> None:
    duty = owe(emergency)
    merge_office(system(), office=emergency.office, into=economy.office)
    emergency.office.refresh_from_db()
    assert owe(emergency, "新事项（示例）").owner_office == economy.office
    clerk = cast.clerk.account
    assert duty in unowned_duties(actor_of(clerk))
    row = prepare_hand_over(actor_of(clerk), giving=emergency, taking=economy, why=WHY)
    signing = Signing("give", "何主任", (photo(actor_of(clerk)),))
    sign_hand_over(actor_of(clerk), hand_over_id=row.pk, signing=signing)
    done = sign_hand_over(actor_of(clerk), hand_over_id=row.pk, signing=Signing("take"))
    assert duty not in unowned_duties(actor_of(clerk))
    assert done.after["duties"] < done.before["duties"]


@pytest.mark.parametrize(
    ("code", "taking"),
    [("plan.hand_over.same", "应急办"), ("plan.hand_over.kinds", "post")],
)
def test_sides_that_do_not_match(cast: Cast, plan: PlanDocument, emergency: Side, code: str, taking: str) -> None:
    post = Post.objects.select_related("office").get(account__username="clerk")
    other = Side(post.office, post) if taking == "post" else Side(cast.offices[taking])
    with pytest.raises(Refusal) as caught:
        prepared(cast, emergency, other)
    assert caught.value.code == code


def test_one_hand_over_at_a_time_and_none_of_nothing(
    cast: Cast, plan: PlanDocument, emergency: Side, economy: Side
) -> None:
    row = prepared(cast, emergency, economy)
    with pytest.raises(Refusal, match="没有签完"):
        prepared(cast, emergency, economy)
    withdraw_hand_over(cast.actor("clerk"), hand_over_id=row.pk, why="重新研究（示例）")
    assert not Duty.objects.filter(about_id=row.pk, state=Duty.State.OPEN).exists()
    assert prepared(cast, emergency, economy).state == HandOver.State.PREPARED
    grid = Post.objects.select_related("office").get(account__username="grid")
    head = Post.objects.select_related("office").get(account__username="head")
    with pytest.raises(Refusal) as caught:
        prepared(cast, Side(grid.office, grid), Side(head.office, head))
    assert caught.value.code == "plan.hand_over.nothing"


def test_out_of_reach_is_not_found(cast: Cast, plan: PlanDocument, emergency: Side, economy: Side) -> None:
    with pytest.raises(NotFound):
        prepare_hand_over(cast.actor("leader"), giving=emergency, taking=economy, why=WHY)
    row = prepared(cast, emergency, economy)
    with pytest.raises(NotFound):
        sign_hand_over(cast.actor("far_grid"), hand_over_id=row.pk, signing=Signing("give"))
    villages = Side(cast.offices["双堰社区居委会"]), Side(cast.offices["渡头村委会（示例）"])
    between = prepared(cast, *villages)
    assert between.territory == TOWN
    signed = sign_hand_over(cast.actor("grid"), hand_over_id=between.pk, signing=Signing("give"))
    assert signed.given_by_name == "王芳"
    taken = sign_hand_over(cast.actor("far_grid"), hand_over_id=between.pk, signing=Signing("take"))
    assert (taken.state, VILLAGE.startswith(TOWN)) == (HandOver.State.DONE, True)
