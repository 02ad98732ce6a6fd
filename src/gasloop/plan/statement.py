"""The yearly statement of an office: each general duty, what was done in the year, what is open; as a .docx too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from gasloop.access.models import Office
from gasloop.access.scoping import scoped
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.plan.models import Task, TaskNote, TaskRound
from gasloop.plan.official import NUMERALS, OfficialPaper
from gasloop.plan.permissions import PLAN_VIEW


@dataclass(frozen=True, slots=True)
class Account:
    """One duty in one year."""

    task: Task
    rounds: Sequence[TaskRound]
    notes: Sequence[TaskNote]

    @property
    def done(self) -> int:
        return sum(turn.state == TaskRound.State.DONE for turn in self.rounds)

    @property
    def late(self) -> int:
        """Rounds open beyond their day."""
        return sum(turn.state == TaskRound.State.OPEN and turn.due_at < clock.now() for turn in self.rounds)

    @property
    def files(self) -> int:
        return sum(len(note.files) for note in self.notes)


@dataclass(frozen=True, slots=True)
class Statement:
    """One office's duties in one year."""

    office: Office
    year: int
    accounts: Sequence[Account]

    @property
    def due(self) -> int:
        return sum(len(each.rounds) for each in self.accounts)

    @property
    def done(self) -> int:
        return sum(each.done for each in self.accounts)

    @property
    def late(self) -> int:
        return sum(each.late for each in self.accounts)

    @property
    def silent(self) -> int:
        """Duties of which nobody told anything in the year."""
        return sum(not each.notes for each in self.accounts)


def statements_of(actor: Actor, year: int, office: Office | None = None) -> list[Statement]:
    """The statements of a year by office, in reach; three queries."""
    rows = scoped(actor, Task.objects.filter(voided_at__isnull=True, owner_office__isnull=False), PLAN_VIEW)
    if office is not None:
        rows = rows.filter(owner_office=office)
    rows = rows.select_related("owner_office", "document", "owner_post")
    tasks = list(rows.order_by("owner_office__name", "ref", "id"))
    first, last = clock.start_of(_day(year)), clock.start_of(_day(year + 1))
    turns: dict[object, list[TaskRound]] = {}
    for turn in TaskRound.objects.filter(task__in=tasks, due_at__gte=first, due_at__lt=last).order_by("due_at"):
        if turn.state != TaskRound.State.DROPPED:
            turns.setdefault(turn.task_id, []).append(turn)
    notes: dict[object, list[TaskNote]] = {}
    for note in TaskNote.objects.filter(task__in=tasks, at__gte=first, at__lt=last).order_by("at"):
        notes.setdefault(note.task_id, []).append(note)
    accounts: dict[Office, list[Account]] = {}
    for task in tasks:
        rounds, told = turns.get(task.pk, []), notes.get(task.pk, [])
        if task.owner_office is not None and (rounds or told):
            accounts.setdefault(task.owner_office, []).append(Account(task, rounds, told))
    return [Statement(owner, year, those) for owner, those in accounts.items()]


def _day(year: int) -> date:
    return date(year, 1, 1)


def statement_paper(statement: Statement) -> BytesIO:
    """The .docx: what was told, in the office's own words; where nothing was told, it says so."""
    paper = OfficialPaper()
    paper.title(f"{statement.office.name}{statement.year}年度")
    paper.title("一般职责落实情况说明")
    paper.line()
    documents = list(dict.fromkeys(f"《{each.task.document.title}》" for each in statement.accounts))
    paper.text(
        f"依据{'、'.join(documents)}，本单位本年度承担一般职责{len(statement.accounts)}项，应办{statement.due}期，"
        f"已办{statement.done}期，逾期未办{statement.late}期，没有填写情况的{statement.silent}项。"
    )
    for at, each in enumerate(statement.accounts):
        number = NUMERALS[at] if at < len(NUMERALS) else str(at + 1)
        paper.heading(f"{number}、{each.task.words}（{each.task.ref}）")
        when = each.task.get_often_display() if not each.task.unstated else "方案未写明期限"
        paper.text(f"期限：{when}。应办{len(each.rounds)}期，已办{each.done}期，佐证材料{each.files}份。")
        for note in each.notes:
            day = clock.legal_day(note.at)
            paper.text(f"{day.month}月{day.day}日（{note.by_name}）：{note.text}")
        if not each.notes:
            paper.text("本年度没有填写情况。")
    paper.line()
    paper.line(statement.office.name, right=True)
    day = clock.today()
    paper.line(f"{day.year}年{day.month}月{day.day}日", right=True)
    return paper.finished()
