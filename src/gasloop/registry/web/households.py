"""Pages of buildings and households: door by door, phone first."""

from dataclasses import fields
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
from gasloop.registry.actions import (
    correct_building,
    correct_household,
    register_building,
    register_doors,
    register_household,
    serve_notice,
)
from gasloop.registry.facts import HouseholdFacts
from gasloop.registry.models import Building, Household
from gasloop.registry.panels import door_acts_for, household_panels_for, rounds_for
from gasloop.registry.permissions import REGISTRY_EDIT, REGISTRY_VIEW
from gasloop.registry.web.forming import FormPage, answer
from gasloop.registry.web.forms import (
    BuildingForm,
    CorrectBuildingForm,
    CorrectHouseholdForm,
    DoorsForm,
    NewHouseholdForm,
    ServeNoticeForm,
)
from gasloop.registry.web.showing import building_facts, door_rows, household_facts
from gasloop.shell.detail import Crumb

BUILDING = ("name", "territory", "address", "floors", "lat", "lng")
DOOR = tuple(field.name for field in fields(HouseholdFacts))
SEALED = ("householder", "phone")


@page(REGISTRY_VIEW)
def building(request: ActorRequest, building_id: UUID) -> HttpResponse:
    """The doors of a building; whoever may visit them ticks and goes on (the form is a higher room's)."""
    found = queries.building(request.actor, building_id)
    doors = door_rows(queries.doors(found))
    shown = {
        "building": found,
        "crumbs": [*_ledger(), Crumb(found.name)],
        "facts": building_facts(found),
        "doors": doors,
        "visited": sum(row.fine for row in doors),
        "rounds": rounds_for(request, found),
        "door_acts": door_acts_for(request, found),
        "tick": request.GET.get("tick") == "waiting",
        "may_edit": _may_edit(request.actor, found),
        "services": queries.services(request.actor).filter(building=found),
    }
    return render(request, "registry/building.html", shown)


@page(REGISTRY_EDIT)
def new_building(request: ActorRequest) -> HttpResponse:
    """Register a building."""

    def act(form: BuildingForm) -> str:
        made = register_building(request.actor, **form.cleaned_data)
        messages.success(request, _("已登记{name}，接着可以逐户登记。").format(name=made.name))
        return reverse("registry:building-doors", args=[made.pk])

    shown = FormPage(_("登记楼栋"), [*_ledger(), Crumb(_("登记楼栋"))], reverse("registry:buildings"))
    return answer(request, shown, lambda data: BuildingForm(request.actor, data, initial={"id": new_id()}), act)


@page(REGISTRY_EDIT)
def doors(request: ActorRequest, building_id: UUID) -> HttpResponse:
    """All doors of a building at once; those registered already stay."""
    found = _editable(request, building_id)

    def act(form: DoorsForm) -> str:
        made = register_doors(request.actor, building_id=building_id, doors=form.doors())
        messages.success(request, _("新登记{count}户。").format(count=len(made)))
        return reverse("registry:building", args=[building_id])

    lead = _("按单元、楼层和每层户数一次登记全楼；已登记的户不会重复。")
    initial = {"last_floor": found.floors}
    return answer(request, _page(found, _("逐户登记"), lead), lambda data: DoorsForm(data, initial=initial), act)


@page(REGISTRY_EDIT)
def new_door(request: ActorRequest, building_id: UUID) -> HttpResponse:
    """One door more."""
    found = _editable(request, building_id)

    def act(form: NewHouseholdForm) -> str:
        told = {name: form.cleaned_data[name] for name in DOOR}
        facts = HouseholdFacts(**told)
        made = register_household(request.actor, building_id=building_id, facts=facts, id=form.cleaned_data["id"])
        messages.success(request, _("已登记{name}，编号{number}。").format(name=made.door, number=made.number))
        return reverse("registry:building", args=[building_id])

    return answer(
        request, _page(found, _("登记一户")), lambda data: NewHouseholdForm(data, initial={"id": new_id()}), act
    )


