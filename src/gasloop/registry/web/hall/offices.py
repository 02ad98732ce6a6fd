"""Offices and divisions: registered, renamed, merged."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access import hall
from gasloop.access.actions import add_office, add_territory, merge_office, rename_office
from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Office, Territory
from gasloop.access.permissions import ACCESS_MANAGE, ACCESS_READ
from gasloop.access.scope import covers
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.registry.web.forming import FormPage, answer
from gasloop.registry.web.forms.hall import DivisionForm, MergeOfficeForm, OfficeForm, RenameOfficeForm
from gasloop.registry.web.showing import place_in_words
from gasloop.shell.detail import Crumb, Fact


@page(ACCESS_READ)
def office(request: ActorRequest, office_id: UUID) -> HttpResponse:
    """An office with its posts."""
    found = hall.one_office(request.actor, office_id)
    successor_url = reverse("registry:office", args=[found.successor_id]) if found.successor_id else ""
    shown = {
        "office": found,
        "crumbs": [_ledger(), Crumb(found.name)],
        "facts": [
            Fact(_("层级"), found.get_level_display()),
            Fact(_("辖区"), place_in_words(found.territory)),
            Fact(_("别名"), found.aliases),
            Fact(_("启用日期"), found.valid_from),
            Fact(_("停用日期"), found.valid_to),
            Fact(_("承接单位"), found.successor.name if found.successor else None, url=successor_url),
        ],
        "posts": hall.posts(request.actor).filter(office=found).order_by("title"),
        "may_manage": _may_manage(request.actor, found),
    }
    return render(request, "registry/office.html", shown)


@page(ACCESS_MANAGE)
def new(request: ActorRequest) -> HttpResponse:
    """Register an office."""

    def act(form: OfficeForm) -> str:
        data = form.cleaned_data
        made = add_office(
            request.actor,
            name=data["name"],
            level=Office.Level(data["level"]),
            territory=data["territory"],
            aliases=form.names(),
        )
        messages.success(request, _("已登记{name}。").format(name=made.name))
        return reverse("registry:office", args=[made.pk])

    shown = FormPage(_("登记单位"), [_ledger(), Crumb(_("登记单位"))], reverse("registry:offices"))
    return answer(request, shown, lambda data: OfficeForm(request.actor, data), act)


@page(ACCESS_MANAGE)
def rename(request: ActorRequest, office_id: UUID) -> HttpResponse:
    """The office under a new name; the old one stays in the ledger."""
    found = _manageable(request, office_id)

    def act(form: RenameOfficeForm) -> str:
        made = rename_office(request.actor, office=found, **form.cleaned_data)
        messages.success(request, _("已更名为{name}，岗位随之转入；其余在“交接”里移交。").format(name=made.name))
        return reverse("registry:office", args=[made.pk])

    return answer(
        request, _page(found, _("单位更名")), lambda data: RenameOfficeForm(data, initial={"day": clock.today()}), act
    )


@page(ACCESS_MANAGE)
def merge(request: ActorRequest, office_id: UUID) -> HttpResponse:
    """Another office takes over its work and its posts."""
    found = _manageable(request, office_id)

    def act(form: MergeOfficeForm) -> str:
        into = hall.one_office(request.actor, UUID(form.cleaned_data["into"]))
        merge_office(request.actor, office=found, into=into, day=form.cleaned_data["day"])
        messages.success(request, _("已并入{name}，岗位随之转入；其余在“交接”里移交。").format(name=into.name))
        return reverse("registry:office", args=[into.pk])

    return answer(
        request,
        _page(found, _("单位并入")),
        lambda data: MergeOfficeForm(request.actor, found, data, initial={"day": clock.today()}),
        act,
    )


@page(ACCESS_MANAGE)
def new_division(request: ActorRequest) -> HttpResponse:
    """Register a division or a grid cell."""

    def act(form: DivisionForm) -> str:
        data = form.cleaned_data
        parent = hall.divisions_to_manage(request.actor).filter(path=data["parent"]).first()
        made = add_territory(
            request.actor, code=data["code"], name=data["name"], kind=Territory.Kind(data["kind"]), parent=parent
        )
        messages.success(request, _("已登记{name}。").format(name=made.name))
        return reverse("registry:divisions")

    ledger = Crumb(_("区划网格台账"), reverse("registry:divisions"))
    title = _("登记区划或网格")
    shown = FormPage(title, [ledger, Crumb(title)], reverse("registry:divisions"))
    return answer(request, shown, lambda data: DivisionForm(request.actor, data), act)


def _ledger() -> Crumb:
    return Crumb(_("科室台账"), reverse("registry:offices"))


def _page(found: Office, title: str) -> FormPage:
    back = reverse("registry:office", args=[found.pk])
    return FormPage(title, [_ledger(), Crumb(found.name, back), Crumb(title)], back, lead=found.name)


def _may_manage(actor: Actor, found: Office) -> bool:
    return found.valid_to is None and covers(actor, ACCESS_MANAGE, territory=found.territory, lines=None)


def _manageable(request: ActorRequest, key: UUID) -> Office:
    found = hall.one_office(request.actor, key)
    if not _may_manage(request.actor, found):
        raise Http404
    return found
