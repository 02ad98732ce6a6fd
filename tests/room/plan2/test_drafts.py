"""The clerk hands in a paper, looks through it, corrects it and confirms it; what is refused, and for whom."""

import pytest

from gasloop.evidence.models import Attachment, Entry
from gasloop.kernel.actor import system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.actions import confirm_draft, correct_draft, discard_draft, import_plan, start_draft
from gasloop.plan.compiler.document import OfficeRole, Phase
from gasloop.plan.corrections import NEW, OPEN, Corrections, corrected, read_corrections, read_paper
from gasloop.plan.models import Clause, ClauseOffice, PlanDocument, PlanDraft
from gasloop.plan.rereading import reread
from tests.cast import COMMUNITY, TOWN, Cast
from tests.room.plan2.papers import ALARMS, CORRECTED, HOSES, HOUSEHOLDS, PAPER, draft, in_force

CIVIL = (OfficeRole("应急办", "lead", True),)


def rows_of(document: PlanDocument) -> list[tuple[object, ...]]:
    """A document's rows without what is its own: ids and times."""
    clauses = [(c.ref, c.kind, c.section, c.subsection, c.text, c.deadlines) for c in document.clauses.all()]
    offices = ClauseOffice.objects.filter(clause__document=document).order_by("clause__position", "position")
    named = [(o.clause.ref, o.named, o.office_id, o.role, o.chief) for o in offices.select_related("clause")]
    phases = [(p.name, p.start, p.end) for p in document.phases.all()]
    return [*clauses, *named, *phases, *((r.code, r.where, r.message) for r in document.remarks.all())]


def test_page_and_command_line_make_the_same_rows_and_the_same_entry(cast: Cast) -> None:
    by_page = in_force(cast.actor("clerk"))
    by_command = import_plan(system(), content=PAPER.encode(), filename="plan.txt", territory=TOWN)
    assert rows_of(by_page) == rows_of(by_command)
    entries = [Entry.objects.get(subject_id=each.pk, act="plan.imported") for each in (by_page, by_command)]
    assert entries[0].body == entries[1].body
    assert entries[0].attachments == entries[1].attachments == [by_page.original_sha256]
    assert Attachment.objects.filter(pk=by_page.original_sha256).exists()


def test_a_draft_can_be_left_and_found_again_by_its_file(cast: Cast) -> None:
    first = draft(cast.actor("clerk"))
    assert first.territory == TOWN
    assert draft(cast.actor("head")).pk == first.pk
    assert not PlanDocument.objects.filter(territory=TOWN, doc_no=first.doc_no).exists()


def test_corrections_stand_beside_what_the_compiler_said(cast: Cast) -> None:
    begun = draft(cast.actor("clerk"))
    change = Corrections(
        offices={HOSES: CIVIL},
        kinds={HOUSEHOLDS: "paragraph", "三(一)¶1": "text"},
        phases={"1": Phase("巩固提升阶段", "2027-01-01", "2027-09-30")},
    )
    correct_draft(cast.actor("clerk"), draft_id=begun.pk, change=change)
    begun.refresh_from_db()
    assert [o.name for c in read_paper(begun.paper).clauses() if c.id == HOSES for o in c.offices] == [
        "经发办",
        "派出所",
    ]
    document = confirm_draft(cast.actor("clerk"), draft_id=begun.pk)
    named = ClauseOffice.objects.filter(clause__document=document, clause__ref=HOSES)
    assert [(each.named, each.chief) for each in named] == [("应急办", True)]
    assert document.clauses.get(ref=HOUSEHOLDS).kind == Clause.Kind.PARAGRAPH
    assert not document.clauses.filter(ref="三(一)¶1").exists()
    assert [str(phase.end) for phase in document.phases.all()] == ["2026-12-31", "2027-09-30"]
    entry = Entry.objects.get(subject_id=document.pk, act="plan.imported")
    assert entry.body["corrections"] == change.to_json()
    assert read_corrections(document.corrections) == change


def test_a_correction_back_to_what_was_read_is_none(cast: Cast) -> None:
    begun = draft(cast.actor("clerk"))
    said = {clause.id: clause.offices for clause in read_paper(begun.paper).clauses()}
    correct_draft(cast.actor("clerk"), draft_id=begun.pk, change=Corrections(offices={HOSES: CIVIL}))
    undone = correct_draft(cast.actor("clerk"), draft_id=begun.pk, change=Corrections(offices={HOSES: said[HOSES]}))
    assert undone.corrections == {}
    assert Entry.objects.filter(subject_id=begun.pk, act="plan_draft.corrected").count() == 2


