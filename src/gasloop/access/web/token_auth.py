"""Who calls the API: a program with a token, or a page of ours with the session of whoever looks at it.

    api = NinjaAPI(auth=[TokenAuth(), SessionAuth()])

Either way the operation finds the actor in `request.actor`; a request with neither is answered 401.
"""

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from gasloop.access.entry import owed
from gasloop.access.middleware import actor_from, set_actor
from gasloop.access.tokens import actor_for_token
from gasloop.kernel.actor import Actor


class TokenAuth(HttpBearer):
    """`Authorization: Bearer glp_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor = actor_for_token(token)
        if actor is not None:
            set_actor(request, actor)
        return actor


class SessionAuth(APIKeyCookie):
    """The session of a signed-in person, for scripts on our own pages; writing asks for the CSRF token as forms do.

    Not tried where an Authorization header was sent: a bad token is a bad token.
    """

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Actor | None:
        if "Authorization" in request.headers or self.param_name not in request.COOKIES:
            return None
        found: Actor | None = super().__call__(request)
        return found

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002 - ninja's interface
        if not request.user.is_authenticated or owed(request) is not None:
            return None
        return actor_from(request)
