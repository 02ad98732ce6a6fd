"""A house with every kind of hole, to see that the matrix finds them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from gasloop.access.guard import public, signed_in
from gasloop.access.middleware import ActorRequest
from gasloop.access.web.token_auth import TokenAuth

api = NinjaAPI(auth=[TokenAuth()], docs_url=None, openapi_url=None, urls_namespace="holes")


@api.get("/kept/{uuid:key}")
def kept(request: HttpRequest, key: str) -> str:
    """Behind a token."""
    return key


@api.post("/open", auth=None)
def left_open(request: HttpRequest) -> str:
    """In front of it."""
    return "open"


def bare(request: HttpRequest, name: str) -> HttpResponse:
    """Nobody thought of a guard."""
    return HttpResponse(name)


@csrf_exempt
@public("样例")
def exempt(request: HttpRequest) -> HttpResponse:
    """Takes forms from anywhere."""
    return HttpResponse("")


@signed_in
def guarded(request: ActorRequest) -> HttpResponse:
    """As it should be."""
    return HttpResponse("")


urlpatterns = [
    path("bare/<slug:name>/", bare, name="bare"),
    path("room/", include(([path("guarded/", guarded, name="guarded")], "room"))),
    path("exempt/", exempt, name="exempt"),
    path("api/", api.urls),
]
