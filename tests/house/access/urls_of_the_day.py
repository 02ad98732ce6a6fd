"""A little house for the safety tests: the real doors, a page that fails, a page with a form, an API."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from ninja import NinjaAPI

from gasloop.access.guard import public, signed_in
from gasloop.access.middleware import ActorRequest
from gasloop.access.web.token_auth import SessionAuth, TokenAuth

api = NinjaAPI(auth=[TokenAuth(), SessionAuth()], docs_url=None, urls_namespace="api-of-the-day")


@api.get("/me", url_name="me")
def me(request: HttpRequest) -> dict[str, str]:
    """Who asks, and how."""
    actor = cast(ActorRequest, request).actor
    return {"name": actor.name, "via": actor.via}


@api.post("/me", url_name="me-post")
def me_post(request: HttpRequest) -> dict[str, str]:
    """The same by writing."""
    return me(request)


@public("出错的页面，看它怎么说。")
def failing(request: HttpRequest) -> HttpResponse:
    """Breaks."""
    raise RuntimeError("of the day")


@signed_in
def home(request: ActorRequest) -> HttpResponse:
    """Says who is there."""
    return HttpResponse(request.actor.name)


urlpatterns = [
    path("", home, name="home"),
    path("", include("gasloop.shell.urls")),
    path("", include("gasloop.access.web.urls")),
    path("failing/", failing, name="failing"),
    path("api-of-the-day/", api.urls),
]

handler400 = "gasloop.shell.errors.bad_request"
handler403 = "gasloop.shell.errors.denied"
handler404 = "gasloop.shell.errors.not_found"
handler500 = "gasloop.shell.errors.server_error"
