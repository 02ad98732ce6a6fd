"""A draft of ours, its clause, an extract of each village, an objection; sent bodies that are worth refusing."""

from datetime import UTC, datetime

from tests.cast import COMMUNITY, TOWN, Cast
from tests.house.samples import Sample, parameter, sent
from tests.room.plan2.papers import HOSES, HOUSEHOLDS, PAPER

from gasloop.access.models import Absence, Office, Post
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.plan.actions import Taken, import_plan, object_to_extract, send_extracts, start_draft, take_up_tasks
from gasloop.plan.models import Duty, Extract, HandOver, Objection, PlanDocument, Task
from gasloop.plan.proposing import proposals

BEFORE = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)
ELSEWHERE = "50/500152/500152999/"
SECOND = PAPER.replace("8号", "9号")


def example(territory: str = TOWN) -> PlanDocument:
    """The example plan in force there, older than the founding plan, which stays the newest."""
    found = PlanDocument.objects.filter(doc_no="示例府〔2026〕8号", territory=territory).first()
    if found is None:
        with clock.fixed(BEFORE):
            found = import_plan(system(), content=PAPER.encode(), filename="plan.txt", territory=territory)
            send_extracts(system(), document_id=found.pk)
    return found


def extract_of(office: str) -> Extract:
    """An office's extract."""
    return Extract.objects.get(document=example(), office__name=office)


@parameter("draft_id")
def drafts(cast: Cast) -> Sample:
    here, there = (
        start_draft(system(), content=SECOND.encode(), filename="plan.txt", territory=place)
        for place in (TOWN, ELSEWHERE)
    )
    return Sample(here=here.pk, there=there.pk)


@parameter("ref", url="plan:draft-clause")
def clauses_of_drafts(cast: Cast) -> Sample:
    return Sample(here=HOSES, there=HOSES, nowhere=HOSES)


@parameter("clause_id")
def clauses(cast: Cast) -> Sample:
    return Sample(here=example().clauses.get(ref=HOSES).pk, there=example(ELSEWHERE).clauses.get(ref=HOSES).pk)


@parameter("plan_id", url="plan:send")
def plans(cast: Cast) -> Sample:
    return Sample(here=example().pk, there=example(ELSEWHERE).pk)


@parameter("plan_id", url="api:set_plan_standing")
@parameter("plan_id", url="api:send_extracts")
@parameter("plan_id", url="api:list_extracts")
@parameter("plan_id", url="api:propose_tasks")
@parameter("plan_id", url="api:take_up_tasks")
@parameter("plan_id", url="plan:standing")
def plans_standing(cast: Cast) -> Sample:
    return Sample(here=example().pk, there=example(ELSEWHERE).pk)


@parameter("plan_id", url="plan:office-paper")
def plans_of_papers(cast: Cast) -> Sample:
    return Sample(here=example().pk, there=example(ELSEWHERE).pk)


@parameter("office_id")
def offices(cast: Cast) -> Sample:
    office = cast.offices["应急办"].pk
    return Sample(here=office, there=office, nowhere=office)


@parameter("extract_id")
def extracts(cast: Cast) -> Sample:
    return Sample(here=extract_of("双堰社区居委会").pk, there=extract_of("渡头村委会（示例）").pk)


@parameter("objection_id")
def objections(cast: Cast) -> Sample:
    mine = extract_of("市场监管所")
    raised = Objection.objects.filter(extract=mine).first()
    if raised is None:
        ref = mine.clauses[0]["ref"]
        raised = object_to_extract(system(), extract_id=mine.pk, reasons={ref: "示例"}, signed_by="示例")[0]
    return Sample(here=raised.pk)


sent("plan:standing", {"to": "end", "why": "示例依据"})
sent("plan:extract-receive", {"signed_by": "示例签字人"})
sent("plan:extract-object", {f"reason_{HOUSEHOLDS}": "示例理由", "signed_by": "示例签字人"})
sent("plan:objection", {"accepted": "no", "answer": "示例意见"})
sent("plan:clause-offices", {"name_0": "应急办", "role_0": "lead", "why": "示例理由"})
sent("plan:draft-clause", {"kind": "item", "name_0": "应急办", "role_0": "lead"})


def duty_of(village: str) -> Task:
    """A general duty of each village, drawn from the example plan."""
    found = Task.objects.filter(document=example(), owner_office__name=village).first()
    if found is None:
        those = [each for each in proposals(example()) if str(each.office) == village]
        taken = [Taken(e.ref, e.words, e.office, stated=e.stated, often=e.asked.often) for e in those]
        found = take_up_tasks(system(), document_id=example().pk, taken=taken)[0]
    return found


@parameter("task_id")
def tasks(cast: Cast) -> Sample:
    return Sample(here=duty_of("双堰社区居委会").pk, there=duty_of("渡头村委会（示例）").pk)


