"""The register on the API."""

from ninja import Router

from gasloop.registry.web.api import grid, objects, trade

router = Router(tags=["registry"])
for part in (objects.router, trade.router, grid.router):
    router.add_router("", part)
