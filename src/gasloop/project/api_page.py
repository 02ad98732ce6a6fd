"""接口说明: what the API can do, in words, read off its own description. Nothing is loaded from elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gasloop.access.guard import signed_in
from gasloop.access.middleware import ActorRequest
from gasloop.project.api import api
from gasloop.shell.detail import Crumb

METHODS = ("get", "post", "put", "patch", "delete")
TITLES = {
    "registry": gettext_lazy("登记台账"),
    "town hall": gettext_lazy("账号与机构"),
    "visits": gettext_lazy("检查"),
    "campaigns": gettext_lazy("检查行动"),
    "self-checks": gettext_lazy("自查"),
    "hazards": gettext_lazy("隐患闭环"),
    "referrals": gettext_lazy("移送抄告"),
    "devices": gettext_lazy("感知"),
    "plan": gettext_lazy("方案与责任"),
    "duties": gettext_lazy("待办事项"),
    "ledgers": gettext_lazy("查询台账"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A parameter or a field of the body."""

    name: str
    kind: str
    needed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked."""

    name: str
    method: str
    path: str
    words: str
    parts: list[Part]
    answers: str


@signed_in
@require_GET
def api_page(request: ActorRequest) -> HttpResponse:
    """Every operation by theme: its address, what it takes, what it answers."""
    themes: dict[str, list[Operation]] = {}
    for theme, operation in _operations():
        themes.setdefault(theme, []).append(operation)
    shown = {
        "themes": [(theme, TITLES.get(theme, theme), found) for theme, found in themes.items()],
        "crumbs": [Crumb(_("接口说明"))],
    }
    return render(request, "project/api_page.html", shown)


@cache
def _operations() -> tuple[tuple[str, Operation], ...]:
    schema = api.get_openapi_schema()
    return tuple(_read(schema))


def _read(schema: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    shapes = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                told = methods[method]
                parts = [*_parameters(told), *_body(told, shapes)]
                answers = "、".join(sorted(map(str, told["responses"])))
                words = (told.get("description") or told.get("summary", "")).replace("`", "")
                yield (
                    (told.get("tags") or ["…"])[0],
                    Operation(told["operationId"], method.upper(), path, words, parts, answers),
                )


def _parameters(told: Mapping[str, Any]) -> Iterator[Part]:
    for each in told.get("parameters", ()):
        yield Part(each["name"], _kind(each["schema"]), each.get("required", False), each.get("description", ""))


def _body(told: Mapping[str, Any], shapes: Mapping[str, Any]) -> Iterator[Part]:
    for content in told.get("requestBody", {}).get("content", {}).values():
        shape = content.get("schema", {})
        shape = shapes.get(shape.get("$ref", "").rpartition("/")[2], shape)
        for name, field in shape.get("properties", {}).items():
            yield Part(name, _kind(field), name in shape.get("required", ()), field.get("description", ""))


def _kind(field: Mapping[str, Any]) -> str:
    """`string`, `uuid`, `SiteKind`, `integer or null`."""
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "anyOf" in field:
        return " | ".join(_kind(each) for each in field["anyOf"])
    if field.get("type") == "array":
        return f"{_kind(field.get('items', {}))}[]"
    return str(field.get("format") or field.get("type") or "…")
