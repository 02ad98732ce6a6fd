"""Pages of the register: register an object, its file, corrections; a party."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import reaches
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry import queries
from gasloop.registry.actions import close_site, correct_site, register_party, register_site, reopen_site
from gasloop.registry.kinds import PartyKind, SiteKind
from gasloop.registry.models import Site
from gasloop.registry.panels import actions_for, panels_for, photos_for_paper
from gasloop.registry.permissions import REGISTRY_EDIT, REGISTRY_VIEW
from gasloop.registry.timeline import MOST, SHOWN, moments_of
from gasloop.registry.uscc import tidy
from gasloop.registry.web.forms import CorrectSiteForm, NewSiteForm, WhyForm, site_kinds, take_back
from gasloop.registry.web.object_paper import ObjectPaper
from gasloop.registry.web.showing import PaperRow, paper_rows, part_rows, site_facts
from gasloop.shell.detail import Crumb
from gasloop.shell.forms import HouseForm

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PARTY_KINDS = {
    SiteKind.RESTAURANT: PartyKind.CATERING,
    SiteKind.HOTEL: PartyKind.HOTEL,
    SiteKind.SCHOOL: PartyKind.SCHOOL,
    SiteKind.HOSPITAL: PartyKind.HOSPITAL,
    SiteKind.WELFARE_HOME: PartyKind.WELFARE_HOME,
    SiteKind.SCENIC_SPOT: PartyKind.SCENIC_SPOT,
    SiteKind.PIPELINE_OPERATOR: PartyKind.OPERATOR,
    SiteKind.BOTTLED_GAS_OPERATOR: PartyKind.OPERATOR,
    SiteKind.FILLING_STATION: PartyKind.FILLER,
    SiteKind.INSPECTION_BODY: PartyKind.INSPECTION_BODY,
    SiteKind.LPG_PRODUCER: PartyKind.CHEMICAL,
    SiteKind.FUEL_SELLER: PartyKind.CHEMICAL,
    SiteKind.CYLINDER_MAKER: PartyKind.MAKER,
    SiteKind.APPLIANCE_MAKER: PartyKind.MAKER,
    SiteKind.APPLIANCE_SELLER: PartyKind.SELLER,
    SiteKind.PIPELINE: PartyKind.OPERATOR,
    SiteKind.CARRIER: PartyKind.CARRIER,
    SiteKind.BUILDING_SITE: PartyKind.BUILDER,
}


@page(REGISTRY_EDIT)
def new_site(request: ActorRequest) -> HttpResponse:
    """Register an object, and whoever runs it."""
    kinds = queries.kinds_to_register(request.actor)
    kind = request.GET.get("kind") or kinds[0].value
    if kind not in kinds:
        raise Http404
    form = NewSiteForm(request.actor, kind, request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid() and (made := _registered(request.actor, form)) is not None:
        messages.success(request, _("已登记{name}，编号{number}。").format(name=made.name, number=made.number))
        return redirect("registry:site", made.pk)
    shown = {
        "form": form or NewSiteForm.fresh(request.actor, kind),
        "kinds": site_kinds(kinds, kind),
        "kind": kind,
        "crumbs": [Crumb(_("对象台账"), reverse("registry:sites")), Crumb(_("登记对象"))],
    }
    return render(request, "registry/site_new.html", shown, status=422 if form is not None else 200)


def _registered(actor: Actor, form: NewSiteForm) -> Site | None:
    """Both verbs or neither; None with the refusal in the form."""
    try:
        with transaction.atomic():
            party_id = _party_of(actor, form)
            return register_site(actor, **form.facts(), party_id=party_id, id=form.cleaned_data["id"])
    except NotFound:
        form.add_error("territory", _("您的岗位不能在这里登记这类对象，请核对辖区和类别。"))
    except Refusal as refusal:
        take_back(form, refusal)
    return None


def _party_of(actor: Actor, form: NewSiteForm) -> UUID | None:
    """Who runs it: found by the code, or registered with it."""
    given = form.party()
    if given is None:
        return None
    code = tidy(given["uscc"])
    known = queries.parties(actor).filter(uscc=code).first() if code else None
    if known is not None:
        return known.pk
    facts: dict[str, Any] = {**given, "name": given["party_name"] or form.cleaned_data["name"]}
    del facts["party_name"]
    kind = PARTY_KINDS.get(SiteKind(form.kind), PartyKind.UNIT)
    territory = form.cleaned_data["territory"]
    return register_party(actor, **facts, kind=kind, territory=territory, id=form.cleaned_data["party_id"]).pk


@page(REGISTRY_VIEW)
def site(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """The object file (一企一档). The rooms above add their sections and buttons (`registry.panels`)."""
    found = queries.site(request.actor, site_id)
    shown = {
        "site": found,
        "crumbs": [Crumb(_("对象台账"), reverse("registry:sites")), Crumb(found.name)],
        "facts": site_facts(found),
        "parts": part_rows(queries.installations(found)),
        "papers": paper_rows(queries.credentials(request.actor).filter(site=found)),
        "operator_papers": _operator_papers(request.actor, found),
        "services": queries.services(request.actor).filter(site=found),
        "moments": moments_of(request, found, MOST if request.GET.get("all") else SHOWN),
        "whole": bool(request.GET.get("all")),
        "panels": panels_for(request, found),
        "site_actions": actions_for(request, found),
        "may_edit": _may_edit(request.actor, found),
    }
    return render(request, "registry/site.html", shown)


def _operator_papers(actor: Actor, found: Site) -> list[PaperRow]:
    """Those of whoever runs the site: a station stands and falls with its company's licence."""
    if found.party_id is None:
        return []
    return paper_rows(queries.credentials(actor).filter(party=found.party_id))


