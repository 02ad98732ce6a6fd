"""Every URL says who may come: `@page(capability)`, `@signed_in`, `@public`. The matrix test refuses one that doesn't.

Whoever is not signed in is asked to sign in; whoever lacks the capability sees 404, as if there were nothing there.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from gasloop.access.capabilities import Capability
from gasloop.access.marks import Guard, guard_of, marked
from gasloop.access.middleware import ActorRequest, actor_from
from gasloop.access.places import where_one_was
from gasloop.access.scope import may

__all__ = ["Guard", "guard_of", "marked", "page", "public", "signed_in"]

P = ParamSpec("P")
PageView = Callable[Concatenate[ActorRequest, P], HttpResponseBase]
AnyView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(capability: Capability) -> Callable[[PageView[P]], AnyView[P]]:
    """Let in whoever holds `capability` somewhere; the view itself reads through `scoped`."""

    def guard(view: PageView[P]) -> AnyView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            if not may(actor_from(request), capability):
                raise Http404
            return view(cast(ActorRequest, request), *args, **kwargs)

        return marked(guarded, Guard("capability", capability))

    return guard


def signed_in(view: PageView[P]) -> AnyView[P]:
    """Let in everybody who signed in (their own account, their own worklist)."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        actor_from(request)
        return view(cast(ActorRequest, request), *args, **kwargs)

    return marked(guarded, Guard("signed_in"))


def public(reason: str) -> Callable[[AnyView[P]], AnyView[P]]:
    """Let in everybody, for a stated reason."""

    def guard(view: AnyView[P]) -> AnyView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        return marked(guarded, Guard("public", reason=reason))

    return guard


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back again; the page says so when the session ended for want of activity."""
    answer = redirect_to_login(where_one_was(request))
    url = answer.url + ("&ended=idle" if getattr(request, "ended_idle", False) else "")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
