"""Two plans compared: kept, softened, dropped, added, with the words that show it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal
from gasloop.plan.actions.reading import read_plan
from gasloop.plan.compiler import parse
from gasloop.plan.compiler.diff import Comparison, diff
from gasloop.plan.compiler.document import Paper
from gasloop.plan.corrections import corrected, read_corrections
from gasloop.plan.models import PlanDocument
from gasloop.plan.permissions import PLAN_VIEW
from gasloop.plan.queries import plans_for
from gasloop.plan.web.forms import LARGEST
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import say

FATES = {
    "softened": gettext_lazy("弱化"),
    "dropped": gettext_lazy("删去"),
    "added": gettext_lazy("新增"),
    "kept": gettext_lazy("保留"),
}


class NotComparableError(Exception):
    """What was chosen cannot be compared; the message is for the reader, `field` says where."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field
        self.words = words


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two papers."""

    title: str
    paper: Paper


@page(PLAN_VIEW)
def compare(request: ActorRequest) -> HttpResponse:
    """Choose two plans, or one and a file that is not kept; and what became of the first in the second."""
    asked = request.POST if request.method == "POST" else request.GET
    shown: dict[str, object] = {
        "plans": list(plans_for(request.actor)),
        "old": asked.get("old", ""),
        "new": asked.get("new", ""),
        "problems": {},
        "crumbs": [Crumb(_("方案"), reverse("oversight:plan")), Crumb(_("方案对比"))],
    }
    status = 200
    if asked.get("old") or asked.get("new") or request.FILES:
        try:
            shown |= _compared(request, asked.get("old", ""), asked.get("new", ""))
        except NotComparableError as problem:
            shown["problems"], status = {problem.field: problem.words}, 422
    return render(request, "plan/compare.html", shown, status=status)


def _compared(request: ActorRequest, old: str, new: str) -> dict[str, object]:
    before = _side(request, old, "old")
    after = _side(request, new, "new")
    comparison = diff(before.paper, after.paper)
    groups = [(fate, words, comparison.of(fate)) for fate, words in FATES.items()]  # type: ignore[arg-type]  # the keys are the fates
    return {"before": before, "after": after, "comparison": _counts(comparison), "groups": groups}


def _counts(comparison: Comparison) -> list[tuple[str, object, int]]:
    return [(fate, words, len([c for c in comparison.changes if c.fate == fate])) for fate, words in FATES.items()]


def _side(request: ActorRequest, chosen: str, field: str) -> Side:
    """The plan of that id, or the uploaded file of that field: an upload goes before the choice beside it."""
    upload = request.FILES.get(f"{field}_file")
    if upload is not None:
        if (upload.size or 0) > LARGEST:
            raise NotComparableError(field, _("文件超过 10 MB，请去掉其中的图片后再上传。"))
        try:
            reading = read_plan(upload.read(), upload.name or "")
        except Refusal as refusal:
            raise NotComparableError(field, say(refusal)) from None
        return Side(reading.paper.title or upload.name or "", reading.paper)
    document = _document(request.actor, chosen)
    if document is None:
        raise NotComparableError(field, _("请选择一份方案，或上传一份文件。"))
    return Side(document.title, corrected(parse(document.text), read_corrections(document.corrections)))


def _document(actor: Actor, chosen: str) -> PlanDocument | None:
    try:
        wanted = UUID(chosen)
    except ValueError:
        return None
    return plans_for(actor).filter(pk=wanted).first()
