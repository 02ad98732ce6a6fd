"""Pages of people: registered, shown, corrected, seen off."""

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
from gasloop.registry.actions import correct_person, person_left, register_person
from gasloop.registry.lookup import party_meant
from gasloop.registry.models import Person
from gasloop.registry.permissions import REGISTRY_EDIT, REGISTRY_VIEW
from gasloop.registry.web.forming import FormPage, answer
from gasloop.registry.web.forms import CorrectPersonForm, PersonForm, WhyForm
from gasloop.registry.web.showing import paper_rows, place_in_words
from gasloop.shell.detail import Crumb, Fact


@page(REGISTRY_VIEW)
def person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Somebody with their certificates."""
    found = queries.person(request.actor, person_id)
    shown = {
        "person": found,
        "crumbs": [*_ledger(), Crumb(found.name)],
        "facts": _facts(found),
        "papers": paper_rows(queries.credentials(request.actor).filter(person=found)),
        "may_edit": _may_edit(request.actor, found),
    }
    return render(request, "registry/person.html", shown)


@page(REGISTRY_EDIT)
def new(request: ActorRequest) -> HttpResponse:
    """Register somebody."""

    def act(form: PersonForm) -> str:
        made = register_person(request.actor, **_told(request.actor, form), id=form.cleaned_data["id"])
        messages.success(request, _("已登记{name}，编号{number}。").format(name=made.name, number=made.number))
        return reverse("registry:person", args=[made.pk])

    initial = {"id": new_id(), "party": request.GET.get("party", "")}
    shown = FormPage(_("登记人员"), [*_ledger(), Crumb(_("登记人员"))], reverse("registry:people"))
    return answer(request, shown, lambda data: PersonForm(request.actor, data, initial=initial), act)


@page(REGISTRY_EDIT)
def correct(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Correct what is registered; what is encrypted and left empty stays as it is."""
    found = _editable(request, person_id)

    def act(form: CorrectPersonForm) -> str:
        told = _told(request.actor, form)
        changes = {name: value for name, value in told.items() if value or name not in ("id_number", "phone")}
        correct_person(request.actor, person_id=person_id, why=form.cleaned_data["why"], changes=changes)  # type: ignore[arg-type]  # the form's fields are PersonChanges
        messages.success(request, _("已更正，更正前的内容留在存证里。"))
        return reverse("registry:person", args=[person_id])

    initial = {
        "name": found.name,
        "territory": found.territory,
        "party": found.party.number if found.party else "",
        "job": found.job,
    }
    return answer(
        request,
        _page(found, _("更正登记")),
        lambda data: CorrectPersonForm(request.actor, data, initial=initial),
        act,
    )


@page(REGISTRY_EDIT)
def left(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Somebody's last day in the trade."""
    found = _editable(request, person_id)

    def act(form: WhyForm) -> str:
        person_left(request.actor, person_id=person_id, why=form.cleaned_data["why"], on=form.cleaned_data["on"])
        messages.success(request, _("已登记离职。"))
        return reverse("registry:person", args=[person_id])

    return answer(request, _page(found, _("登记离职")), lambda data: WhyForm(data, initial={"on": clock.today()}), act)


def _told(actor: Actor, form: PersonForm) -> dict[str, Any]:
    """What was filled in, as `register_person` takes it."""
    data = form.cleaned_data
    party = party_meant(actor, data["party"]).pk if data["party"].strip() else None
    taken = ("name", "territory", "job", "id_number", "phone")
    return {"party_id": party, **{name: data[name] for name in taken}}


def _facts(found: Person) -> list[Fact]:
    party_url = reverse("registry:party", args=[found.party_id]) if found.party_id else ""
    return [
        Fact(_("岗位"), found.job),
        Fact(_("所在单位"), found.party.name if found.party else None, url=party_url),
        Fact(_("身份证号"), str(found.id_number)),
        Fact(_("电话"), str(found.phone)),
        Fact(_("辖区"), place_in_words(found.territory)),
        Fact(_("离职日期"), found.left_on),
    ]


def _ledger() -> list[Crumb]:
    return [Crumb(_("人员台账"), reverse("registry:people"))]


def _page(found: Person, title: str) -> FormPage:
    back = reverse("registry:person", args=[found.pk])
    return FormPage(title, [*_ledger(), Crumb(found.name, back), Crumb(title)], back, lead=found.name)


def _may_edit(actor: Actor, found: Person) -> bool:
    return found.voided_at is None and reaches(actor, REGISTRY_EDIT, territory=found.territory, line=found.line)


def _editable(request: ActorRequest, key: UUID) -> Person:
    found = queries.person(request.actor, key)
    if not _may_edit(request.actor, found):
        raise Http404
    return found
