"""General duties: taken up from the paper, one duty with its rounds and reports, and what may be done about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import reaches
from gasloop.access.scoping import get_scoped
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.plan.actions import (
    assign_task,
    end_task,
    finish_round,
    note_progress,
    set_task_term,
    take_up_tasks,
)
from gasloop.plan.actions.tasks import Taken, may_report
from gasloop.plan.models import PlanDocument, Task, TaskRound
from gasloop.plan.offices import registered_offices
from gasloop.plan.periods import Often
from gasloop.plan.permissions import PLAN_VIEW, TASK_MANAGE
from gasloop.plan.proposing import Proposal, proposals
from gasloop.plan.queries import plans_for
from gasloop.plan.web.forms import office_options
from gasloop.plan.web.task_forms import AssignTaskForm, EndTaskForm, ReportForm, TermForm
from gasloop.plan.web.task_showing import files_of, named_files, task_facts
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import say
from gasloop.shell.forms import HouseForm
from gasloop.shell.photos import keep_photos, photo_response


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence on the page: ticked or not, and the owner that was typed."""

    proposal: Proposal
    ticked: bool
    typed: str


@dataclass(frozen=True, slots=True)
class ClauseLines:
    """The sentences of one clause; those with something ticked or taken up stand first on the page."""

    ref: str
    lines: Sequence[Line]

    @property
    def is_first(self) -> bool:
        return any(line.ticked or line.proposal.taken for line in self.lines)


@page(TASK_MANAGE)
def take_up_here(request: ActorRequest) -> HttpResponse:
    """The sentences of the leading plan in reach."""
    found = plans_for(request.actor).filter(ended_on=None).first()
    return redirect("plan:take-up", found.pk) if found else redirect("plan:imports")


