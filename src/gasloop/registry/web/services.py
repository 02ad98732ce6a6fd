"""Pages of services: who serves whom, from when, until when."""

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
from gasloop.kernel.ids import new_id
from gasloop.registry import queries
from gasloop.registry.actions import begin_service, end_service
from gasloop.registry.facts import ServiceFacts
from gasloop.registry.kinds import ServiceKind
from gasloop.registry.lookup import party_meant, target_meant
from gasloop.registry.models import Service, Site
from gasloop.registry.permissions import REGISTRY_EDIT, REGISTRY_VIEW
from gasloop.registry.web.forming import FormPage, answer
from gasloop.registry.web.forms import ServiceForm, WhyForm
from gasloop.shell.detail import Crumb, Fact

STATED = ("kind", "begins_on", "ends_on", "contract_no", "covers")


@page(REGISTRY_VIEW)
def service(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """One service."""
    found = queries.service(request.actor, service_id)
    running = found.ends_on is None or found.ends_on >= clock.today()
    shown = {
        "service": found,
        "crumbs": [_ledger(found.kind), Crumb(found.number)],
        "facts": _facts(found),
        "may_end": running and reaches(request.actor, REGISTRY_EDIT, territory=found.territory, line=found.line),
    }
    return render(request, "registry/service.html", shown)


@page(REGISTRY_EDIT)
def new(request: ActorRequest) -> HttpResponse:
    """Register a service; `?party=` and `?target=` come from the pages of those."""

    def act(form: ServiceForm) -> str:
        data = form.cleaned_data
        party, target = party_meant(request.actor, data["party"]), target_meant(request.actor, data["target"])
        facts = ServiceFacts(party_id=party.pk, **target, **{name: data[name] for name in STATED})
        made = begin_service(request.actor, facts=facts, id=data["id"])
        messages.success(request, _("已登记服务关系，编号{number}。").format(number=made.number))
        return reverse("registry:service", args=[made.pk])

    given = {name: request.GET.get(name, "") for name in ("party", "target", "kind")}
    initial = {"id": new_id(), "begins_on": clock.today(), **given}
    title = _("登记服务关系")
    back = reverse("registry:technical-services")
    shown = FormPage(title, [_ledger(given["kind"]), Crumb(title)], back)
    return answer(request, shown, lambda data: ServiceForm(data, initial=initial), act)


@page(REGISTRY_EDIT)
def end(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """The service's last day."""
    found = queries.service(request.actor, service_id)
    if not reaches(request.actor, REGISTRY_EDIT, territory=found.territory, line=found.line):
        raise Http404

    def act(form: WhyForm) -> str:
        end_service(request.actor, service_id=service_id, why=form.cleaned_data["why"], on=form.cleaned_data["on"])
        messages.success(request, _("已登记终止。"))
        return reverse("registry:service", args=[service_id])

    title, back = _("终止服务"), reverse("registry:service", args=[service_id])
    shown = FormPage(title, [_ledger(found.kind), Crumb(found.number, back), Crumb(title)], back, lead=str(found))
    return answer(request, shown, lambda data: WhyForm(data, initial={"on": clock.today()}), act)


def _facts(found: Service) -> list[Fact]:
    target = found.target
    name = "site" if isinstance(target, Site) else "building"
    return [
        Fact(_("类别"), found.get_kind_display()),
        Fact(_("服务单位"), found.party.name, url=reverse("registry:party", args=[found.party_id])),
        Fact(_("服务对象"), target.name, url=reverse(f"registry:{name}", args=[target.pk])),
        Fact(_("起始日期"), found.begins_on),
        Fact(_("终止日期"), found.ends_on),
        Fact(_("终止原因"), found.ended_why),
        Fact(_("合同编号"), found.contract_no),
        Fact(_("服务内容"), found.covers, wide=True),
    ]


def _ledger(kind: str) -> Crumb:
    if kind == ServiceKind.PROPERTY:
        return Crumb(_("物业服务台账"), reverse("registry:property-managers"))
    return Crumb(_("技术服务台账"), reverse("registry:technical-services"))
