"""Addresses that name nothing: refused at the door, before a query is made of them."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _


class PlainAddresses:
    """400 for a NUL in path or query: PostgreSQL keeps none in any text, so there can be nothing to find.

    A program is answered as the API answers everything it refuses.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            if request.path_info.startswith("/api/"):
                problem = {
                    "code": "request.address",
                    "message": _("网址里有不能识别的字符。"),
                    "basis": None,
                    "field": None,
                }
                return JsonResponse(problem, status=400)
            raise BadRequest("NUL in the address")
        return self.get_response(request)