@page(TASK_MANAGE)
def take_up(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    """Choose sentences of the plan that are owed as general duties; what nothing else answers is ticked already."""
    document = _plan(request.actor, plan_id)
    found = proposals(document)
    wanted = set(request.POST.getlist("take"))
    problem = ""
    if request.method == "POST":
        try:
            made = take_up_tasks(request.actor, document_id=document.pk, taken=_chosen(request, document))
        except NotFound:
            raise
        except Refusal as refusal:
            problem = say(refusal)
        else:
            messages.success(request, _("已列入{count}项职责，首期事项已进入各单位的工作台。").format(count=len(made)))
            return redirect(f"{reverse('plan:tasks')}?plan={document.pk}")
    ticked = wanted or {each.key for each in found if each.suggested and not each.taken}
    lines = [Line(each, each.key in ticked, request.POST.get(f"owner_{each.key}", "")) for each in found]
    clauses = [ClauseLines(ref, list(group)) for ref, group in groupby(lines, key=lambda each: each.proposal.ref)]
    shown = {
        "plan": document,
        "first": [each for each in clauses if each.is_first],
        "rest": [each for each in clauses if not each.is_first],
        "problem": problem,
        "suggested": sum(each.suggested and not each.taken for each in found),
        "offices": office_options(document.territory),
        "crumbs": [Crumb(_("一般职责"), reverse("plan:tasks")), Crumb(_("从方案选取"))],
    }
    return render(request, "plan/take_up.html", shown, status=422 if problem else 200)


def _chosen(request: ActorRequest, document: PlanDocument) -> list[Taken]:
    """The ticked sentences with the owner typed where the paper names none."""
    wanted = set(request.POST.getlist("take"))
    those = [each for each in proposals(document) if each.key in wanted and not each.taken]
    typed = {each.key: request.POST.get(f"owner_{each.key}", "").strip() for each in those}
    known = registered_offices([name for name in typed.values() if name], document.territory)
    chosen = []
    for each in those:
        name = typed[each.key]
        if name and name not in known:
            words = sentence("登记单位里没有“{name}”，请从列表里选。")
            raise Refusal("plan.office.unknown_name", words, params={"name": name})
        office = known[name] if name else each.office
        post = each.post if office == each.office else None
        chosen.append(
            Taken(each.ref, each.words, office, post, each.partners, each.stated, each.asked.often, each.due_on)
        )
    return chosen


@page(PLAN_VIEW)
def turn(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """Where the worklist's duty leads: the task, at that round."""
    found = _round(request.actor, round_id)
    return redirect(reverse("plan:task", args=[found.task_id]) + f"#r-{found.pk}")


@page(PLAN_VIEW)
def task(request: ActorRequest, task_id: UUID) -> HttpResponse:
    """One general duty."""
    return _show(request, _task(request.actor, task_id))


@page(PLAN_VIEW)
@require_POST
def note(request: ActorRequest, task_id: UUID) -> HttpResponse:
    """Say how far it is."""
    found = _task(request.actor, task_id)
    form = ReportForm(request.POST, request.FILES)

    def take() -> None:
        files = keep_photos(request.actor, form.cleaned_data["proof"])
        note_progress(request.actor, task_id=found.pk, text=form.cleaned_data["text"], files=files)

    return _done(request, found, "note", form, take, _("进展已记下。"))


@page(PLAN_VIEW)
@require_POST
def finish(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """The round has been done."""
    found = _round(request.actor, round_id)
    form = ReportForm(request.POST, request.FILES)

    def take() -> None:
        files = keep_photos(request.actor, form.cleaned_data["proof"])
        finish_round(request.actor, round_id=found.pk, text=form.cleaned_data["text"], files=files)

    return _done(request, _task(request.actor, found.task_id), f"finish-{found.pk}", form, take, _("这一期已办结。"))


@page(TASK_MANAGE)
@require_POST
def term(request: ActorRequest, task_id: UUID) -> HttpResponse:
    """Say when."""
    found = _task(request.actor, task_id)
    form = TermForm(request.POST)

    def take() -> None:
        data = form.cleaned_data
        set_task_term(
            request.actor, task_id=found.pk, often=Often(data["often"]), due_on=data["due_on"], why=data["why"]
        )

    return _done(request, found, "term", form, take, _("期限已确定。"))


@page(TASK_MANAGE)
@require_POST
def assign(request: ActorRequest, task_id: UUID) -> HttpResponse:
    """Give it to an office."""
    found = _task(request.actor, task_id)
    form = AssignTaskForm(request.POST)

    def take() -> None:
        name = form.cleaned_data["office"].strip()
        office = registered_offices([name], found.document.territory).get(name)
        if office is None:
            words = sentence("登记单位里没有“{name}”，请从列表里选。")
            raise Refusal("plan.office.unknown_name", words, params={"name": name}, field="office")
        assign_task(request.actor, task_id=found.pk, office=office, why=form.cleaned_data["why"])

    return _done(request, found, "assign", form, take, _("职责已移交。"))


@page(TASK_MANAGE)
@require_POST
def end(request: ActorRequest, task_id: UUID) -> HttpResponse:
    """It is no longer owed."""
    found = _task(request.actor, task_id)
    form = EndTaskForm(request.POST)

    def take() -> None:
        end_task(request.actor, task_id=found.pk, why=form.cleaned_data["why"])

    return _done(request, found, "end", form, take, _("职责已终止，记录保留。"))


@page(PLAN_VIEW)
def file(request: ActorRequest, task_id: UUID, sha256: str) -> FileResponse:
    """A file of one of its reports, for whoever may see the task."""
    return photo_response(sha256, named_files(_task(request.actor, task_id)))


def _done(
    request: ActorRequest, found: Task, which: str, form: HouseForm, take: Callable[[], None], words: str
) -> HttpResponse:
    """Take the step, or show the page with what was refused beside its field."""
    if form.is_valid():
        try:
            take()
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
        else:
            messages.success(request, words)
            return redirect("plan:task", found.pk)
    return _show(request, found, which, form, status=422)


def _show(
    request: ActorRequest, found: Task, which: str = "", form: HouseForm | None = None, *, status: int = 200
) -> HttpResponse:
    rounds = list(found.rounds.all())
    is_open = found.state == Task.State.OPEN
    reports = is_open and may_report(request.actor, found)
    manages = is_open and reaches(request.actor, TASK_MANAGE, territory=found.territory, line="")
    due = next((each for each in reversed(rounds) if each.state == TaskRound.State.OPEN), None)

    def own(name: str, fresh: HouseForm) -> HouseForm:
        return form if form is not None and name == which else fresh

    shown = {
        "task": found,
        "facts": task_facts(found),
        "rounds": rounds,
        "due": due,
        "notes": files_of(found),
        "finish_form": own(f"finish-{due.pk}", ReportForm(prefix="")) if reports and due else None,
        "note_form": own("note", ReportForm(auto_id="note_%s")) if reports else None,
        "manage": [
            ("term", _("期限"), own("term", TermForm(initial={"often": found.often, "due_on": found.due_on}))),
            ("assign", _("责任单位"), own("assign", AssignTaskForm(auto_id="assign_%s"))),
            ("end", _("终止"), own("end", EndTaskForm(auto_id="end_%s"))),
        ]
        if manages
        else [],
        "gone": found.document.voided_at is not None,
        "offices": office_options(found.document.territory) if manages else [],
        "crumbs": [Crumb(_("一般职责"), reverse("plan:tasks")), Crumb(found.ref)],
    }
    return render(request, "plan/task.html", shown, status=status)


def _task(actor: Actor, task_id: UUID) -> Task:
    rows = Task.objects.filter(voided_at__isnull=True)
    return get_scoped(actor, rows.select_related("document", "owner_office", "owner_post__office"), PLAN_VIEW, task_id)


def _round(actor: Actor, round_id: UUID) -> TaskRound:
    rows = TaskRound.objects.filter(task__voided_at__isnull=True).select_related("task")
    return get_scoped(actor, rows, PLAN_VIEW, round_id)


def _plan(actor: Actor, plan_id: UUID) -> PlanDocument:
    found = plans_for(actor).filter(pk=plan_id, ended_on=None).first()
    if found is None or not reaches(actor, TASK_MANAGE, territory=found.territory, line=""):
        raise Http404
    return found
