"""按号码查找: who has this identity or telephone number. The form is posted: no number stands in an address."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.kernel.refusal import Refusal
from gasloop.registry.actions import LookedUp, look_up_number
from gasloop.registry.models import Household, Party
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.registry.web.forms import NumberForm, take_back
from gasloop.registry.web.showing import place_in_words
from gasloop.shell.detail import Crumb


@dataclass(frozen=True, slots=True)
class Hit:
    """A find as the page shows it."""

    title: str
    url: str
    number: str
    what: str
    place: str


@page(REGISTRY_VIEW)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("number")
def find(request: ActorRequest) -> HttpResponse:
    """Look for a number; every find stays in the log."""
    form = NumberForm(request.POST if request.method == "POST" else None)
    found: list[LookedUp] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            found = look_up_number(request.actor, number=form.cleaned_data["number"], why=form.cleaned_data["why"])
        except Refusal as refusal:
            take_back(form, refusal)
    shown = {
        "form": form,
        "asked": found is not None,
        "hits": [_hit(each) for each in found or ()],
        "crumbs": [Crumb(_("人员台账"), reverse("registry:people")), Crumb(_("按号码查找"))],
    }
    return render(request, "registry/find.html", shown, status=422 if form.is_bound and form.errors else 200)


def _hit(found: LookedUp) -> Hit:
    record = found.record
    name = "household" if isinstance(record, Household) else "party" if isinstance(record, Party) else "person"
    return Hit(
        title=str(record),
        url=reverse(f"registry:{name}", args=[record.pk]),
        number=record.number,
        what=_(found.what),
        place=place_in_words(record.territory),
    )
