"""Every URL says who may come: `@page(capability)`, `@signed_in`, or `@public`. The matrix test refuses one that doesn't.

Whoever is not signed in is asked to sign in; whoever lacks the capability sees 404, as if there were nothing there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Literal, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from gasloop.access.capabilities import Capability
from gasloop.access.middleware import ActorRequest, actor_from
from gasloop.access.scope import may

P = ParamSpec("P")
PageView = Callable[Concatenate[ActorRequest, P], HttpResponseBase]
AnyView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Guard:
    """What stands before a view; `reason` explains a public one."""

    kind: Literal["public", "signed_in", "capability"]
    capability: Capability | None = None
    reason: str = ""


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


def marked(view: AnyView[P], guard: Guard) -> AnyView[P]:
    """Write the guard on the view, where the matrix test finds it."""
    setattr(view, "guard", guard)  # noqa: B010 - a function attribute has no typed spelling
    return view


def guard_of(view: object) -> Guard | None:
    """The guard on a view, if it has one."""
    return getattr(view, "guard", None)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = redirect_to_login(request.get_full_path()).url
        return response
    return redirect_to_login(request.get_full_path())
