"""The request's actor, and the end of an idle session."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from gasloop.access.actors import actor_of
from gasloop.access.models import Account
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor

GetResponse = Callable[[HttpRequest], HttpResponse]
LAST_SEEN = "last_seen"


class ActorRequest(HttpRequest):
    """A request of somebody who signed in; the guard hands views nothing else."""

    actor: Actor
    user: Account


class ActorMiddleware:
    """Ends sessions idle for longer than `SESSION_IDLE_SECONDS`. The actor itself is made by the guard, once needed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            seen, at = request.session.get(LAST_SEEN), int(clock.system_time().timestamp())
            if seen is not None and at - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif seen is None or at - seen > 60:
                request.session[LAST_SEEN] = at
        return self.get_response(request)


def actor_from(request: HttpRequest) -> Actor:
    """The actor behind a signed-in request, read once a request."""
    found: Actor | None = getattr(request, "actor", None)
    if found is None:
        if not isinstance(request.user, Account):
            raise PermissionError("the guard lets only signed-in people through")
        found = actor_of(request.user)
        setattr(request, "actor", found)  # noqa: B010 - the attribute is declared on ActorRequest
    return found
