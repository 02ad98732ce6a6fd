"""按地址表标位置: a table of addresses with degrees, matched with the objects, looked at, then written."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scoping import scoped
from gasloop.atlas.actions import Match, Place, matches_of, place_sites
from gasloop.atlas.actions.positions import COLUMNS, places_in
from gasloop.kernel.coordinates import Datum
from gasloop.kernel.refusal import Refusal
from gasloop.registry.models import Site
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.registry.web.forms import DATUM_CHOICES, take_back
from gasloop.shell.detail import Crumb
from gasloop.shell.forms import HouseForm
from gasloop.shell.importing.forms import TYPES
from gasloop.shell.importing.layout import find_table, normal_title
from gasloop.shell.importing.reading import read_sheets

SHOWN = 200


class TableForm(HouseForm):
    """The table, which datum its degrees are in, and where they come from."""

    file = forms.FileField(
        label=gettext_lazy("地址位置表"),
        help_text=gettext_lazy("Excel或CSV，要有“经度”“纬度”两列，和“编号”“名称”“地址”中至少一列。"),
        widget=forms.ClearableFileInput(attrs={"accept": TYPES}),
        error_messages={"required": gettext_lazy("请先选择文件。")},
    )
    datum = forms.ChoiceField(label=gettext_lazy("坐标从哪里来"), choices=DATUM_CHOICES)
    why = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("例如：按公安标准地址库标定。")
    )


class ConfirmForm(forms.Form):
    """What was matched and looked at, as it was read."""

    rows = forms.JSONField()
    datum = forms.ChoiceField(choices=[(each.value, each.value) for each in Datum])
    why = forms.CharField(max_length=200)


@page(REGISTRY_EDIT)
def positions(request: ActorRequest) -> HttpResponse:
    """The form; after the upload what would be placed and what is left over; after the confirmation done."""
    if request.method == "POST" and "rows" in request.POST:
        return _write(request)
    form = TableForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"form": form, "crumbs": [Crumb(_("一张图"), reverse("atlas:map"))], "step": "start"}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            places = _read(told["file"].read(), told["file"].name)
            shown |= _looked_at(matches_of(request.actor, places=places, datum=told["datum"]))
        except Refusal as refusal:
            take_back(form, refusal)
        else:
            shown |= {"step": "look", "datum": told["datum"], "why": told["why"], "filename": told["file"].name}
    shown["without"] = _without(request)
    return render(request, "atlas/positions.html", shown, status=422 if form.errors else 200)


def _read(content: bytes, filename: str) -> list[Place]:
    table = find_table(read_sheets(content, filename), {word for words in COLUMNS.values() for word in words})
    return places_in([normal_title(title) for title in table.titles], table.rows)


def _looked_at(found: list[Match]) -> dict[str, Any]:
    """The matches and the left-overs, the reasons in the reader's words."""
    fitting = [each for each in found if not each.problem]
    left = [(each.place, _(each.problem).format(**(each.params or {}))) for each in found if each.problem]
    rows = [[p.at, p.number, p.name, p.address, p.lat, p.lng] for p in (each.place for each in fitting)]
    return {
        "fitting": fitting[:SHOWN],
        "fitting_count": len(fitting),
        "moved_count": sum(each.placed_before for each in fitting),
        "left": left[:SHOWN],
        "left_count": len(left),
        "rows": json.dumps(rows, ensure_ascii=False),
        "more": SHOWN,
    }


def _write(request: ActorRequest) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("确认的内容不完整，请重新上传文件。"))
        return redirect("atlas:positions")
    told = form.cleaned_data
    try:
        places = [Place(int(at), *(str(each) for each in rest)) for at, *rest in told["rows"]]
    except (TypeError, ValueError):
        messages.error(request, _("确认的内容不完整，请重新上传文件。"))
        return redirect("atlas:positions")
    placed = place_sites(request.actor, places=places, datum=told["datum"], why=told["why"])
    messages.success(request, _("已标定{count}个对象的位置。").format(count=placed))
    return redirect("atlas:map")


def _without(request: ActorRequest) -> int:
    rows = Site.objects.filter(voided_at__isnull=True, lat__isnull=True)
    return scoped(request.actor, rows, REGISTRY_EDIT).count()
