"""What a folder is asked for: clauses × office × division × period, and the document whose order it follows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gasloop.access.models import Office, Territory
from gasloop.access.scope import granting
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.oversight.permissions import FOLDER_MAKE
from gasloop.plan.models import Clause, PlanDocument
from gasloop.plan.queries import plans_for

LONGEST_DAYS = 366 * 3


@dataclass(frozen=True, slots=True)
class Choice:
    """`clauses` empty: every clause of the plan; `office` None: every office; `territory` empty: one's whole reach."""

    first: date
    last: date
    clauses: tuple[str, ...] = ()
    office: UUID | None = None
    territory: str = ""

    @property
    def begins(self) -> datetime:
        return clock.start_of(self.first)

    @property
    def ends(self) -> datetime:
        return clock.end_of(self.last)


def leading_plan(actor: Actor) -> PlanDocument:
    """The plan whose order the folder follows; Refusal where there is none."""
    document = plans_for(actor).first()
    if document is None:
        raise Refusal("folder.no_plan", sentence("还没有导入方案，没有条款可整理。"))
    return document


def clauses_of(document: PlanDocument, refs: tuple[str, ...]) -> list[Clause]:
    """The clauses asked for, in the plan's own order."""
    rows = document.clauses.prefetch_related("offices")
    return list(rows.filter(ref__in=refs) if refs else rows)


def checked(actor: Actor, choice: Choice) -> Choice:
    """The choice with its clauses in order and its division named; Refusal for what cannot be asked."""
    if choice.first > choice.last:
        raise Refusal("folder.days", sentence("开始日期晚于结束日期，请改正。"), field="first")
    if (choice.last - choice.first).days > LONGEST_DAYS:
        raise Refusal("folder.too_long", sentence("一次最多整理三年的资料，请缩短起止日期。"), field="first")
    known = [clause.ref for clause in clauses_of(leading_plan(actor), choice.clauses)]
    if unknown := set(choice.clauses) - set(known):
        raise Refusal(
            "folder.clause", sentence("方案里没有条款{ref}。"), params={"ref": min(unknown)[:40]}, field="refs"
        )
    if choice.office is not None and not Office.objects.filter(pk=choice.office).exists():
        raise Refusal("folder.office", sentence("没有这个单位，请重新选择。"), field="office")
    return Choice(choice.first, choice.last, tuple(known), choice.office, _territory(actor, choice.territory))


def _territory(actor: Actor, asked: str) -> str:
    """A division in reach; one's own widest where none is named."""
    reach = [grant.territory for grant in granting(actor, FOLDER_MAKE)] or [""]
    if not asked:
        return min(reach, key=len)
    if not Territory.objects.filter(path=asked).exists() or not any(asked.startswith(path) for path in reach):
        raise Refusal(
            "folder.territory", sentence("没有这个辖区，或不在您的管辖范围内，请重新选择。"), field="territory"
        )
    return asked
