"""Shapes of plans, drafts, extracts and general duties on the API."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from gasloop.plan.actions import Assigned, Taken
from gasloop.plan.compiler.document import OfficeRole, Phase
from gasloop.plan.corrections import Corrections
from gasloop.plan.models import ClauseOffice, Extract, Objection, PlanDocument, PlanDraft, Task, TaskRound
from gasloop.plan.offices import registered_offices
from gasloop.plan.periods import Often
from gasloop.plan.proposing import Proposal

Text = Annotated[str, Field(max_length=4000)]
Name = Annotated[str, Field(max_length=120)]
OftenIn = Literal["unstated", "once", "weekly", "monthly", "quarterly", "half_yearly", "yearly"]


class TaskWhyIn(Schema):
    """The grounds of a decision."""

    why: Text


class StandingIn(TaskWhyIn):
    """`lead`: clause numbers mean this plan; `end`: it is no longer followed."""

    to: Literal["lead", "end"]


class PlanStandingOut(Schema):
    """A plan and where it stands."""

    id: UUID
    title: str
    doc_no: str
    standing: str
    leading: bool
    ended_on: date | None

    @classmethod
    def of(cls, plan: PlanDocument) -> "PlanStandingOut":
        return cls(
            id=plan.pk,
            title=plan.title,
            doc_no=plan.doc_no,
            standing=str(plan.standing),
            leading=plan.leading,
            ended_on=plan.ended_on,
        )


class OfficeIn(Schema):
    """An office's part in a clause."""

    name: Name
    role: Literal["lead", "support", "counterpart"] = "lead"
    chief: bool = False

    def role_of_paper(self) -> OfficeRole:
        """As the compiler writes it."""
        return OfficeRole(self.name, self.role, self.chief)


class PhaseIn(Schema):
    """A phase's days (ISO)."""

    name: Annotated[str, Field(max_length=60)]
    start: date | None = None
    end: date | None = None


class CorrectionsIn(Schema):
    """By clause number: offices and what the passage is; by place (`"0"`): phases; by printed name: office ids."""

    offices: dict[str, list[OfficeIn]] = Field(default_factory=dict)
    kinds: dict[str, Literal["item", "paragraph", "text"]] = Field(default_factory=dict)
    phases: dict[str, PhaseIn] = Field(default_factory=dict)
    matches: dict[str, str] = Field(default_factory=dict)

    def corrections(self) -> Corrections:
        """As the verb takes them."""
        return Corrections(
            offices={
                ref: tuple(OfficeRole(o.name, o.role, o.chief) for o in those) for ref, those in self.offices.items()
            },
            kinds=dict(self.kinds),
            phases={at: Phase(p.name, _iso(p.start), _iso(p.end)) for at, p in self.phases.items()},
            matches=dict(self.matches),
        )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


class DraftOut(Schema):
    """A paper being looked through: `paper` as the compiler read it, `corrections` what people changed."""

    id: UUID
    title: str
    state: str
    paper: dict[str, object]
    corrections: dict[str, object]

    @classmethod
    def of(cls, draft: PlanDraft) -> "DraftOut":
        return cls(id=draft.pk, title=str(draft), state=draft.state, paper=draft.paper, corrections=draft.corrections)


class ClauseAssignIn(TaskWhyIn):
    """Who answers for a clause from now on."""

    offices: Annotated[list[OfficeIn], Field(max_length=60)]

    def assigned(self, territory: str) -> list[Assigned]:
        """With the registered offices behind the names."""
        known = registered_offices([office.name for office in self.offices], territory)
        return [Assigned(o.name, ClauseOffice.Role(o.role), o.chief, known.get(o.name)) for o in self.offices]


class ExtractOut(Schema):
    """What an office was sent, and its answer."""

    id: UUID
    plan: UUID
    office: str
    state: str
    clauses: list[str]
    due_at: datetime
    due_sentence: str
    answered_at: datetime | None
    answered_by: str

    @classmethod
    def of(cls, extract: Extract) -> "ExtractOut":
        return cls(
            id=extract.pk,
            plan=extract.document_id,
            office=extract.office.name,
            state=extract.state,
            clauses=list(dict.fromkeys(line["ref"] for line in extract.clauses)),
            due_at=extract.due_at,
            due_sentence=extract.due_sentence,
            answered_at=extract.answered_at,
            answered_by=extract.answered_by_name,
        )


