"""The request's actor, the steps owed at sign-in, and the end of an idle session."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from gasloop.access.actors import actor_of
from gasloop.access.entry import owed
from gasloop.access.marks import guard_of
from gasloop.access.models import Account
from gasloop.access.places import where_one_was
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor

GetResponse = Callable[[HttpRequest], HttpResponse]
LAST_SEEN = "last_seen"
NOTED_EVERY_SECONDS = 60


class ActorRequest(HttpRequest):
    """A request of somebody who signed in; the guard hands views nothing else."""

    actor: Actor
    user: Account


class ActorMiddleware:
    """Ends sessions idle for longer than `SESSION_IDLE_SECONDS` and sends whoever owes a step of sign-in to that step.

    The actor itself is made by the guard, once needed. Idle time is the machine's, whatever the movable clock says.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.user.is_authenticated
        if known:
            self._end_or_note(request)
        response = self.get_response(request)
        if known and not response.has_header("Cache-Control"):
            # On a shared computer the back button must not show the last person's pages.
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_: object
    ) -> HttpResponse | None:
        """Nothing but the owed step, signing out and public pages, until the step is taken."""
        step = owed(request)
        guard = guard_of(view)
        if step is None or getattr(view, "during_entry", False) or (guard is not None and guard.kind == "public"):
            return None
        return redirect(f"{reverse(step)}?{urlencode({'next': where_one_was(request)})}")

    @staticmethod
    def _end_or_note(request: HttpRequest) -> None:
        seen, at = request.session.get(LAST_SEEN), int(clock.system_time().timestamp())
        if seen is not None and at - seen > settings.SESSION_IDLE_SECONDS:
            logout(request)
            setattr(request, "ended_idle", True)  # noqa: B010 - the guard tells it on the sign-in page
        elif seen is None or at - seen > NOTED_EVERY_SECONDS:
            request.session[LAST_SEEN] = at


def set_actor(request: HttpRequest, actor: Actor) -> None:
    """Take `actor` as the one behind this request (the API's authentication)."""
    setattr(request, "actor", actor)  # noqa: B010 - the attribute is declared on ActorRequest


def actor_from(request: HttpRequest) -> Actor:
    """The actor behind a signed-in request, read once a request."""
    found: Actor | None = getattr(request, "actor", None)
    if found is None:
        if not isinstance(request.user, Account):
            raise PermissionError("the guard lets only signed-in people through")
        found = actor_of(request.user)
        set_actor(request, found)
    return found
