"""A major hazard goes upward: reported, perhaps listed for supervision (挂牌), de-listed (摘牌) when it is closed."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gasloop.access.capabilities import Capability
from gasloop.evidence.actions import append
from gasloop.evidence.acts import Act
from gasloop.hazard import acts
from gasloop.hazard.actions.moving import hazard_for
from gasloop.hazard.actions.owing import owe_about
from gasloop.hazard.deadlines import DELIST_TERM, REPORT_TERM, term_from
from gasloop.hazard.events import MajorMoved
from gasloop.hazard.models import Hazard, MajorCase
from gasloop.hazard.models.major import MAJOR_MOVES, MajorState
from gasloop.hazard.permissions import HAZARD_LIST, HAZARD_REPORT_UP
from gasloop.hazard.states import HazardState
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan.actions import drop_duties, finish_duties
from gasloop.plan.models import Duty
from gasloop.relay.actions import emit, verb

DONE = (HazardState.CLOSED, HazardState.SETTLED)


@verb
def report_major(actor: Actor, *, hazard_id: UUID, to: str, note: str = "") -> MajorCase:
    """Record that the major hazard was reported upward, to whom and how."""
    if not to.strip():
        raise Refusal("hazard.report.nobody", sentence("请写明上报给哪个单位。"), field="to")
    case = _move(
        actor,
        _case_of(actor, HAZARD_REPORT_UP, hazard_id),
        "report",
        acts.MAJOR_REPORTED,
        {"to": to.strip(), "note": note.strip()},
        reported_at=clock.now(),
        reported_by_name=actor.name,
        reported_to=to.strip(),
        report_note=note.strip(),
    )
    finish_duties(actor, about=case.subject, kind=Duty.Kind.REPORT)
    return case


@verb
def list_major(actor: Actor, *, hazard_id: UUID, on: date, by: str, number: str = "") -> MajorCase:
    """Record that a superior (or the town itself) listed the hazard for supervision: when, who, under which number."""
    if on > clock.today():
        raise Refusal("hazard.list.future", sentence("挂牌日期晚于今天，请核对。"), field="on")
    if not by.strip():
        raise Refusal("hazard.list.nobody", sentence("请写明由哪个单位挂牌。"), field="by")
    case = _move(
        actor,
        _case_of(actor, HAZARD_LIST, hazard_id),
        "list",
        acts.MAJOR_LISTED,
        {"by": by.strip(), "as": number.strip(), "day": on.isoformat()},
        listed_on=on,
        listed_by_whom=by.strip(),
        listed_as=number.strip(),
    )
    if case.hazard.state in DONE:
        case_closed(actor, case.hazard)
    return case


@verb
def delist_major(actor: Actor, *, hazard_id: UUID, on: date, note: str) -> MajorCase:
    """Record the end of the listing. Refusal while the hazard is not closed, or without what shows the result."""
    case = _case_of(actor, HAZARD_LIST, hazard_id)
    if case.hazard.state not in DONE:
        raise Refusal("hazard.delist.open", sentence("隐患还没有复查销号，不能摘牌。"))
    if on > clock.today() or (case.listed_on is not None and on < case.listed_on):
        raise Refusal("hazard.delist.day", sentence("摘牌日期不能晚于今天，也不能早于挂牌日期。"), field="on")
    if not note.strip():
        raise Refusal("hazard.delist.no_note", sentence("请写明验收和公布的情况。"), field="note")
    moved = _move(
        actor,
        case,
        "delist",
        acts.MAJOR_DELISTED,
        {"day": on.isoformat(), "note": note.strip()},
        delisted_on=on,
        delisted_note=note.strip(),
    )
    finish_duties(actor, about=moved.subject, kind=Duty.Kind.DELIST)
    return moved


def open_case(actor: Actor, hazard: Hazard) -> MajorCase:
    """A major hazard was found (or a merge of it was taken back): it has to be reported."""
    case = _cases().filter(hazard=hazard).first()
    if case is None:
        case = MajorCase.objects.create(hazard=hazard)
        append(actor, act=acts.MAJOR_OPENED, record=case, body={"number": hazard.number})
    else:
        case = _move(actor, case, "reopen", acts.MAJOR_OPENED, {})
    owe_about(actor, hazard, case.subject, Duty.Kind.REPORT, term_from(hazard.found_at, REPORT_TERM))
    return case


def case_closed(actor: Actor, hazard: Hazard) -> None:
    """The hazard is closed: a listing has to be lifted."""
    case = MajorCase.objects.filter(hazard=hazard, state=MajorState.LISTED).first()
    if case is not None:
        owe_about(
            actor, hazard, case.subject, Duty.Kind.DELIST, term_from(hazard.closed_at or clock.now(), DELIST_TERM)
        )


def drop_case(actor: Actor, hazard: Hazard) -> None:
    """The hazard was voided or merged: nothing goes upward any more."""
    case = _cases().filter(hazard=hazard, state__in=MAJOR_MOVES.sources("drop")).first()
    if case is not None:
        _move(actor, case, "drop", acts.MAJOR_DROPPED, {})
        drop_duties(actor, about=case.subject)


def _case_of(actor: Actor, capability: Capability, hazard_id: UUID) -> MajorCase:
    hazard = hazard_for(actor, capability, hazard_id)
    case = _cases().filter(hazard=hazard).first()
    if case is None:
        raise Refusal("hazard.not_major", sentence("这条不是重大隐患，不需要上报挂牌。"))
    return case


def _cases() -> QuerySet[MajorCase]:
    return MajorCase.objects.select_related("hazard__site", "hazard__rule", "hazard__owner_office")


def _move(actor: Actor, case: MajorCase, verb_name: str, act: Act, body: JsonObject, **changes: object) -> MajorCase:
    source = MajorState(case.state)
    target = MAJOR_MOVES.target(verb_name, source)
    if MajorCase.objects.filter(pk=case.pk, state=source).update(state=target, **changes) != 1:
        raise Refusal("hazard.moved_meanwhile", sentence("这条隐患刚刚被别人处理过，请刷新后再看。"))
    case.refresh_from_db()
    append(actor, act=act, record=case, body={"number": case.hazard.number, **body})
    emit(
        MajorMoved(
            hazard_id=str(case.hazard_id),
            number=case.hazard.number,
            target=target.value,
            territory=case.hazard.territory,
        )
    )
    return case
