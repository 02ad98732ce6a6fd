"""The pages of an import: bring a file, confirm its columns, see what would happen, do it, take it back."""

import tempfile
from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING, Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gasloop.access.guard import page as guarded
from gasloop.access.middleware import ActorRequest
from gasloop.evidence.attachments import XLSX
from gasloop.kernel.refusal import Refusal
from gasloop.shell.actions.imports import (
    content_of,
    match_columns,
    own_import,
    read_table,
    start_import,
    take_import_back,
    write_import,
)
from gasloop.shell.desk import Desk
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import say
from gasloop.shell.importing.declared import Importer
from gasloop.shell.importing.forms import FileForm, MatchedColumn
from gasloop.shell.importing.paper import write_reasons, write_template
from gasloop.shell.importing.reading import read_sheets
from gasloop.shell.models import Import, ImportProblem

if TYPE_CHECKING:
    from gasloop.shell.listing.declared import Listing

SHOWN_PROBLEMS = 200
SHOWN_IMPORTS = 20
S = Import.State
WORKING = (S.CHECKING, S.WRITING, S.UNDOING)
DOING = {
    S.CHECKING: gettext_lazy("正在逐行核对，可以离开这一页，稍后再回来。"),
    S.WRITING: gettext_lazy("正在写入台账：要么全部写入，要么一行也不写。"),
    S.UNDOING: gettext_lazy("正在撤销这次导入。"),
}


def import_urls(listing: "Listing[Any]", importer: Importer) -> list[URLPattern]:
    """The addresses below a ledger's own, behind the importer's capability."""
    desk = ImportDesk(listing, importer)
    guard, name = guarded(importer.capability), listing.name
    return [
        path("import/", guard(require_http_methods(["GET", "POST"])(desk.start)), name=f"{name}-import"),
        path("import/template.xlsx", guard(require_GET(desk.template)), name=f"{name}-template"),
        path("import/<uuid:run_id>/", guard(require_GET(desk.run)), name=f"{name}-import-run"),
        path("import/<uuid:run_id>/columns", guard(require_POST(desk.columns)), name=f"{name}-import-columns"),
        path("import/<uuid:run_id>/write", guard(require_POST(desk.write)), name=f"{name}-import-write"),
        path("import/<uuid:run_id>/undo", guard(require_POST(desk.undo)), name=f"{name}-import-undo"),
        path("import/<uuid:run_id>/reasons.xlsx", guard(require_GET(desk.reasons)), name=f"{name}-import-reasons"),
    ]


