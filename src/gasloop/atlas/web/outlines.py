"""Pages of outlines: what was imported, a file to read, its shapes to be looked at and taken into use."""

from typing import ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Territory
from gasloop.access.scoping import get_scoped, scoped
from gasloop.atlas.actions import confirm_outlines, read_outlines, undo_outlines
from gasloop.atlas.actions.outlining import divisions, ground_of, shapes_of
from gasloop.atlas.backdrop import backdrop, moved
from gasloop.atlas.models import Outline, OutlineImport
from gasloop.atlas.permissions import OUTLINES_EDIT
from gasloop.atlas.queries import outlines_in_force
from gasloop.atlas.reading import placed
from gasloop.kernel.coordinates import Datum
from gasloop.kernel.refusal import Refusal
from gasloop.registry.web.forms import DATUM_CHOICES, take_back
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import say
from gasloop.shell.forms import HouseForm

RUNS_SHOWN = 50


class OutlineFileForm(HouseForm):
    """The file and what its numbers mean."""

    file = forms.FileField(
        label=gettext_lazy("界线文件"),
        help_text=gettext_lazy(
            "GeoJSON（.geojson）、Shapefile（.shp、.shx、.dbf压成一个.zip）或DXF（.dxf），不超过20兆。"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json,.zip,.dxf"}),
        error_messages={"required": gettext_lazy("请先选择文件。")},
    )
    datum = forms.ChoiceField(
        label=gettext_lazy("坐标系"),
        choices=DATUM_CHOICES,
        initial=Datum.WGS84.value,
        help_text=gettext_lazy("CGCS2000经纬度和高斯投影都选WGS-84，两者相差几厘米。"),
    )
    meridian = forms.FloatField(
        label=gettext_lazy("中央子午线"),
        required=False,
        min_value=72,
        max_value=138,
        help_text=gettext_lazy("只有坐标是米、又不带带号时才填，例如105。"),
    )
    illustrative = forms.BooleanField(
        label=gettext_lazy("只是示意图，不是测绘成果"),
        required=False,
        help_text=gettext_lazy("勾选后，图上画虚线并注明“示意”。"),
    )

    FIELDS: ClassVar[tuple[str, ...]] = ("datum", "meridian", "illustrative")


@page(OUTLINES_EDIT)
def imports(request: ActorRequest) -> HttpResponse:
    """What was imported, what is in force, and the form for another file."""
    form = OutlineFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told, upload = form.cleaned_data, form.cleaned_data["file"]
        try:
            run = read_outlines(
                request.actor,
                content=upload.read(),
                filename=upload.name,
                datum=Datum(told["datum"]),
                meridian=told["meridian"],
                illustrative=told["illustrative"],
            )
        except Refusal as refusal:
            take_back(form, refusal)
        else:
            return redirect("atlas:outline-import", run.pk)
    runs = scoped(request.actor, OutlineImport.objects.all(), OUTLINES_EDIT).defer("shapes")[:RUNS_SHOWN]
    shown = {"form": form, "runs": runs, "outlined": _outlined(request), "crumbs": [_map()]}
    return render(request, "atlas/outline_imports.html", shown, status=422 if form.errors else 200)


def _outlined(request: ActorRequest) -> list[tuple[str, Outline]]:
    """The divisions that have an outline, by name."""
    rows = list(scoped(request.actor, outlines_in_force(), OUTLINES_EDIT).defer("geometry").select_related("source"))
    names = dict(Territory.objects.filter(path__in=[row.territory for row in rows]).values_list("path", "name"))
    return [(names.get(row.territory, row.territory), row) for row in rows]


@page(OUTLINES_EDIT)
def outline_import(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """The shapes as read, each with the division it would be; taken into use from here."""
    run = _run(request, import_id)
    if request.method == "POST":
        chosen = {
            int(name.removeprefix("shape-")): path
            for name, path in request.POST.items()
            if name.startswith("shape-") and name.removeprefix("shape-").isdigit() and isinstance(path, str) and path
        }
        try:
            drawn = confirm_outlines(request.actor, import_id=import_id, choices=chosen)
        except Refusal as refusal:
            messages.error(request, say(refusal))
            return _show(request, run, {str(position): path for position, path in chosen.items()}, status=422)
        messages.success(request, _("已采用{count}块界线，图上可以看到。").format(count=len(drawn)))
        return redirect("atlas:outline-imports")
    return _show(request, run, run.choices)


def _show(request: ActorRequest, run: OutlineImport, choices: dict[str, str], *, status: int = 200) -> HttpResponse:
    ground = ground_of(run)
    lines = []
    for position, shape in enumerate(shapes_of(run)):
        found = placed(shape, ground)
        points = sum(len(ring) for polygon in shape.polygons for ring in polygon)
        lines.append((position, shape, points, found.problem and _(found.problem), choices.get(str(position), "")))
    known = divisions(request.actor)
    depth = min((row.path.count("/") for row in known), default=0)
    shown = {
        "run": run,
        "lines": lines,
        "fine": sum(not line[3] for line in lines),
        "proposed": sum(bool(line[4]) for line in lines),
        "open": run.state == OutlineImport.State.OPEN,
        "divisions": [(row.path, "　" * (row.path.count("/") - depth) + row.name) for row in known],
        "names": {row.path: row.name for row in known},
        "backdrop": backdrop() | {"outlines": reverse("atlas:outline-shapes", args=[run.pk])},
        "crumbs": [_map(), Crumb(_("辖区界线"), reverse("atlas:outline-imports")), Crumb(run.filename)],
    }
    return render(request, "atlas/outline_import.html", shown, status=status)


@page(OUTLINES_EDIT)
@require_GET
def shapes(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """The file's shapes as GeoJSON where the page's map shows them, for a look before they are taken into use."""
    run = _run(request, import_id)
    ground, features = ground_of(run), []
    for shape in shapes_of(run):
        found = placed(shape, ground)
        if not found.problem:
            geometry = {"type": "MultiPolygon", "coordinates": moved(found.coordinates)}
            properties = {"name": shape.name, "illustrative": run.illustrative}
            features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return JsonResponse({"type": "FeatureCollection", "features": features})


@page(OUTLINES_EDIT)
@require_POST
def undo(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Take a file's outlines away again."""
    _run(request, import_id)
    undo_outlines(request.actor, import_id=import_id, why=request.POST.get("why", ""))
    messages.success(request, _("已撤销，原来的界线恢复使用。"))
    return redirect("atlas:outline-imports")


def _run(request: ActorRequest, key: UUID) -> OutlineImport:
    return get_scoped(request.actor, OutlineImport.objects.all(), OUTLINES_EDIT, key)


def _map() -> Crumb:
    return Crumb(_("一张图"), reverse("atlas:map"))