class ReceiveIn(Schema):
    """`signed_by`: who signed on paper, where the sender records it."""

    signed_by: Annotated[str, Field(max_length=60)] = ""


class ObjectIn(ReceiveIn):
    """A reason by clause."""

    reasons: dict[str, Text]


class ObjectionOut(Schema):
    """An objection and what became of it."""

    id: UUID
    ref: str
    reason: str
    state: str
    answer: str

    @classmethod
    def of(cls, objection: Objection) -> "ObjectionOut":
        return cls(
            id=objection.pk,
            ref=objection.ref,
            reason=objection.reason,
            state=objection.state,
            answer=objection.answer,
        )


class SettleIn(Schema):
    """Accepted or not; `instead` the registered office that takes the part over."""

    accepted: bool
    answer: Text
    instead: UUID | None = None


class ProposalOut(Schema):
    """A sentence of the plan that may be taken up; `key` names it."""

    key: str
    ref: str
    words: str
    stated: str
    often: str
    due_on: date | None
    office: str | None
    post: str | None
    suggested: bool
    taken: bool

    @classmethod
    def of(cls, each: Proposal) -> "ProposalOut":
        return cls(
            key=each.key,
            ref=each.ref,
            words=each.words,
            stated=each.stated,
            often=each.asked.often.value,
            due_on=each.due_on,
            office=each.office.name if each.office else None,
            post=str(each.post) if each.post else None,
            suggested=each.suggested,
            taken=each.taken,
        )


class TakeUpIn(Schema):
    """The keys of the proposals to take up."""

    keys: Annotated[list[str], Field(max_length=1000)]

    def taken(self, found: list[Proposal]) -> list[Taken]:
        """As the verb takes them."""
        return [
            Taken(e.ref, e.words, e.office, e.post, e.partners, e.stated, e.asked.often, e.due_on)
            for e in found
            if e.key in self.keys and not e.taken
        ]


class RoundOut(Schema):
    """One turn of a general duty."""

    id: UUID
    period: str
    kind: str
    state: str
    due_at: datetime
    due_sentence: str

    @classmethod
    def of(cls, turn: TaskRound) -> "RoundOut":
        return cls(
            id=turn.pk,
            period=turn.period,
            kind=turn.kind,
            state=turn.state,
            due_at=turn.due_at,
            due_sentence=turn.due_sentence,
        )


class TaskOut(Schema):
    """A general duty with its rounds, newest first."""

    id: UUID
    plan: UUID
    ref: str
    words: str
    office: str | None
    post: str | None
    stated: str
    often: str
    proposed: bool
    due_on: date | None
    state: str
    rounds: list[RoundOut]

    @classmethod
    def of(cls, task: Task) -> "TaskOut":
        return cls(
            id=task.pk,
            plan=task.document_id,
            ref=task.ref,
            words=task.words,
            office=task.owner_office.name if task.owner_office else None,
            post=str(task.owner_post) if task.owner_post else None,
            stated=task.stated,
            often=task.often,
            proposed=task.proposed,
            due_on=task.due_on,
            state=task.state,
            rounds=[RoundOut.of(turn) for turn in task.rounds.all()],
        )


class TaskPage(Schema):
    """A page of duties; `next` is the cursor of the following one."""

    items: list[TaskOut]
    next: UUID | None


class TaskReportIn(Schema):
    """What was done, with files by digest."""

    text: Text
    files: Annotated[list[str], Field(max_length=50)] = Field(default_factory=list)


class TermIn(TaskWhyIn):
    """How often, or by which day (`once`)."""

    often: OftenIn
    due_on: date | None = None

    def kind(self) -> Often:
        """As the verb takes it."""
        return Often(self.often)


class AssignTaskIn(TaskWhyIn):
    """The registered office that owes it."""

    office: UUID


class FindingIn(TaskReportIn):
    """A root cause or a lesson of a phase."""

    kind: Literal["cause", "lesson"]


class GateIn(TaskWhyIn):
    """The decision at the end of a phase, with what was laid before whoever decides."""

    passed: bool
    files: Annotated[list[str], Field(max_length=50)] = Field(default_factory=list)