@page(REGISTRY_EDIT)
def correct_of_building(request: ActorRequest, building_id: UUID) -> HttpResponse:
    """Correct a building; its division stays."""
    found = _editable(request, building_id)

    def act(form: CorrectBuildingForm) -> str:
        changes = {name: form.cleaned_data[name] for name in BUILDING if name != "territory"}
        correct_building(request.actor, building_id=building_id, why=form.cleaned_data["why"], changes=changes)  # type: ignore[arg-type]  # the form's fields are BuildingChanges
        messages.success(request, _("已更正，更正前的内容留在存证里。"))
        return reverse("registry:building", args=[building_id])

    initial = {name: getattr(found, name) for name in BUILDING}
    return answer(
        request,
        _page(found, _("更正登记")),
        lambda data: CorrectBuildingForm(request.actor, data, initial=initial),
        act,
    )


@page(REGISTRY_VIEW)
def household(request: ActorRequest, household_id: UUID) -> HttpResponse:
    """One door: what is known of it, what has to be done to get in, its visits."""
    found = queries.household(request.actor, household_id)
    shown = {
        "household": found,
        "crumbs": [*_ledger(), _of_building(found.building), Crumb(found.door)],
        "facts": household_facts(found),
        "panels": household_panels_for(request, found),
        "door_acts": door_acts_for(request, found),
        "may_edit": _may_edit(request.actor, found),
    }
    return render(request, "registry/household.html", shown)


@page(REGISTRY_EDIT)
def correct_of_household(request: ActorRequest, household_id: UUID) -> HttpResponse:
    """Correct a household; what is encrypted and left empty stays as it is."""
    found = _editable_door(request, household_id)

    def act(form: CorrectHouseholdForm) -> str:
        told = form.cleaned_data
        changes: dict[str, Any] = {name: told[name] for name in DOOR if told[name] or name not in SEALED}
        correct_household(request.actor, household_id=household_id, why=told["why"], changes=changes)  # type: ignore[arg-type]  # the form's fields are HouseholdChanges
        messages.success(request, _("已更正，更正前的内容留在存证里。"))
        return reverse("registry:household", args=[household_id])

    initial = {name: getattr(found, name) for name in DOOR if name not in SEALED}
    return answer(
        request, _door_page(found, _("更正登记")), lambda data: CorrectHouseholdForm(data, initial=initial), act
    )


@page(REGISTRY_VIEW)
def notice(request: ActorRequest, household_id: UUID) -> HttpResponse:
    """The notice to be printed and left at the door."""
    found = queries.household(request.actor, household_id)
    shown = {
        "household": found,
        "crumbs": [*_ledger(), _of_building(found.building), _of_door(found), Crumb(_("入户检查告知书"))],
        "today": clock.today(),
    }
    return render(request, "registry/notice.html", shown)


@page(REGISTRY_EDIT)
def serve(request: ActorRequest, household_id: UUID) -> HttpResponse:
    """The notice reached the door."""
    found = _editable_door(request, household_id)

    def act(form: ServeNoticeForm) -> str:
        serve_notice(request.actor, household_id=household_id, how=form.cleaned_data["how"])
        messages.success(request, _("已登记送达。再上门仍无人或拒绝的，移送处理。"))
        return reverse("registry:building", args=[found.building_id])

    return answer(request, _door_page(found, _("登记送达告知书")), ServeNoticeForm, act)


def _ledger() -> list[Crumb]:
    return [Crumb(_("楼栋台账"), reverse("registry:buildings"))]


def _of_building(found: Building) -> Crumb:
    return Crumb(found.name, reverse("registry:building", args=[found.pk]))


def _of_door(found: Household) -> Crumb:
    return Crumb(found.door, reverse("registry:household", args=[found.pk]))


def _page(found: Building, title: str, lead: str = "") -> FormPage:
    back = reverse("registry:building", args=[found.pk])
    return FormPage(title, [*_ledger(), _of_building(found), Crumb(title)], back, lead=lead or found.name)


def _door_page(found: Household, title: str) -> FormPage:
    crumbs = [*_ledger(), _of_building(found.building), _of_door(found), Crumb(title)]
    return FormPage(title, crumbs, reverse("registry:household", args=[found.pk]), lead=str(found))


def _may_edit(actor: Actor, found: Building | Household) -> bool:
    return reaches(actor, REGISTRY_EDIT, territory=found.territory, line=found.line)


def _editable(request: ActorRequest, key: UUID) -> Building:
    found = queries.building(request.actor, key)
    if not _may_edit(request.actor, found):
        raise Http404
    return found


def _editable_door(request: ActorRequest, key: UUID) -> Household:
    found = queries.household(request.actor, key)
    if not _may_edit(request.actor, found):
        raise Http404
    return found
