"""Addresses of our own to come back to after signing in; nobody is sent to another site."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest) -> str:
    """The wanted address (`next`) if it is one of ours, else empty."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if _ours(request, wanted) else ""


def safe_next_or_home(request: HttpRequest) -> str:
    """Where to go on: the wanted address, or the first page."""
    return safe_next(request) or str(settings.LOGIN_REDIRECT_URL)


def where_one_was(request: HttpRequest) -> str:
    """The page a person looked at: the address itself when it was read, else the page that sent the form."""
    if shown := request.headers.get("HX-Current-URL"):
        return _path(request, shown)
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return _path(request, request.headers.get("Referer", ""))


def _path(request: HttpRequest, url: str) -> str:
    if not url or not _ours(request, url):
        return str(settings.LOGIN_REDIRECT_URL)
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _ours(request: HttpRequest, url: str) -> bool:
    return url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
