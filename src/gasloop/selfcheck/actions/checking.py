"""An enterprise does a check of its own: answers are judged as a visit's are, what fails is its own hazard."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from gasloop.access.scope import own
from gasloop.evidence.actions import append
from gasloop.evidence.attachments import require_stored
from gasloop.hazard.actions import open_own_hazard
from gasloop.hazard.actions.finding import Finding
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import Answered
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject, canonical
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.kernel.subject import Subject
from gasloop.plan.actions import finish_duties
from gasloop.plan.models import Duty
from gasloop.registry.models import Party
from gasloop.relay.actions import emit, verb
from gasloop.rulebook.judging import Verdict, judge
from gasloop.rulebook.queries import constants
from gasloop.selfcheck import acts
from gasloop.selfcheck.events import SelfCheckDone
from gasloop.selfcheck.models import Enrolment, SelfAnswer, SelfCheck
from gasloop.selfcheck.permissions import SELF_CHECK_OWN
from gasloop.selfcheck.rhythms import Asked, asked_of


@dataclass(frozen=True, slots=True)
class OwnReport:
    """What the enterprise says of one check; every item of the rhythm has an answer."""

    check_id: UUID
    answers: Sequence[Answered]
    note: str = ""
    photos: Sequence[str] = ()

    def digest(self) -> bytes:
        """The same check with another digest is another report."""
        return hashlib.sha256(canonical(asdict(self))).digest()


@verb
def complete_check(actor: Actor, *, report: OwnReport) -> SelfCheck:
    """Do a check that is due, all of it; what fails becomes a hazard the enterprise answers for. Twice is once."""
    parties = own(actor, SELF_CHECK_OWN, Party.SUBJECT_KIND)
    rows = SelfCheck.objects.select_for_update(of=("self",)).select_related("site__enrolment", "site__party")
    check = rows.filter(pk=report.check_id, site__party__in=parties, voided_at__isnull=True).first()
    if check is None:
        raise NotFound
    if check.by == actor.id and bytes(check.content_digest or b"") == report.digest():
        return check
    if check.state != SelfCheck.State.DUE or check.due_at < clock.now():
        raise Refusal("self_check.not_due", sentence("这次自查已经做过或已过期，请做最近的一次。"))
    judged = _judged(check, report)
    require_stored([*report.photos, *(photo for answered, *_ in judged for photo in answered.photos)])
    hazards = {
        asked[1].code: _hazard(actor, check, asked, answered, verdict)
        for answered, asked, verdict in judged
        if not verdict.passed
    }
    _save(actor, check, report, len(hazards))
    SelfAnswer.objects.bulk_create(
        SelfAnswer(
            check_done=check,
            item=asked[1],
            value=answered.value,
            passed=verdict.passed,
            judgement=verdict.sentence,
            note=answered.note,
            photos=list(answered.photos),
            hazard=hazards.get(asked[1].code),
        )
        for answered, asked, verdict in judged
    )
    finish_duties(actor, about=_enrolment(check).subject, kind=Duty.Kind.SELF_CHECK)
    told = {"check_id": str(check.pk), "site_id": str(check.site_id)}
    emit(SelfCheckDone(**told, hazards=len(hazards), territory=check.territory))
    return check


def _enrolment(check: SelfCheck) -> Enrolment:
    enrolment: Enrolment = check.site.enrolment
    return enrolment


def _judged(check: SelfCheck, report: OwnReport) -> list[tuple[Answered, Asked, Verdict]]:
    day = clock.today()
    items = {item.code: (rule, item) for rule, item in asked_of(check.site, day).get(check.rhythm, [])}
    known, found = constants(day), {}
    for answered in report.answers:
        if answered.item not in items:
            raise Refusal("self_check.item", sentence("没有检查项{item}，请刷新。"), params={"item": answered.item})
        item = items[answered.item][1]
        verdict = judge(item.spec(), answered.value, known, on=day)
        found[item.code] = (answered, items[item.code], verdict)
    if missing := [item for code, (_rule, item) in items.items() if code not in found]:
        raise Refusal(
            "self_check.unanswered",
            sentence("“{question}”还没有回答，每一项都要看。"),
            params={"question": missing[0].question},
            field=missing[0].code,
        )
    return list(found.values())


def _hazard(actor: Actor, check: SelfCheck, asked: Asked, answered: Answered, verdict: Verdict) -> Hazard:
    rule, _item = asked
    note = answered.note.strip()
    finding = Finding(
        site=check.site,
        rule=rule,
        description=f"{verdict.sentence}（{note}）" if note else verdict.sentence,
        measured=verdict.measured,
        source=Subject(SelfCheck.SUBJECT_KIND, check.pk),
        found_at=clock.now(),
        photos=answered.photos,
    )
    return open_own_hazard(actor, finding=finding)


def _save(actor: Actor, check: SelfCheck, report: OwnReport, hazards: int) -> None:
    check.state, check.done_at = SelfCheck.State.DONE, clock.now()
    check.by, check.by_name = actor.id, actor.name[:60]
    check.note, check.photos, check.hazards_found = report.note.strip(), list(report.photos), hazards
    check.content_digest = report.digest()
    fields = ("state", "done_at", "by", "by_name", "note", "photos", "hazards_found", "content_digest")
    check.save(update_fields=fields)
    body: JsonObject = {"site": check.site.name, "day": check.first_day.isoformat(), "hazards": hazards}
    append(actor, act=acts.DONE, record=check, body=body, attachments=list(report.photos))
