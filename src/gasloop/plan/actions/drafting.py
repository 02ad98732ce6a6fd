"""Drafts: a paper is uploaded, looked through, corrected, and confirmed or given up."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec

from gasloop.access.models import Office
from gasloop.access.permissions import ACCESS_MANAGE
from gasloop.access.scope import may
from gasloop.access.scoping import get_scoped, require
from gasloop.evidence import attachments
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan import acts
from gasloop.plan.actions.importing import Handed, put_in_force
from gasloop.plan.actions.reading import media_type, read_plan, territory_for
from gasloop.plan.compiler.document import OfficeRole, Paper, Phase
from gasloop.plan.corrections import NEW, OPEN, Corrections, merged, read_corrections, read_paper
from gasloop.plan.models import PlanDocument, PlanDraft
from gasloop.plan.offices import related_offices
from gasloop.plan.permissions import PLAN_IMPORT
from gasloop.plan.queries import imports_of
from gasloop.plan.rereading import carried
from gasloop.relay.actions import verb

LONGEST_NAME = 120


@verb
def start_draft(actor: Actor, *, content: bytes, filename: str, territory: str = "") -> PlanDraft:
    """Take a paper for looking through. The same file again gives the draft that is open already.

    Refusal (field `file`) when it cannot be read or is no plan. Corrections of an earlier import of the same paper are
    carried over where the words they correct did not change.
    """
    territory = territory_for(actor, territory)
    require(actor, PLAN_IMPORT, territory=territory, line="")
    reading = read_plan(content, filename)
    original = attachments.store(actor, content=content, filename=filename, media_type=media_type(filename, content))
    open_already = PlanDraft.objects.filter(
        territory=territory, original_sha256=original.sha256, state=PlanDraft.State.OPEN
    ).first()
    if open_already is not None:
        return open_already
    paper = reading.paper
    earlier = imports_of(territory, paper.doc_no or "", paper.title or "").first()
    draft = PlanDraft.objects.create(
        title=(paper.title or "")[:200],
        doc_no=(paper.doc_no or "")[:60],
        filename=original.filename or filename[:200],
        original_sha256=original.sha256,
        text=reading.text,
        paper=paper_json(paper),
        corrections=carried(earlier, paper).to_json() if earlier else {},
        territory=territory,
        started_by=actor.id,
        started_by_name=actor.name[:60],
    )
    append(actor, act=acts.DRAFT_STARTED, record=draft, body={"title": str(draft)}, attachments=[original.sha256])
    return draft


def paper_json(paper: Paper) -> Mapping[str, object]:
    """The compiled paper as it is stored, its blocks too."""
    stored: Mapping[str, object] = msgspec.json.decode(msgspec.json.encode(paper))
    return stored


@verb
def correct_draft(actor: Actor, *, draft_id: UUID, change: Corrections) -> PlanDraft:
    """Correct what the compiler read: `change` replaces what it names, the rest stays. Refusals name their field."""
    draft = _open_draft(actor, draft_id)
    paper = read_paper(draft.paper)
    before = read_corrections(draft.corrections)
    _check_offices(paper, change.offices)
    _check_phases(paper, change.phases)
    _check_matches(actor, draft, paper, before, change)
    after = merged(paper, before, change)
    if after == before:
        return draft
    draft.corrections, draft.changed_at = after.to_json(), clock.now()
    draft.save(update_fields=["corrections", "changed_at"])
    append(
        actor,
        act=acts.DRAFT_CORRECTED,
        record=draft,
        body={"title": str(draft), "count": len(after), "change": change.to_json()},
    )
    return draft


@verb
def discard_draft(actor: Actor, *, draft_id: UUID) -> PlanDraft:
    """Give a draft up; it stays in the records and can be uploaded again."""
    draft = _open_draft(actor, draft_id)
    draft.state, draft.changed_at = PlanDraft.State.DISCARDED, clock.now()
    draft.save(update_fields=["state", "changed_at"])
    append(actor, act=acts.DRAFT_DISCARDED, record=draft, body={"title": str(draft)})
    return draft


@verb
def confirm_draft(actor: Actor, *, draft_id: UUID) -> PlanDocument:
    """Put the draft in force, corrections applied: the same rows and the same entry as the command line's import."""
    draft = _open_draft(actor, draft_id)
    document = put_in_force(
        actor,
        Handed(
            paper=read_paper(draft.paper),
            text=draft.text,
            sha256=draft.original_sha256,
            territory=draft.territory,
            corrections=read_corrections(draft.corrections),
        ),
    )
    draft.state, draft.document, draft.changed_at = PlanDraft.State.CONFIRMED, document, clock.now()
    draft.save(update_fields=["state", "document", "changed_at"])
    append(actor, act=acts.DRAFT_CONFIRMED, record=draft, body={"title": str(draft), "document": str(document.pk)})
    return document


