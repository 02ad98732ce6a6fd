"""The API at `/api/v1/`: what a person can do, by token. Each room brings its own router."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from gasloop.access.web.token_auth import SessionAuth, TokenAuth
from gasloop.hazard.web.api import router as hazards
from gasloop.inspection.web.api import router as inspection
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.oversight.web.api import router as oversight
from gasloop.registry.web.api import router as registry
from gasloop.shell.errors import say

api = NinjaAPI(
    title="GasLoop",
    version="1",
    description="燃气安全闭环治理平台：页面上能做的，这里都能做。Everything a person can do on a page.",
    auth=[TokenAuth(), SessionAuth()],
    docs_url=None,
    urls_namespace="api",
)
for prefix, router in (("", registry), ("", inspection), ("", hazards), ("", oversight)):
    api.add_router(prefix, router)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as a problem document: 404 when it is not there for this actor, 409 otherwise."""
    status = 404 if isinstance(refusal, NotFound) else 409
    problem = {"code": refusal.code, "message": say(refusal), "basis": refusal.basis, "field": refusal.field}
    return api.create_response(request, problem, status=status)
