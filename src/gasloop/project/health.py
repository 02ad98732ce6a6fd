"""`/healthz` (the process lives), `/readyz` (both engines answer), `/metrics`."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from gasloop.access.guard import public
from gasloop.bus.reaching import answers


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
    return {"postgres": _postgres(), "nats": "up" if answers(settings.CONFIG.nats_url, "gasloop-readyz") else "down"}


def _postgres() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return "down"
    return "up"
