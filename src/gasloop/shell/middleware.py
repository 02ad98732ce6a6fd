"""A Refusal that a page view did not catch becomes a page that says it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.shell.errors import not_found, refused

GetResponse = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """NotFound → the 404 page; every other Refusal → 409 with its sentence and basis. The API answers for itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            return not_found(request, exception)
        if isinstance(exception, Refusal):
            return refused(request, exception)
        return None
