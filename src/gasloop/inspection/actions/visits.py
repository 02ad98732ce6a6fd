"""Record a visit: answers are judged, what fails becomes a hazard in the same transaction."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from gasloop.access.scoping import require
from gasloop.evidence.actions import append
from gasloop.evidence.attachments import require_stored
from gasloop.hazard.actions import Finding, open_hazard
from gasloop.hazard.models import Hazard
from gasloop.inspection import acts
from gasloop.inspection.actions.doors import record_household_visits
from gasloop.inspection.events import VisitRecorded
from gasloop.inspection.models import Answer, Visit
from gasloop.inspection.permissions import VISIT_RECORD
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.jsonable import JsonValue, canonical
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.kernel.subject import Subject
from gasloop.registry.kinds import SiteKind
from gasloop.registry.models import Household, Site
from gasloop.registry.numbering import next_number
from gasloop.relay.actions import emit, verb
from gasloop.relay.locking import one_at_a_time
from gasloop.relay.standing import Standing, insert_together
from gasloop.rulebook.judging import Verdict, judge
from gasloop.rulebook.models import CheckItem
from gasloop.rulebook.queries import checklist_of

SIGNED_BASIS = "五(二)¶1"
AHEAD = timedelta(minutes=10)
LONGEST_NAME, LONGEST_REASON = 60, 120


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: the item's code, the value as the item's kind asks for it, photos by digest."""

    item: str
    value: JsonValue
    note: str = ""
    photos: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature image by digest, or the reason why there is none; `name` of who signed or should have."""

    name: str = ""
    image: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VisitReport:
    """A visit as the inspector reports it. `id` is made by the sender; `visited_at` aware, not in the future."""

    site_id: UUID
    visited_at: datetime
    result: str = Visit.Result.CHECKED.value
    answers: Sequence[Answered] = ()
    inspector: Signature = field(default_factory=Signature)
    site_person: Signature = field(default_factory=Signature)
    companions: Sequence[str] = ()
    photos: Sequence[str] = ()
    note: str = ""
    position: tuple[Decimal, Decimal] | None = None
    id: UUID = field(default_factory=new_id)

    def digest(self) -> bytes:
        """What the report says, as 32 bytes: the same id with another digest is a different report."""
        return hashlib.sha256(canonical(asdict(self))).digest()


@dataclass(frozen=True, slots=True)
class Recorded:
    """The visit, the hazards it opened, and whether this very report was there already."""

    visit: Visit
    hazards: tuple[Hazard, ...]
    repeated: bool


@dataclass(frozen=True, slots=True)
class _Judged:
    answered: Answered
    item: CheckItem
    verdict: Verdict


@verb
def record_visit(actor: Actor, *, report: VisitReport) -> Recorded:
    """Record a visit and open a hazard per failed item, all or nothing. The same report again changes nothing."""
    one_at_a_time(report.id)
    earlier = _earlier(actor, report)
    if earlier is not None:
        return earlier
    site = _site(actor, report.site_id)
    _refuse_closed(site, report)
    _check(report)
    judged = _judge_all(report, site)
    hazards = {each.answered.item: _hazard(actor, report, site, each) for each in judged if not each.verdict.passed}
    visit = _visit(actor, report, site, len(hazards))
    insert_together(visit, *_answers(visit, judged, hazards))
    _knocked(actor, visit, site)
    append(
        actor,
        act=acts.RECORDED,
        record=visit,
        body={"number": visit.number, "site": site.name, "hazards": len(hazards), "result": visit.result},
        attachments=_attachments(report),
        effective_at=report.visited_at,
    )
    emit(
        VisitRecorded(
            visit_id=str(visit.pk),
            number=visit.number,
            site_id=str(site.pk),
            hazards=len(hazards),
            territory=visit.territory,
        )
    )
    return Recorded(visit, tuple(hazards.values()), repeated=False)


_SITE = Standing(lambda key: Site.objects.filter(pk=key, voided_at__isnull=True), UUID)
_KNOWN = Standing(lambda key: Visit.objects.filter(pk=key).values_list("pk"), UUID)


def _site(actor: Actor, key: UUID) -> Site:
    """The object as far as the actor may visit it; NotFound otherwise."""
    site = _SITE.first(key)
    if site is None:
        raise NotFound
    require(actor, VISIT_RECORD, territory=site.territory, line=site.line)
    return site


def _earlier(actor: Actor, report: VisitReport) -> Recorded | None:
    """The visit that this id already names: the same report is answered again, another one is refused."""
    if not _KNOWN.rows(report.id):
        return None
    visit = Visit.objects.get(pk=report.id)
    if visit.visited_by != actor.id or bytes(visit.content_digest) != report.digest():
        raise Refusal(
            "visit.id_taken",
            sentence("这个编号的检查已经登记过，内容不同。请刷新后重新填写，不要覆盖原记录。"),
            field="id",
        )
    hazards = Hazard.objects.filter(source_kind=Visit.SUBJECT_KIND, source_id=visit.pk).order_by("number")
    return Recorded(visit, tuple(hazards), repeated=True)


def _refuse_closed(site: Site, report: VisitReport) -> None:
    if site.closed_on is not None and clock.legal_day(report.visited_at) > site.closed_on:
        raise Refusal(
            "visit.site_closed",
            sentence("{name}已自{day}起停业或退出市场。仍在经营的，请先登记恢复经营再检查。"),
            params={"name": site.name, "day": site.closed_on.isoformat()},
        )


def _check(report: VisitReport) -> None:
    if report.visited_at > clock.now() + AHEAD:
        raise Refusal("visit.future", sentence("检查时间晚于现在，请核对日期。"), field="visited_at")
    if report.result not in Visit.Result.values:
        raise Refusal("visit.result", sentence("检查结果只能是已检查、无人在场或拒绝检查。"), field="result")
    if report.result != Visit.Result.CHECKED and report.answers:
        raise Refusal("visit.answers_without_check", sentence("没有检查成，就不能有检查项的结果。"), field="answers")
    if report.result == Visit.Result.CHECKED and not report.answers:
        raise Refusal("visit.no_answers", sentence("请至少回答一个检查项。"), field="answers")
    _fits(report)
    _signed(report.inspector, "inspector", sentence("检查人须签名，不能签名的请写明原因。"))
    if report.result == Visit.Result.CHECKED:
        _signed(report.site_person, "site_person", sentence("对象在场人须签名，拒签或无法签名的请写明原因。"))
    require_stored(_attachments(report))


def _fits(report: VisitReport) -> None:
    """Names and reasons as long as their columns."""
    for field_name, text, most in (
        ("companions", max(report.companions, key=len, default=""), LONGEST_NAME),
        ("inspector", report.inspector.name, LONGEST_NAME),
        ("inspector", report.inspector.reason, LONGEST_REASON),
        ("site_name", report.site_person.name, LONGEST_NAME),
        ("site_person", report.site_person.reason, LONGEST_REASON),
    ):
        if len(text.strip()) > most:
            raise Refusal(
                "visit.too_long",
                sentence("“{start}…”太长，请缩短到{most}个字以内。"),
                params={"start": text.strip()[:10], "most": most},
                field=field_name,
            )


def _signed(signature: Signature, name: str, text: str) -> None:
    """谁检查、谁签名、谁负责: a signature or a reason, never neither."""
    if not signature.image and not signature.reason.strip():
        raise Refusal(f"visit.unsigned.{name}", text, basis=SIGNED_BASIS, field=name)


def _attachments(report: VisitReport) -> list[str]:
    signatures = [s.image for s in (report.inspector, report.site_person) if s.image]
    photos = [*report.photos, *(photo for answered in report.answers for photo in answered.photos)]
    return list(dict.fromkeys([*photos, *signatures]))


def _judge_all(report: VisitReport, site: Site) -> list[_Judged]:
    """Every answer with its item and verdict; one that is asked twice or not at all here is refused by name."""
    day = clock.legal_day(report.visited_at)
    asked = checklist_of(site, day)
    judged: dict[str, _Judged] = {}
    for answered in report.answers:
        item = asked.items.get(answered.item)
        if item is None:
            raise Refusal(
                "visit.item_unknown",
                sentence("检查项{item}不适用于{site}，请刷新检查表。"),
                params={"item": answered.item, "site": site.name},
                field="answers",
            )
        if item.code in judged:
            raise Refusal(
                "visit.item_twice", sentence("检查项{item}回答了两次。"), params={"item": item.code}, field="answers"
            )
        if item.photo_required and not answered.photos:
            raise Refusal(
                "visit.item_photo",
                sentence("检查项“{question}”须附照片。"),
                params={"question": item.question},
                field=item.code,
            )
        judged[item.code] = _Judged(answered, item, judge(item.spec(), answered.value, asked.constants, on=day))
    return list(judged.values())


def _hazard(actor: Actor, report: VisitReport, site: Site, each: _Judged) -> Hazard:
    note = each.answered.note.strip()
    return open_hazard(
        actor,
        finding=Finding(
            site=site,
            rule=each.item.rule,
            description=f"{each.verdict.sentence}（{note}）" if note else each.verdict.sentence,
            measured=each.verdict.measured,
            source=Subject(Visit.SUBJECT_KIND, report.id),
            found_at=report.visited_at,
            photos=each.answered.photos,
        ),
    )


def _knocked(actor: Actor, visit: Visit, site: Site) -> None:
    """A visit to a door's object file is a knock at the door, too: its counters, its cycle, its next step."""
    if site.kind != SiteKind.HOUSEHOLD:
        return
    door = Household.objects.filter(site_id=site.pk, voided_at__isnull=True).first()
    if door is not None:
        record_household_visits(
            actor,
            building_id=door.building_id,
            household_ids=[door.pk],
            result=visit.result,
            on=clock.legal_day(visit.visited_at),
            note=visit.number,
        )


def _visit(actor: Actor, report: VisitReport, site: Site, found: int) -> Visit:
    lat, lng = report.position or (None, None)
    return Visit(
        id=report.id,
        number=next_number("JC"),
        site=site,
        result=report.result,
        visited_at=report.visited_at,
        visited_by=actor.id,
        inspectors=[actor.name, *report.companions],
        lat=lat,
        lng=lng,
        note=report.note,
        photos=list(report.photos),
        inspector_signature=report.inspector.image,
        inspector_unsigned=report.inspector.reason.strip(),
        site_person=report.site_person.name.strip(),
        site_signature=report.site_person.image,
        site_unsigned=report.site_person.reason.strip(),
        hazards_found=found,
        content_digest=report.digest(),
        territory=site.territory,
        line=site.line,
        owner_office_id=site.owner_office_id,
    )


def _answers(visit: Visit, judged: Sequence[_Judged], hazards: Mapping[str, Hazard]) -> list[Answer]:
    return [
        Answer(
            visit=visit,
            item=each.item,
            value=each.answered.value,
            passed=each.verdict.passed,
            judgement=each.verdict.sentence,
            note=each.answered.note,
            photos=list(each.answered.photos),
            hazard=hazards.get(each.answered.item),
        )
        for each in judged
    ]
