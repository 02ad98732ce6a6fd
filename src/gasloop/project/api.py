"""The API at `/api/v1/`: what a person can do, by token. Each room brings its own router."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from gasloop.access.token_scope import BeyondTokenError, require_token
from gasloop.access.web.api import router as access
from gasloop.access.web.token_auth import SessionAuth, TokenAuth
from gasloop.campaign.web.api import router as campaigns
from gasloop.hazard.web.api import router as hazards
from gasloop.house import django_apps
from gasloop.inspection.web.api import router as inspection
from gasloop.inspection.web.doors_api import router as doors
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.oversight.web.api import router as oversight
from gasloop.plan.web.api import router as plan
from gasloop.referral.web.api import router as referrals
from gasloop.registry.web.api import router as registry
from gasloop.selfcheck.web.api import router as selfcheck
from gasloop.sensing.web.api import router as sensing
from gasloop.sensing.web.webhook import router as webhook
from gasloop.shell.errors import say
from gasloop.shell.listing.api import UnreadableError, ledger_router
from gasloop.shell.mounted import mounted


class StrictParser(Parser):
    """JSON as its standard has it: no NaN, no half characters; and no NUL, which PostgreSQL keeps in no text."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        read: dict[str, Any] = msgspec.json.decode(request.body)
        if _has_nul(read):
            raise ValueError("NUL in a text")
        return read


def _has_nul(value: object) -> bool:
    match value:
        case str():
            return "\0" in value
        case dict():
            return any(_has_nul(key) or _has_nul(each) for key, each in value.items())
        case list():
            return any(map(_has_nul, value))
    return False


class HouseApi(NinjaAPI):
    """The API; its description names every answer that an operation may give, refusals too."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        described = super().get_openapi_schema(*args, **kwargs)
        described.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
        for path in described["paths"].values():
            for operation in path.values():
                for status in ANSWERS:
                    operation["responses"].setdefault(str(status), REFUSED[status])
        return described


ANSWERS = (400, 401, 403, 404, 409, 422)
PROBLEM = {
    "type": "object",
    "description": "Why it was refused: a code, a sentence a villager can read, the clause behind it, the field.",
    "required": ["code", "message", "basis", "field"],
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "basis": {"type": ["string", "null"]},
        "field": {"type": ["string", "null"]},
        "detail": {"type": "array", "items": {"type": "object"}},
    },
}
WORDS = {
    400: "No JSON, or an address that is none",
    401: "No token that counts",
    403: "The account may, its token may not: it only reads, or is for other rooms",
    404: "Not there, or out of reach",
    409: "Not allowed now; the sentence says why",
    422: "Fields that are missing or of the wrong shape",
}
EXAMPLES: dict[int, dict[str, str | None]] = {
    400: {"code": "request.unreadable", "message": "请求的内容不是有效的 JSON。", "basis": None, "field": None},
    401: {
        "code": "request.who",
        "message": "请带上有效的令牌：Authorization: Bearer …。",
        "basis": None,
        "field": None,
    },
    403: {
        "code": "token.read_only",
        "message": "这个令牌只能查询，不能办理。请另签发可办理的令牌。",
        "basis": None,
        "field": None,
    },
    404: {"code": "not_found", "message": "没有找到，或不在您的管辖范围内。", "basis": None, "field": None},
    409: {
        "code": "hazard.recheck.same_person",
        "message": "整改是您登记的，复查须由另一个人来做。",
        "basis": "五(二)¶1",
        "field": None,
    },
    422: {
        "code": "request.malformed",
        "message": "请求的内容不完整或格式不对：name。",
        "basis": None,
        "field": "name",
    },
}
REFUSED = {
    status: {
        "description": words,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": EXAMPLES[status],
            }
        },
    }
    for status, words in WORDS.items()
}


def within_token(operation: Callable[..., object]) -> Callable[..., object]:
    """Each operation asks whether the token reaches it: its room is its module's, or its ledger's."""

    @wraps(operation)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> object:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is not None and actor.token is not None:
            require_token(actor, room=_room(operation.__module__, request.path), method=request.method or "")
        return operation(request, *args, **kwargs)

    return asked


def _room(module: str, path: str) -> str:
    room = module.split(".")[1]
    if room != "shell":
        return room
    ledger = mounted().get(path.rstrip("/").rpartition("/")[2])
    return type(ledger).__module__.split(".")[1] if ledger else ""


api = HouseApi(
    title="GasLoop",
    version="1",
    description="燃气安全闭环治理平台：页面上能做的，这里都能做。Everything a person can do on a page.",
    auth=[TokenAuth(), SessionAuth()],
    docs_url=None,
    urls_namespace="api",
    parser=StrictParser(),
)
api.add_decorator(within_token, mode="operation")
RECORDS = (registry, access, inspection, doors, campaigns, selfcheck)
LOOP = (hazards, referrals, sensing, webhook, plan, oversight)
for app in reversed(django_apps()):
    if find_spec(f"{app}.web") and find_spec(f"{app}.web.urls"):
        import_module(f"{app}.web.urls")  # a room's addresses take up its ledgers
for router in (*RECORDS, *LOOP, ledger_router(mounted().values())):
    api.add_router("", router)


STATUS: dict[type[Refusal], int] = {NotFound: 404, BeyondTokenError: 403, UnreadableError: 422}


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as a problem document.

    404 when it is not there for this actor, 403 when it is beyond the token, 422 for a filter, 409 otherwise.
    """
    status = next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), 409)
    problem = {"code": refusal.code, "message": say(refusal), "basis": refusal.basis, "field": refusal.field}
    return api.create_response(request, problem, status=status)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422: fields that are missing or of the wrong shape, by name; `detail` says of each what was expected."""
    fields = list(dict.fromkeys(_place(each["loc"]) for each in error.errors))
    problem = {
        "code": "request.malformed",
        "message": _("请求的内容不完整或格式不对：{fields}。").format(fields="、".join(fields)),
        "basis": None,
        "field": fields[0] if fields else None,
        "detail": error.errors,
    }
    return api.create_response(request, problem, status=422)


def _place(loc: tuple[str | int, ...]) -> str:
    """`("body", "body", "inspector", "reason")` is the field inspector.reason."""
    return ".".join(map(str, loc[2:] if loc[:2] == ("body", "body") else loc[1:] or loc))


@api.exception_handler(HttpError)
def declined(request: HttpRequest, error: HttpError) -> HttpResponse:
    """401 without a token that counts, 400 for what is no JSON: in the same shape as a refusal."""
    code, message = {
        400: ("request.unreadable", _("请求的内容不是有效的 JSON。")),
        401: ("request.who", _("请带上有效的令牌：Authorization: Bearer …。")),
    }.get(error.status_code, ("request.declined", str(error)))
    problem = {"code": code, "message": message, "basis": None, "field": None}
    return api.create_response(request, problem, status=error.status_code)