@page(REGISTRY_VIEW)
def site_paper(request: ActorRequest, site_id: UUID) -> FileResponse:
    """The object file as a Word document."""
    found = queries.site(request.actor, site_id)
    paper = ObjectPaper(found)
    paper.facts(site_facts(found))
    paper.papers(
        [*paper_rows(queries.credentials(request.actor).filter(site=found)), *_operator_papers(request.actor, found)]
    )
    paper.parts(part_rows(queries.installations(found)))
    paper.moments(moments_of(request, found, MOST))
    paper.photos(photos_for_paper(request, found))
    name = f"{found.number} {found.name}.docx"
    return FileResponse(paper.finished(), as_attachment=True, filename=name, content_type=DOCX)


def _may_edit(actor: Actor, found: Site) -> bool:
    return found.voided_at is None and reaches(actor, REGISTRY_EDIT, territory=found.territory, line=found.line)


def editable(request: ActorRequest, site_id: UUID) -> Site:
    """A site the actor may change; 404 otherwise."""
    found = queries.site(request.actor, site_id)
    if not _may_edit(request.actor, found):
        raise Http404
    return found


@page(REGISTRY_EDIT)
def correct(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """Correct what is registered."""
    found = editable(request, site_id)
    if request.method != "POST":
        return form_page(request, found, CorrectSiteForm.of(request.actor, found), _("更正登记"))
    form = CorrectSiteForm(request.actor, found.kind, request.POST)
    if form.is_valid():
        try:
            correct_site(request.actor, site_id=site_id, why=form.cleaned_data["why"], changes=form.facts())  # type: ignore[arg-type]  # the form's fields are SiteChanges
        except NotFound:
            form.add_error("territory", _("您的岗位不能把对象登记到这里，请核对辖区。"))
        except Refusal as refusal:
            take_back(form, refusal)
        else:
            messages.success(request, _("已更正，更正前的内容留在存证里。"))
            return redirect("registry:site", site_id)
    return form_page(request, found, form, _("更正登记"), status=422)


@page(REGISTRY_EDIT)
def close(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """The object stopped business or left the market."""
    return _with_reason(request, editable(request, site_id), _("停业或退出市场"), close_site)


@page(REGISTRY_EDIT)
def reopen(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """The object is in business again."""
    return _with_reason(request, editable(request, site_id), _("恢复经营"), reopen_site)


def _with_reason(request: ActorRequest, found: Site, title: str, verb: Any) -> HttpResponse:
    if request.method != "POST":
        return form_page(request, found, WhyForm(initial={"on": clock.today()}), title)
    form = WhyForm(request.POST)
    if form.is_valid():
        try:
            verb(request.actor, site_id=found.pk, why=form.cleaned_data["why"], on=form.cleaned_data["on"])
        except Refusal as refusal:
            take_back(form, refusal)
        else:
            messages.success(request, _("已登记：{title}。").format(title=title))
            return redirect("registry:site", found.pk)
    return form_page(request, found, form, title, status=422)


def form_page(request: ActorRequest, found: Site, form: HouseForm, title: str, *, status: int = 200) -> HttpResponse:
    """A form about one site."""
    crumbs = [
        Crumb(_("对象台账"), reverse("registry:sites")),
        Crumb(found.name, reverse("registry:site", args=[found.pk])),
        Crumb(title),
    ]
    shown = {"site": found, "form": form, "title": title, "crumbs": crumbs}
    return render(request, "registry/site_form.html", shown, status=status)