def _open_draft(actor: Actor, draft_id: UUID) -> PlanDraft:
    """The draft, locked; NotFound out of reach, Refusal when somebody confirmed or gave it up meanwhile."""
    draft = get_scoped(actor, PlanDraft.objects.select_for_update(of=("self",)), PLAN_IMPORT, draft_id)
    if draft.state != PlanDraft.State.OPEN:
        raise Refusal("plan.draft.closed", sentence("这份草稿已经确认或放弃，可能别人刚刚办理过，请刷新后再看。"))
    return draft


def _check_offices(paper: Paper, offices: Mapping[str, tuple[OfficeRole, ...]]) -> None:
    known = {clause.id for clause in paper.clauses()}
    for ref, those in offices.items():
        if ref not in known:
            raise Refusal("plan.no_such_clause", sentence("方案里没有条款{ref}。"), params={"ref": ref})
        check_names(those)


def check_names(those: tuple[OfficeRole, ...]) -> None:
    """Refusal unless each office has a name, and none has the same part twice."""
    seen = set()
    for office in those:
        if not office.name.strip() or len(office.name) > LONGEST_NAME:
            raise Refusal("plan.office.name", sentence("请填写单位名称，不超过120个字。"), field="name")
        if (office.name, office.role) in seen:
            raise Refusal(
                "plan.office.twice",
                sentence("“{name}”写了两次，请只保留一处。"),
                params={"name": office.name},
                field="name",
            )
        seen.add((office.name, office.role))


def _check_phases(paper: Paper, phases: Mapping[str, Phase]) -> None:
    for at, phase in phases.items():
        if not (at.isdecimal() and int(at) < len(paper.phases)):
            raise Refusal("plan.no_such_phase", sentence("方案里没有这个阶段，请刷新后再看。"))
        start, end = _day(phase.start, f"start_{at}"), _day(phase.end, f"end_{at}")
        if start and end and start > end:
            raise Refusal(
                "plan.phase.backwards",
                sentence("“{name}”的开始日期晚于结束日期，请改正。"),
                params={"name": phase.name},
                field=f"end_{at}",
            )


def _day(text: str | None, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal("plan.phase.date", sentence("日期请写成 2023-09-04 这样。"), field=field) from None


def _check_matches(actor: Actor, draft: PlanDraft, paper: Paper, before: Corrections, change: Corrections) -> None:
    given = [office for those in (*before.offices.values(), *change.offices.values()) for office in those]
    names = {office.name for clause in paper.clauses() for office in clause.offices} | {office.name for office in given}
    for name, match in change.matches.items():
        if name not in names:
            raise Refusal("plan.no_such_office", sentence("方案里没有写到“{name}”。"), params={"name": name})
        if match == NEW and not may(actor, ACCESS_MANAGE):
            raise Refusal(
                "plan.office.register",
                sentence("您的岗位不能登记新单位。请先不对应，由系统管理员登记“{name}”后再对应。"),
                params={"name": name},
                field=name,
            )
        if match in ("", NEW, OPEN):
            continue
        if not _known_office(draft.territory, match):
            raise Refusal(
                "plan.office.unknown",
                sentence("登记单位里没有为“{name}”选的这个单位，请重新选择。"),
                params={"name": name},
                field=name,
            )


def _known_office(territory: str, office_id: str) -> bool:
    try:
        wanted = UUID(office_id)
    except ValueError:
        return False
    found: Office | None = related_offices(territory).filter(pk=wanted, valid_to__isnull=True).first()
    return found is not None
