"""迎检资料: ask for an evidence folder, watch it grow, take it along."""

from datetime import date
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Office, Territory
from gasloop.access.scope import granting
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.oversight.actions import ask_folder, take_folder
from gasloop.oversight.folder import storing
from gasloop.oversight.folder.choosing import Choice, clauses_of, leading_plan
from gasloop.oversight.models import EvidenceFolder
from gasloop.oversight.permissions import FOLDER_MAKE
from gasloop.oversight.trace import rules_by_clause
from gasloop.shell.detail import Crumb, Fact
from gasloop.shell.errors import say
from gasloop.shell.forms import HouseForm

SHOWN = 20
WORDS = 40


class FolderForm(HouseForm):
    """Clauses × office × division × period; nothing ticked is the whole plan."""

    first = forms.DateField(label=gettext_lazy("起"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=gettext_lazy("止"), widget=forms.DateInput(attrs={"type": "date"}))
    office = forms.TypedChoiceField(
        label=gettext_lazy("单位"), coerce=UUID, required=False, empty_value=None, choices=()
    )
    territory = forms.ChoiceField(label=gettext_lazy("辖区"), required=False, choices=())
    refs = forms.MultipleChoiceField(
        label=gettext_lazy("条款"), required=False, choices=(), widget=forms.CheckboxSelectMultiple
    )

    def offer(self, actor: Actor) -> None:
        """What this actor may choose."""
        places = Territory.objects.order_by("path")
        reach = tuple(grant.territory for grant in granting(actor, FOLDER_MAKE))
        mine = [(path, name) for path, name in places.values_list("path", "name") if path.startswith(reach)]
        self._choose("territory", [("", _("全部辖区")), *mine])
        offices = Office.objects.filter(valid_to__isnull=True).exclude(level=Office.Level.DISTRICT)
        named = [(str(pk), name) for pk, name in offices.order_by("level", "name").values_list("pk", "name")]
        self._choose("office", [("", _("全部单位")), *named])
        ruled = rules_by_clause()
        offered = [c for c in clauses_of(leading_plan(actor), ()) if c.ref in ruled]
        self._choose("refs", [(c.ref, f"{c.ref} {c.text[:WORDS]}") for c in offered])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def choice(self) -> Choice:
        """What was asked."""
        asked = self.cleaned_data
        return Choice(asked["first"], asked["last"], tuple(asked["refs"]), asked["office"], asked["territory"])


@page(FOLDER_MAKE)
def folders(request: ActorRequest) -> HttpResponse:
    """One's own folders, and the form for a new one."""
    today = clock.today()
    asked = {"first": date(today.year, 1, 1), "last": today, "refs": request.GET.getlist("clause")}
    form = FolderForm(request.POST or None, initial=asked)
    try:
        form.offer(request.actor)
    except Refusal as refusal:
        return render(request, "oversight/folders.html", {"crumbs": [Crumb(_("迎检资料"))], "none": say(refusal)})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("oversight:folder", ask_folder(request.actor, choice=form.choice()).pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
    mine = _mine(request.actor)[:SHOWN]
    return render(request, "oversight/folders.html", {"crumbs": [Crumb(_("迎检资料"))], "form": form, "folders": mine})


@page(FOLDER_MAKE)
def folder(request: ActorRequest, folder_id: UUID) -> HttpResponse:
    """How far it is, and what is in it."""
    found = _mine(request.actor).filter(pk=folder_id).first()
    if found is None:
        raise NotFound
    names = (
        ("clauses", _("所含条款")),
        ("objects", _("所含对象")),
        ("visits", _("所含检查")),
        ("hazards", _("所含隐患")),
        ("referrals", _("所含移送")),
        ("photos", _("所含照片")),
        ("proofs", _("所含证明")),
        ("files", _("所含文件")),
    )
    place = Territory.objects.filter(path=found.territory).values_list("name", flat=True).first()
    context = {
        "crumbs": [Crumb(_("迎检资料"), reverse("oversight:folders")), Crumb(found.number)],
        "folder": found,
        "facts": [
            Fact(_("条款"), _("、").join(found.clauses), wide=True),
            Fact(_("单位"), found.office.name if found.office else _("全部单位")),
            Fact(_("辖区"), place or _("全部辖区")),
            Fact(_("起"), found.first),
            Fact(_("止"), found.last),
            *(Fact(name, found.counts[key]) for key, name in names if key in found.counts),
        ],
    }
    return render(request, "oversight/folder.html", context)


@page(FOLDER_MAKE)
def file(request: ActorRequest, folder_id: UUID) -> HttpResponseBase:
    """The zip; every time it is taken stands in the log."""
    found = take_folder(request.actor, folder_id=folder_id)
    name = f"{_('迎检资料')}{found.number}.zip"
    return FileResponse(storing.opened(found.pk), as_attachment=True, filename=name, content_type="application/zip")


def _mine(actor: Actor) -> QuerySet[EvidenceFolder]:
    return EvidenceFolder.objects.filter(account=actor.id).select_related("office").order_by("-id")
