"""Put one object in its place: click or drag on the map, or type the degrees; then confirm."""

from typing import ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scoping import require
from gasloop.atlas.backdrop import backdrop, shown_at
from gasloop.kernel.coordinates import Datum
from gasloop.kernel.refusal import Refusal
from gasloop.registry import queries
from gasloop.registry.actions import correct_site
from gasloop.registry.models import Site
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.registry.positions import in_wgs84
from gasloop.registry.web.forms import DATUM_CHOICES, take_back
from gasloop.shell.detail import Crumb
from gasloop.shell.forms import HouseForm


class PlaceForm(HouseForm):
    """Degrees, where they come from, and why they change. The map fills in the degrees."""

    lat = forms.CharField(label=gettext_lazy("纬度"), help_text=gettext_lazy("十进制度数，例如 30.19。"))
    lng = forms.CharField(label=gettext_lazy("经度"), help_text=gettext_lazy("例如 105.84。"))
    datum = forms.ChoiceField(label=gettext_lazy("坐标从哪里来"), choices=DATUM_CHOICES)
    why = forms.CharField(label=gettext_lazy("依据"), help_text=gettext_lazy("例如：现场核对、按门牌在图上标定。"))

    MAP_FIELDS: ClassVar[tuple[str, str]] = ("lat", "lng")


@page(REGISTRY_EDIT)
def place(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """The form beside the map."""
    found = queries.site(request.actor, site_id)
    require(request.actor, REGISTRY_EDIT, territory=found.territory, line=found.line)
    if request.method != "POST":
        return _show(request, found, PlaceForm(initial=_initial(found)))
    form = PlaceForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            lat, lng = in_wgs84(data["lat"], data["lng"], data["datum"])
            correct_site(request.actor, site_id=site_id, why=data["why"], changes={"lat": lat, "lng": lng})
        except Refusal as refusal:
            take_back(form, refusal)
        else:
            messages.success(request, _("已在图上标定“{name}”的位置。").format(name=found.name))
            return redirect("registry:site", site_id)
    return _show(request, found, form, status=422)


def _initial(found: Site) -> dict[str, object]:
    """What is registered, in WGS-84."""
    return {"lat": found.lat, "lng": found.lng, "datum": Datum.WGS84.value, "why": _("在图上标定位置")}


def _show(request: ActorRequest, found: Site, form: PlaceForm, *, status: int = 200) -> HttpResponse:
    at = None if found.lat is None or found.lng is None else shown_at(float(found.lat), float(found.lng))
    file = Crumb(found.name, reverse("registry:site", args=[found.pk]))
    shown = {
        "site": found,
        "form": form,
        "backdrop": backdrop(),
        "at": at,
        "map_datum": settings.MAP.datum.value,
        "crumbs": [Crumb(_("一张图"), reverse("atlas:map")), file],
    }
    return render(request, "atlas/place.html", shown, status=status)
