"""A general duty as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.evidence.models import Attachment
from gasloop.plan.models import Task, TaskNote
from gasloop.shell.detail import Fact


@dataclass(frozen=True, slots=True)
class File:
    """A file of a report."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """A report with its files."""

    note: TaskNote
    files: Sequence[File]


def task_facts(task: Task) -> list[Fact]:
    """Who, when, on which clause."""
    facts = [
        Fact(_("方案"), task.document.title, basis=task.ref, wide=True),
        Fact(_("责任单位"), task.owner_office or _("没有写明，请指定")),
        Fact(_("责任岗位"), task.owner_post.title if task.owner_post else ""),
        Fact(_("共同负责"), _("、").join(task.partners)),
        Fact(_("文中的时限"), task.stated or _("未写明期限")),
        Fact(_("周期"), task.get_often_display()),
        Fact(_("完成期限"), task.due_on or ""),
        Fact(
            _("期限由来"),
            _("由本镇确定") if task.proposed else _("方案写明") if task.stated else _("建议每年写一次年度说明"),
        ),
    ]
    if task.ended_at:
        facts += [Fact(_("终止时间"), task.ended_at), Fact(_("终止原因"), task.ended_why, wide=True)]
    always = {_("责任单位"), _("文中的时限"), _("周期")}
    return [fact for fact in facts if fact.value or str(fact.label) in always]


def files_of(task: Task) -> list[Told]:
    """The reports, newest first, each with its files by name (two queries)."""
    notes = list(task.notes.select_related("round"))
    names = Attachment.objects.in_bulk({sha for note in notes for sha in note.files})
    return [Told(note, [_file(task, sha, names) for sha in note.files]) for note in notes]


def _file(task: Task, sha: str, names: dict[str, Attachment]) -> File:
    row = names.get(sha)
    return File(reverse("plan:task-file", args=[task.pk, sha]), (row.filename if row else "") or sha[:12])


def named_files(task: Task) -> list[str]:
    """The digests that its reports name."""
    return [sha for files in task.notes.values_list("files", flat=True) for sha in files]
