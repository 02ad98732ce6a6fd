"""Importing a plan: upload, look through, correct, confirm."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.permissions import ACCESS_MANAGE
from gasloop.access.scope import may
from gasloop.access.scoping import get_scoped, scoped
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.actions import confirm_draft, correct_draft, discard_draft, start_draft
from gasloop.plan.compiler.document import Phase
from gasloop.plan.corrections import NEW, OPEN, Corrections, corrected, kinds_of, read_corrections, read_paper
from gasloop.plan.models import PlanDocument, PlanDraft
from gasloop.plan.offices import registered_offices
from gasloop.plan.permissions import PLAN_IMPORT
from gasloop.plan.queries import imports_of
from gasloop.plan.rereading import reread
from gasloop.plan.web.forms import ClauseForm, UploadForm, office_options
from gasloop.plan.web.preview import NameRow, preview
from gasloop.plan.web.showing import name_fields, phase_fields
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import say
from gasloop.shell.photos import photo_response


@page(PLAN_IMPORT)
def imports(request: ActorRequest) -> HttpResponse:
    """Upload a paper; drafts that were left, to be found again."""
    form = UploadForm(request.actor, request.POST, request.FILES) if request.method == "POST" else None
    if form is not None and form.is_valid() and (draft := _started(request.actor, form)) is not None:
        return redirect("plan:draft", draft.pk)
    drafts = scoped(request.actor, PlanDraft.objects.all(), PLAN_IMPORT).order_by("-changed_at")
    shown = {
        "form": form or UploadForm(request.actor),
        "drafts": drafts.filter(state=PlanDraft.State.OPEN),
        "done": drafts.exclude(state=PlanDraft.State.OPEN).select_related("document")[:20],
        "crumbs": [Crumb(_("方案"), reverse("oversight:plan")), Crumb(_("导入方案"))],
    }
    return render(request, "plan/imports.html", shown, status=422 if form is not None else 200)


def _started(actor: Actor, form: UploadForm) -> PlanDraft | None:
    file = form.cleaned_data["file"]
    try:
        return start_draft(
            actor, content=file.read(), filename=file.name, territory=form.cleaned_data.get("territory") or ""
        )
    except NotFound:
        form.add_error("territory", _("您的岗位不能在这里导入方案，请核对辖区。"))
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
    return None


@page(PLAN_IMPORT)
def draft(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """The paper beside its structure."""
    return show(request, _draft(request.actor, draft_id))


def show(
    request: ActorRequest, found: PlanDraft, problems: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    """The preview page; `problems` by the field they concern, beside which they are shown with what was typed."""
    paper, corrections = read_paper(found.paper), read_corrections(found.corrections)
    seen = preview(paper, corrections, found.territory)
    earlier = imports_of(found.territory, found.doc_no, paper.title or "").first()
    phases = phase_fields(request, seen, problems or {})
    others = PlanDocument.objects.filter(territory=found.territory, voided_at__isnull=True)
    shown = {
        "draft": found,
        "open": found.state == PlanDraft.State.OPEN,
        "preview": seen,
        "names": name_fields(request, seen, problems or {}),
        "phases": phases,
        "undated": sum(not each.start or not each.end for each in phases),
        "corrections": len(corrections),
        "rereading": reread(earlier, corrected(paper, corrections)) if earlier and found.document_id is None else None,
        "others": [] if earlier or found.document_id else list(others),
        "offices": office_options(found.territory),
        "may_register": may(request.actor, ACCESS_MANAGE),
        "problems": [words for field, words in (problems or {}).items() if field in ("names", "draft")],
        "crumbs": [Crumb(_("导入方案"), reverse("plan:imports")), Crumb(str(found))],
    }
    return render(request, "plan/draft.html", shown, status=status)


@page(PLAN_IMPORT)
@require_POST
def match(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """Which registered offices the paper's names mean."""
    found = _draft(request.actor, draft_id)
    shown = preview(read_paper(found.paper), read_corrections(found.corrections), found.territory)
    typed = [request.POST.get(f"match_{at}", "").strip() for at in range(len(shown.names))]
    known = registered_offices([text for text in typed if text], found.territory)
    matches, problems = {}, {}
    for at, row in enumerate(shown.names):
        name = request.POST.get(f"name_{at}", "")
        if name != row.name:  # somebody else corrected meanwhile: the lines are not the same any more
            problems["names"] = _("这份草稿刚刚被别人更正过，请核对后再保存一次。")
            continue
        choice = _choice(request, at, row, typed[at], {text: str(o.pk) for text, o in known.items()})
        if choice is None:
            problems[f"match_{at}"] = _("登记单位里没有“{name}”。请从列表里选，或留空。").format(name=typed[at])
        elif choice:
            matches[name] = choice
    if not problems:
        problems = _taken(request.actor, found, Corrections(matches=matches))
    if problems:
        return show(request, found, {"names": _("有单位没有保存，见下面标出的行。"), **problems}, status=422)
    messages.success(request, _("单位对应已保存。"))
    return redirect(reverse("plan:draft", args=[draft_id]) + "#offices-matched")


