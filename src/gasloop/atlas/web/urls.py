"""Addresses of the map: for each layer its page, its points, and its rows in words."""

from django.urls import URLPattern, path

from gasloop.access.guard import page
from gasloop.atlas.web import outlines, placing, tables, views
from gasloop.shell.map import Layer, layers

app_name = "atlas"


def layer_urls(layer: Layer) -> list[URLPattern]:
    """The layer's addresses, behind its ledger's capability."""
    guard, name = page(layer.listing.capability), layer.name
    return [
        path(f"map/{name}/", guard(views.bound(views.layer_page, layer)), name=f"map-{name}"),
        path(f"map/{name}/points", guard(views.bound(views.points, layer)), name=f"map-{name}-points"),
        path(f"map/{name}/rows", guard(views.bound(views.rows, layer)), name=f"map-{name}-rows"),
    ]


urlpatterns = [
    path("map/", views.start, name="map"),
    path("map/outlines", views.outlines, name="outlines"),
    path("map/outlines/", outlines.imports, name="outline-imports"),
    path("map/outlines/<uuid:import_id>/", outlines.outline_import, name="outline-import"),
    path("map/outlines/<uuid:import_id>/shapes", outlines.shapes, name="outline-shapes"),
    path("map/outlines/<uuid:import_id>/undo", outlines.undo, name="outline-undo"),
    path("map/positions/", tables.positions, name="positions"),
    path("map/place/<uuid:site_id>/", placing.place, name="place"),
    *(pattern for layer in layers() for pattern in layer_urls(layer)),
]
