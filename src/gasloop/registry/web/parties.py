"""Pages of a party: registered, corrected, out of the market and in again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import reaches
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.registry import queries
from gasloop.registry.actions import correct_party, enter_market, exit_market, register_party
from gasloop.registry.models import Party
from gasloop.registry.permissions import REGISTRY_EDIT, REGISTRY_VIEW
from gasloop.registry.web.forming import FormPage, answer
from gasloop.registry.web.forms import CorrectPartyForm, PartyForm, WhyForm
from gasloop.registry.web.showing import paper_rows, party_facts
from gasloop.shell.detail import Crumb

SHOWN = 50


@page(REGISTRY_VIEW)
def party(request: ActorRequest, party_id: UUID) -> HttpResponse:
    """A party with everything of it in reach."""
    found = queries.party(request.actor, party_id)
    shown = {
        "party": found,
        "crumbs": [*_ledger(), Crumb(found.name)],
        "facts": party_facts(found),
        "sites": queries.sites(request.actor).filter(party=found).order_by("number")[:SHOWN],
        "papers": paper_rows(queries.credentials(request.actor).filter(party=found)[:SHOWN]),
        "people": queries.people(request.actor).filter(party=found, left_on__isnull=True).order_by("number")[:SHOWN],
        "services": queries.services(request.actor).filter(party=found)[:SHOWN],
        "may_edit": _may_edit(request.actor, found),
    }
    return render(request, "registry/party.html", shown)


@page(REGISTRY_EDIT)
def new(request: ActorRequest) -> HttpResponse:
    """Register a party."""

    def act(form: PartyForm) -> str:
        made = register_party(request.actor, **form.cleaned_data)
        messages.success(request, _("已登记{name}，编号{number}。").format(name=made.name, number=made.number))
        return reverse("registry:party", args=[made.pk])

    shown = FormPage(_("登记单位"), [*_ledger(), Crumb(_("登记单位"))], reverse("registry:parties"))
    return answer(request, shown, lambda data: PartyForm(request.actor, data, initial={"id": new_id()}), act)


@page(REGISTRY_EDIT)
def correct(request: ActorRequest, party_id: UUID) -> HttpResponse:
    """Correct what is registered; an empty phone stays as it is."""
    found = _editable(request, party_id)
    names = (
        "name",
        "kind",
        "territory",
        "uscc",
        "old_number",
        "no_uscc_reason",
        "representative",
        "contact",
        "entered_on",
    )

    def act(form: CorrectPartyForm) -> str:
        changes: dict[str, Any] = {name: form.cleaned_data[name] for name in names}
        if form.cleaned_data["phone"]:
            changes["phone"] = form.cleaned_data["phone"]
        correct_party(request.actor, party_id=party_id, why=form.cleaned_data["why"], changes=changes)  # type: ignore[arg-type]  # the form's fields are PartyChanges
        messages.success(request, _("已更正，更正前的内容留在存证里。"))
        return reverse("registry:party", args=[party_id])

    initial = {name: getattr(found, name) for name in names}
    return answer(
        request,
        _page(found, _("更正登记")),
        lambda data: CorrectPartyForm(request.actor, data, initial=initial),
        act,
    )


@page(REGISTRY_EDIT)
def leave(request: ActorRequest, party_id: UUID) -> HttpResponse:
    """Out of the market: closes its sites, ends its papers and services."""
    found = _editable(request, party_id)

    def act(form: WhyForm) -> str:
        exit_market(request.actor, party_id=party_id, why=form.cleaned_data["why"], on=form.cleaned_data["on"])
        messages.success(request, _("已登记{name}退出市场。").format(name=found.name))
        return reverse("registry:party", args=[party_id])

    return answer(request, _leaving(found), _why, act)


@page(REGISTRY_EDIT)
def come_back(request: ActorRequest, party_id: UUID) -> HttpResponse:
    """In the market again."""
    found = _editable(request, party_id)

    def act(form: WhyForm) -> str:
        enter_market(request.actor, party_id=party_id, why=form.cleaned_data["why"], on=form.cleaned_data["on"])
        messages.success(request, _("已登记{name}重新进入市场。").format(name=found.name))
        return reverse("registry:party", args=[party_id])

    return answer(request, _page(found, _("重新进入市场")), _why, act)


def _leaving(found: Party) -> FormPage:
    open_sites = found.sites.filter(state="open", voided_at__isnull=True).count()
    lead = _("{name}名下{sites}个在营对象将停业，证照注销，服务关系终止，相关待办取消。").format(
        name=found.name, sites=open_sites
    )
    return FormPage(
        _("退出市场"),
        [*_ledger(), Crumb(found.name, reverse("registry:party", args=[found.pk])), Crumb(_("退出市场"))],
        reverse("registry:party", args=[found.pk]),
        lead=lead,
        submit=_("登记退出市场"),
        confirm=_("退出后对象停业、证照注销，确定吗？"),
    )


def _page(found: Party, title: str) -> FormPage:
    back = reverse("registry:party", args=[found.pk])
    return FormPage(title, [*_ledger(), Crumb(found.name, back), Crumb(title)], back, lead=found.name)


def _why(data: Any) -> WhyForm:
    return WhyForm(data, initial={"on": clock.today()})


def _ledger() -> list[Crumb]:
    return [Crumb(_("单位台账"), reverse("registry:parties"))]


def _may_edit(actor: Actor, found: Party) -> bool:
    return found.voided_at is None and reaches(actor, REGISTRY_EDIT, territory=found.territory, line=found.line)


def _editable(request: ActorRequest, key: UUID) -> Party:
    found = queries.party(request.actor, key)
    if not _may_edit(request.actor, found):
        raise Http404
    return found