def _choice(request: ActorRequest, at: int, row: NameRow, typed: str, known: dict[str, str]) -> str | None:
    """What a line asks for: an id, to register, to leave open, nothing new (empty); None for an unknown name."""
    if request.POST.get(f"new_{at}"):
        return NEW
    if not typed:
        return OPEN if row.office is not None or row.choice else ""
    if row.office is not None and typed == row.office.name:
        return "" if row.choice in ("", str(row.office.pk)) else str(row.office.pk)
    return known.get(typed)


@page(PLAN_IMPORT)
@require_POST
def phases(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """The dates of the phases."""
    found = _draft(request.actor, draft_id)
    given = {
        str(at): Phase(
            phase.name,
            request.POST.get(f"start_{at}", "").strip() or None,
            request.POST.get(f"end_{at}", "").strip() or None,
        )
        for at, phase in enumerate(read_paper(found.paper).phases)
        if f"start_{at}" in request.POST
    }
    if problems := _taken(request.actor, found, Corrections(phases=given)):
        return show(request, found, problems, status=422)
    messages.success(request, _("阶段日期已保存。"))
    return redirect(reverse("plan:draft", args=[draft_id]) + "#phases")


@page(PLAN_IMPORT)
def clause(request: ActorRequest, draft_id: UUID, ref: str) -> HttpResponse:
    """Correct one clause: what it is, and its offices."""
    found = _draft(request.actor, draft_id)
    paper, corrections = read_paper(found.paper), read_corrections(found.corrections)
    said = next((each for each in paper.clauses() if each.id == ref), None)
    if said is None or found.state != PlanDraft.State.OPEN:
        raise Http404
    given = corrections.offices.get(ref, said.offices)
    form = ClauseForm(given, request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        change = Corrections(offices={ref: form.offices()}, kinds={ref: form.cleaned_data["kind"]})
        if request.POST.get("undo"):
            change = Corrections(offices={ref: said.offices}, kinds={ref: kinds_of(paper)[ref]})
        problems = _taken(request.actor, found, change)
        if not problems:
            messages.success(request, _("{ref}已更正。").format(ref=ref))
            return redirect(reverse("plan:draft", args=[draft_id]) + f"#c-{ref}")
        for words in problems.values():
            form.add_error(None, words)
    shown = {
        "draft": found,
        "clause": said,
        "said_kind": kinds_of(paper)[ref],
        "remarks": [remark for remark in paper.lint if ref in remark.where.split("、")],
        "form": form or ClauseForm(given, initial={"kind": corrections.kinds.get(ref, kinds_of(paper)[ref])}),
        "offices": office_options(found.territory),
        "is_corrected": ref in corrections.offices or ref in corrections.kinds,
        "crumbs": [
            Crumb(_("导入方案"), reverse("plan:imports")),
            Crumb(str(found), reverse("plan:draft", args=[draft_id])),
            Crumb(ref),
        ],
    }
    return render(request, "plan/draft_clause.html", shown, status=422 if form is not None else 200)


@page(PLAN_IMPORT)
@require_POST
def discard(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """Give the draft up."""
    given_up = discard_draft(request.actor, draft_id=draft_id)
    messages.success(request, _("已放弃《{title}》的导入，需要时可以重新上传。").format(title=given_up))
    return redirect("plan:imports")


@page(PLAN_IMPORT)
@require_POST
def confirm(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """Put it in force."""
    document = confirm_draft(request.actor, draft_id=draft_id)
    messages.success(request, _("《{title}》已导入，原件已封存。").format(title=document.title))
    return redirect("oversight:plan-document", document.pk)


@page(PLAN_IMPORT)
def original(request: ActorRequest, draft_id: UUID) -> FileResponse:
    """The paper as it was handed in."""
    found = _draft(request.actor, draft_id)
    return photo_response(found.original_sha256, [found.original_sha256])


def _draft(actor: Actor, draft_id: UUID) -> PlanDraft:
    return get_scoped(actor, PlanDraft.objects.select_related("document"), PLAN_IMPORT, draft_id)


def _taken(actor: Actor, found: PlanDraft, change: Corrections) -> dict[str, str]:
    """The correction made; what was refused, by field, otherwise."""
    try:
        correct_draft(actor, draft_id=found.pk, change=change)
    except NotFound:
        raise
    except Refusal as refusal:
        return {refusal.field or "draft": say(refusal)}
    return {}