def test_a_name_is_matched_by_alias_by_hand_or_left_open(cast: Cast) -> None:
    begun = draft(cast.actor("clerk"))
    police = cast.offices["群力派出所"]
    by_alias = in_force(cast.actor("clerk"))
    assert ClauseOffice.objects.get(clause__document=by_alias, named="派出所").office == police
    begun = draft(cast.actor("clerk"), CORRECTED)
    matches = {"派出所": str(cast.offices["应急办"].pk), "经发办": OPEN}
    correct_draft(cast.actor("clerk"), draft_id=begun.pk, change=Corrections(matches=matches))
    by_hand = confirm_draft(cast.actor("clerk"), draft_id=begun.pk)
    offices = {o.named: o.office for o in ClauseOffice.objects.filter(clause__document=by_hand)}
    assert offices["派出所"] == cast.offices["应急办"]
    assert offices["经发办"] is None


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (Corrections(offices={"九(九)9": CIVIL}), "plan.no_such_clause", None),
        (Corrections(offices={HOSES: (OfficeRole(" ", "lead"),)}), "plan.office.name", "name"),
        (Corrections(offices={HOSES: (*CIVIL, *CIVIL)}), "plan.office.twice", "name"),
        (Corrections(phases={"7": Phase("没有", None, None)}), "plan.no_such_phase", None),
        (Corrections(phases={"0": Phase("集中整治阶段", "2026-13-01", None)}), "plan.phase.date", "start_0"),
        (Corrections(phases={"0": Phase("集中整治阶段", "2027-01-01", "2026-01-01")}), "plan.phase.backwards", "end_0"),
        (Corrections(matches={"没写过的单位": OPEN}), "plan.no_such_office", None),
        (Corrections(matches={"经发办": NEW}), "plan.office.register", "经发办"),
        (Corrections(matches={"经发办": "01900000-0000-7000-8000-00000000dead"}), "plan.office.unknown", "经发办"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    cast: Cast, change: Corrections, code: str, field: str | None
) -> None:
    begun = draft(cast.actor("clerk"))
    with pytest.raises(Refusal) as refused:
        correct_draft(cast.actor("clerk"), draft_id=begun.pk, change=change)
    assert (refused.value.code, refused.value.field) == (code, field)
    begun.refresh_from_db()
    assert begun.corrections == {}


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"%PDF-1.7 ...", "plan.pdf", "plan.pdf"),
        (b"\xd0\xcf\x11\xe0rest", "plan.doc", "plan.doc"),
        (b"PK\x03\x04 broken", "plan.docx", "plan.unreadable"),
        (b"\x00\x01\x02\x03\xff\xfe\x00\x01\x02", "plan.txt", "plan.unreadable"),
        (b"  \n", "plan.txt", "plan.empty"),
        ("关于召开燃气安全工作会议的通知\n定于9月5日召开会议，请准时参加。".encode(), "notice.txt", "plan.not_a_plan"),
    ],
)
def test_a_file_that_is_no_plan_says_why_beside_the_field(cast: Cast, content: bytes, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        start_draft(cast.actor("clerk"), content=content, filename=name)
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert not PlanDraft.objects.exists()


@pytest.mark.parametrize("name", ["leader", "officer", "grid", "market", "auditor", "admin"])
def test_only_clerk_and_head_import(cast: Cast, name: str) -> None:
    begun = draft(cast.actor("clerk"))
    stranger = cast.actor(name)
    with pytest.raises(NotFound):
        draft(stranger, territory=TOWN)
    for verb in (discard_draft, confirm_draft):
        with pytest.raises(NotFound):
            verb(stranger, draft_id=begun.pk)
    with pytest.raises(NotFound):
        correct_draft(stranger, draft_id=begun.pk, change=Corrections(offices={HOSES: CIVIL}))


def test_a_clerk_does_not_reach_another_town(cast: Cast) -> None:
    elsewhere = "50/500152/500152999/"
    with pytest.raises(NotFound):
        draft(cast.actor("clerk"), territory=elsewhere)
    theirs = draft(system(), territory=elsewhere)
    with pytest.raises(NotFound):
        confirm_draft(cast.actor("clerk"), draft_id=theirs.pk)
    assert draft(cast.actor("clerk"), territory=COMMUNITY).territory == COMMUNITY


def test_a_draft_is_confirmed_or_given_up_once(cast: Cast) -> None:
    begun = draft(cast.actor("clerk"))
    discard_draft(cast.actor("clerk"), draft_id=begun.pk)
    for act in (discard_draft, confirm_draft):
        with pytest.raises(Refusal) as refused:
            act(cast.actor("head"), draft_id=begun.pk)
        assert refused.value.code == "plan.draft.closed"
    again = draft(cast.actor("clerk"))
    assert again.pk != begun.pk


def test_a_plan_without_a_clause_left_is_refused(cast: Cast) -> None:
    begun = draft(cast.actor("clerk"))
    refs = [clause.id for clause in read_paper(begun.paper).clauses()]
    correct_draft(cast.actor("clerk"), draft_id=begun.pk, change=Corrections(kinds=dict.fromkeys(refs, "text")))
    with pytest.raises(Refusal) as refused:
        confirm_draft(cast.actor("clerk"), draft_id=begun.pk)
    assert refused.value.code == "plan.no_clauses"
    begun.refresh_from_db()
    assert begun.state == PlanDraft.State.OPEN


def test_the_corrected_paper_is_a_diff_and_keeps_what_was_corrected_where_words_stayed(cast: Cast) -> None:
    begun = draft(cast.actor("clerk"))
    change = Corrections(offices={ALARMS: CIVIL, HOSES: CIVIL})
    correct_draft(cast.actor("clerk"), draft_id=begun.pk, change=change)
    first = confirm_draft(cast.actor("clerk"), draft_id=begun.pk)
    again = draft(cast.actor("clerk"), CORRECTED)
    carried = read_corrections(again.corrections)
    assert set(carried.offices) == {ALARMS}, "二's words changed, so its correction is asked for again"
    seen = reread(first, corrected(read_paper(again.paper), carried))
    assert dict(seen.counts) == {"kept": 4, "changed": 1, "renumbered": 0, "dropped": 1, "added": 0}
    changed = seen.of("changed")[0]
    assert (changed.old_ref, changed.offices_changed) == (HOSES, True)
    second = confirm_draft(cast.actor("clerk"), draft_id=again.pk)
    first.refresh_from_db()
    assert (first.voided_why, second.voided_at) == ("superseded", None)


def test_a_clause_under_another_number_is_shown_as_renumbered(cast: Cast) -> None:
    first = in_force(cast.actor("clerk"))
    moved = PAPER.replace(
        "1.对未安装可燃气体报警装置的餐饮场所，要责令限期改正，2026年12月底前完成。（应急办牵头，市场监管所配合）\n2.",
        "1.",
    )
    again = draft(cast.actor("clerk"), moved)
    seen = reread(first, read_paper(again.paper))
    assert [(each.old_ref, each.new_ref) for each in seen.of("renumbered")] == [(HOSES, ALARMS)]
    assert [each.old_ref for each in seen.of("dropped")] == [ALARMS]
    assert not seen.of("changed")
    assert not seen.of("added")


def test_a_clause_put_before_another_moves_it_and_is_itself_added(cast: Cast) -> None:
    first = in_force(cast.actor("clerk"))
    pushed = PAPER.replace("1.对未安装", "1.对未投保安全责任险的，要督促投保。（经发办）\n2.对未安装").replace(
        "\n2.对使用", "\n3.对使用"
    )
    seen = reread(first, read_paper(draft(cast.actor("clerk"), pushed).paper))
    moved = [(each.old_ref, each.new_ref) for each in seen.of("renumbered")]
    assert moved == [(ALARMS, HOSES), (HOSES, "一(一)3")]
    assert [each.new_ref for each in seen.of("added")] == [ALARMS]
    assert not seen.of("dropped")


def test_two_papers_without_a_number_do_not_supersede_each_other(cast: Cast) -> None:
    nameless = PAPER.replace("示例府〔2026〕8号\n", "")
    one = in_force(cast.actor("clerk"), nameless)
    other = in_force(
        cast.actor("clerk"), nameless.replace("示例镇燃气安全专项整治方案", "示例镇瓶装液化气专项整治方案")
    )
    one.refresh_from_db()
    assert one.doc_no == other.doc_no == ""
    assert one.voided_at is None


def test_another_towns_office_of_the_same_name_is_not_taken(cast: Cast) -> None:
    elsewhere = "50/500152/500152999/"
    document = import_plan(system(), content=PAPER.encode(), filename="plan.txt", territory=elsewhere)
    office = ClauseOffice.objects.get(clause__document=document, named="经发办").office
    assert office is not None
    assert office.territory == elsewhere
