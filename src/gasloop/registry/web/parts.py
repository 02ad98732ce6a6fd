"""Register a part of a site's gas installation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import Refusal
from gasloop.registry import queries
from gasloop.registry.actions import add_installation
from gasloop.registry.permissions import REGISTRY_EDIT, REGISTRY_VIEW
from gasloop.registry.web.forms import InstallationForm, take_back
from gasloop.registry.web.views import editable, form_page


@page(REGISTRY_EDIT)
def add(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """One stove, hose, detector …"""
    found = editable(request, site_id)
    if request.method != "POST":
        return form_page(request, found, InstallationForm(initial={"id": new_id()}), _("登记设施"))
    form = InstallationForm(request.POST)
    if form.is_valid():
        try:
            made = add_installation(request.actor, site_id=site_id, **form.cleaned_data)
        except Refusal as refusal:
            take_back(form, refusal)
        else:
            messages.success(
                request, _("已登记{kind}，编号{number}。").format(kind=made.get_kind_display(), number=made.number)
            )
            return redirect("registry:site", site_id)
    return form_page(request, found, form, _("登记设施"), status=422)


@page(REGISTRY_VIEW)
def part(request: ActorRequest, installation_id: UUID) -> HttpResponse:
    """A part is shown where it stands: in its site's object file."""
    found = queries.installation(request.actor, installation_id)
    return redirect(f"{reverse('registry:site', args=[found.site_id])}#installations")
