"""Language and size of type: kept on the device, open to everybody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from gasloop.access.guard import public
from gasloop.shell.context import LARGE_TYPE_COOKIE

A_YEAR = 365 * 24 * 3600


@public("读者在登录前就要能换语言和字号；只写本机的 Cookie")
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Set the language or the size of type, and go back to the page the reader was on."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    language, size = request.POST.get("language"), request.POST.get("type")
    if language in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    if size in ("normal", "large"):
        _keep(response, LARGE_TYPE_COOKIE, size)
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