class ImportDesk:
    """The import pages of one ledger."""

    def __init__(self, listing: "Listing[Any]", importer: Importer) -> None:
        self.listing, self.importer = listing, importer

    def start(self, request: ActorRequest) -> HttpResponseBase:
        """Choose a file; below it, one's own imports of this ledger."""
        form = FileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                run = start_import(
                    request.actor, ledger=self.listing.name, filename=file.name or "", content=file.read()
                )
            except Refusal as refusal:
                form.add_error("file", say(refusal))
            else:
                return HttpResponseRedirect(f"{run.pk}/")
        shown = {
            "form": form,
            "listing": self.listing,
            "importer": self.importer,
            "runs": Import.objects.filter(account_id=request.actor.id, ledger=self.listing.name)
            .defer("content")
            .order_by("-id")[:SHOWN_IMPORTS],
            "crumbs": [Crumb(self.listing.title, "../"), Crumb(_("从 Excel 导入"))],
        }
        return render(request, "shell/importing/start.html", shown)

    def run(self, request: ActorRequest, run_id: UUID) -> HttpResponse:
        """Where an import stands; for an htmx request its region alone."""
        run = self._own(request, run_id)
        partial = request.headers.get("HX-Request-Type") == "partial"
        template = "shell/importing/region.html" if partial else "shell/importing/run.html"
        response = render(request, template, self._shown(run))
        response["Cache-Control"] = "private, no-store"
        return response

    def _shown(self, run: Import) -> dict[str, object]:
        problems = run.problems.order_by("at", "id")
        refused = run.counts.get("refused", 0)
        fresh = run.counts.get("create", 0) + run.counts.get("change", 0)
        return {
            "run": run,
            "listing": self.listing,
            "crumbs": [
                Crumb(self.listing.title, "../../"), Crumb(_("从 Excel 导入"), "../"), Crumb(run.filename),
            ],
            "working": run.state in WORKING,
            "doing": DOING.get(S(run.state), ""),
            "matching": run.state in (S.MATCHING, S.FAILED),
            "columns": MatchedColumn.of(run, self.importer),
            "missing": self._missing(run),
            "problems": list(problems[:SHOWN_PROBLEMS]),
            "more": max(0, problems.count() - SHOWN_PROBLEMS) if refused else 0,
            "left_out": [(at, _(why)) for at, why in run.left_out],
            "refused": refused,
            "fresh": fresh,
            "undone": run.state == S.UNDONE,
        }  # fmt: skip

    def _missing(self, run: Import) -> list[str]:
        """Columns a new record needs and the file (as matched) does not have."""
        there = set(run.columns.values())
        return [str(f.title) for f in self.importer.fields if f.required and f.name not in there]

    def columns(self, request: ActorRequest, run_id: UUID) -> HttpResponse:
        """Confirm the columns; every row is then examined."""
        chosen = {
            int(key.removeprefix("column-")): str(value)
            for key, value in request.POST.items()
            if key.startswith("column-") and key.removeprefix("column-").isdigit() and value
        }
        run = self._own(request, run_id)
        match_columns(request.actor, run_id=run.pk, columns=chosen)
        return HttpResponseRedirect("./")

    def write(self, request: ActorRequest, run_id: UUID) -> HttpResponse:
        """Bring the rows in."""
        run = self._own(request, run_id)
        write_import(request.actor, run_id=run.pk, good_only=request.POST.get("rows") == "good")
        return HttpResponseRedirect("./")

    def undo(self, request: ActorRequest, run_id: UUID) -> HttpResponse:
        """Take the import back."""
        run = self._own(request, run_id)
        take_import_back(request.actor, run_id=run.pk)
        return HttpResponseRedirect("./")

    def template(self, request: ActorRequest) -> HttpResponseBase:
        """An empty workbook to fill."""
        desk = Desk(request.actor, self.importer.capability, self.listing.model)
        title = str(self.listing.title)
        return _workbook(lambda file: write_template(file, self.importer, desk, title), _("%s模板") % title)

    def reasons(self, request: ActorRequest, run_id: UUID) -> HttpResponseBase:
        """The workbook as it came, with the reasons beside its rows."""
        run = self._own(request, run_id)
        sheets = read_sheets(content_of(run), run.filename)
        table = read_table(self.importer, content_of(run), run.filename)
        sheet = next(sheet for sheet in sheets if sheet.name == table.sheet)
        words, marked = _reasons(run.problems.order_by("at", "id"))
        name = run.filename.rpartition(".")[0] or run.filename
        return _workbook(
            lambda file: write_reasons(file, sheet, table.head[-1], words, marked), _("%s（核对结果）") % name
        )

    def _own(self, request: ActorRequest, run_id: UUID) -> Import:
        run = own_import(request.actor, run_id)
        if run.ledger != self.listing.name:
            return own_import(request.actor, UUID(int=0))
        return run


def _reasons(problems: "Sequence[ImportProblem] | Any") -> tuple[dict[int, str], dict[int, list[int]]]:
    """What is said beside each row, and which of its cells are marked."""
    words: dict[int, str] = {}
    marked: dict[int, list[int]] = {}
    for problem in problems:
        words[problem.at] = "；".join(filter(None, (words.get(problem.at, ""), problem_words(problem))))
        if problem.column is not None:
            marked.setdefault(problem.at, []).append(problem.column)
    return words, marked


def problem_words(problem: ImportProblem) -> str:
    """`“类别”应填下列之一：…，现在是“大排档”`."""
    if not problem.title:
        return problem.expected
    if not problem.got:
        return _("“%(title)s”：%(expected)s") % {"title": problem.title, "expected": problem.expected}
    said = {"title": problem.title, "expected": problem.expected, "got": problem.got}
    return _("“%(title)s”：%(expected)s；现在是“%(got)s”") % said


def _workbook(write: Callable[[IO[bytes]], None], name: str) -> FileResponse:
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it after sending
    write(target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def start_address(listing: "Listing[Any]", request: HttpRequest) -> str:
    """The address where a ledger's import begins, in the namespace of the page that asks."""
    match = request.resolver_match
    namespace = f"{match.namespace}:" if match and match.namespace else ""
    return reverse(f"{namespace}{listing.name}-import")
