"""`/healthz` (the process lives), `/readyz` (both engines answer), `/metrics`."""

import asyncio

import nats
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from gasloop.access.guard import public
from gasloop.bus.address import servers


@public("a monitor asks whether the process lives")
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 while the process can answer at all."""
    return HttpResponse("ok", content_type="text/plain")


@public("a monitor or `gasloop up` asks whether the engines answer")
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 with both engines up, 503 naming the one that is not."""
    engines = engine_states()
    status = 200 if all(state == "up" for state in engines.values()) else 503
    return JsonResponse(engines, status=status)


def engine_states() -> dict[str, str]:
    """`up` or `down` for each engine."""
    return {"postgres": _postgres(), "nats": _bus()}


def _postgres() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return "down"
    return "up"


def _bus() -> str:
    try:
        asyncio.run(asyncio.wait_for(_ask_bus(), timeout=2))
    except Exception:  # noqa: BLE001 - whatever it is, the bus does not answer
        return "down"
    return "up"


async def _ask_bus() -> None:
    bus = await nats.connect(
        servers(settings.CONFIG.nats_url), allow_reconnect=False, connect_timeout=1, name="gasloop-readyz"
    )
    try:
        await bus.jetstream().account_info()
    finally:
        await bus.close()