@parameter("round_id")
def rounds(cast: Cast) -> Sample:
    return Sample(here=duty_of("双堰社区居委会").rounds.get().pk, there=duty_of("渡头村委会（示例）").rounds.get().pk)


@parameter("sha256", url="plan:task-file")
def files(cast: Cast) -> Sample:
    return Sample(here="0" * 64, there="0" * 64, nowhere="0" * 64)


@parameter("plan_id", url="plan:take-up")
def plans_to_take_from(cast: Cast) -> Sample:
    return Sample(here=example().pk, there=example(ELSEWHERE).pk)


@parameter("office_id", url="plan:statement-paper")
def stating(cast: Cast) -> Sample:
    here, there = duty_of("双堰社区居委会"), duty_of("渡头村委会（示例）")
    return Sample(here=here.owner_office_id, there=there.owner_office_id)


@parameter("year", url="plan:statement-paper")
def years(cast: Cast) -> Sample:
    year = clock.today().year
    return Sample(here=year, there=year, nowhere=year)


sent("plan:task-note", {"text": "示例进展"})
sent("plan:round-finish", {"text": "示例情况"})
sent("plan:task-term", {"often": "yearly", "why": "示例理由"})
sent("plan:task-assign", {"office": "应急办", "why": "示例理由"})
sent("plan:task-end", {"why": "示例理由"})
sent("api:set_plan_standing", {"to": "end", "why": "示例依据"})
sent("api:assign_clause", {"offices": [{"name": "应急办"}], "why": "示例理由"})
sent("api:object_to_extract", {"reasons": {HOUSEHOLDS: "示例理由"}, "signed_by": "示例签字人"})
sent("api:receive_extract", {"signed_by": "示例签字人"})
sent("api:settle_objection", {"accepted": False, "answer": "示例意见"})
sent("api:take_up_tasks", {"keys": []})
sent("api:note_progress", {"text": "示例进展"})
sent("api:finish_round", {"text": "示例情况"})
sent("api:set_task_term", {"often": "yearly", "why": "示例理由"})
sent("api:assign_task", {"office": "01900000-0000-7000-8000-00000000dead", "why": "示例理由"})
sent("api:end_task", {"why": "示例理由"})
sent("api:correct_draft", {"kinds": {HOSES: "paragraph"}})
sent("api:record_phase_finding", {"kind": "cause", "text": "示例原因"})
sent("api:decide_phase", {"passed": False, "why": "示例理由"})


def hand_over_of(office: str, territory: str) -> HandOver:
    """A hand-over that waits for its first signature."""
    row = HandOver.objects.filter(from_office__name=office, territory=territory).first()
    if row is None:
        giving = Office.objects.get(name=office)
        row = HandOver.objects.create(from_office=giving, to_office=giving, why="示例", territory=territory)
    return row


@parameter("hand_over_id")
def hand_overs(cast: Cast) -> Sample:
    there = Office.objects.get_or_create(name="外镇办（示例）", level=Office.Level.TOWN, territory=ELSEWHERE)[0]
    return Sample(here=hand_over_of("双堰社区居委会", COMMUNITY).pk, there=hand_over_of(there.name, ELSEWHERE).pk)


@parameter("duty_id")
def duties(cast: Cast) -> Sample:
    here, there = extract_of("双堰社区居委会"), extract_of("渡头村委会（示例）")
    return Sample(here=Duty.objects.get(about_id=here.pk).pk, there=Duty.objects.get(about_id=there.pk).pk)


@parameter("sha256", url="plan:hand-over-file")
def sheets(cast: Cast) -> Sample:
    return Sample(here="0" * 64, there="0" * 64, nowhere="0" * 64)


sent("plan:hand-over-sign", {"part": "give"})
sent("plan:hand-over-withdraw", {"why": "示例理由"})
sent("api:sign_hand_over", {"part": "give"})
sent("api:withdraw_hand_over", {"why": "示例理由"})
SIDE = {"office": "01900000-0000-7000-8000-00000000dead"}
sent("api:prepare_hand_over", {"giving": SIDE, "taking": SIDE, "why": "示例理由"})


@parameter("absence_id")
def absences(cast: Cast) -> Sample:
    """Two absences that are over, of the head and of the other village's officer: trying them ends nothing."""
    here, there = (_absence(cast, name) for name in ("head", "far_grid"))
    return Sample(here=here, there=there)


def _absence(cast: Cast, name: str) -> object:
    account, today = cast.people[name].account, clock.today()
    post = Post.objects.get(account=account)
    deputy = cast.people["clerk"].account
    made = Absence.objects.create(
        post=post, absent=account, deputy=deputy, first=today, last=today, why="样例", ended_on=today
    )
    return made.pk


sent("plan:duty-clock", {"why": "样例"})
sent("api:pause_duty", {"why": "样例"})
sent("plan:absences", {"why": "样例"})
