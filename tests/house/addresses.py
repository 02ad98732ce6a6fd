"""Every address of the house, read off the URLconf: pages with their guard, API operations with theirs."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import Operation, PathView

from gasloop.access.guard import guard_of

PAGE_METHODS = ("GET", "POST")
PARAMETER = re.compile(r"<(?:[^<>:]+:)?([^<>]+)>")


@dataclass(frozen=True)
class Address:
    """One way to ask the house for something. `guard` says in a word who may; None where nobody thought of it."""

    name: str
    method: str
    route: str
    guard: str | None
    is_api: bool
    csrf_exempt: bool
    room: str

    @property
    def label(self) -> str:
        return f"{self.method} {self.name}"

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(PARAMETER.findall(self.route))

    def path(self, values: dict[str, object]) -> str:
        """The address with its parameters filled in."""
        return "/" + PARAMETER.sub(lambda found: str(values[found[1]]), self.route)


def addresses() -> tuple[Address, ...]:
    """All of them, in the order of the URLconf, each once."""
    found: dict[str, Address] = {}
    for address in _walk(get_resolver(), (), ""):
        found.setdefault(address.label, address)
    return tuple(found.values())


def _walk(resolver: URLResolver, names: tuple[str, ...], prefix: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, (*names, pattern.namespace) if pattern.namespace else names, route)
        elif operations := _operations(pattern.callback):
            for operation in operations:
                yield from _of_operation(operation, names, route)
        else:
            yield from _of_page(pattern, names, route)


def _of_page(pattern: URLPattern, names: tuple[str, ...], route: str) -> Iterator[Address]:
    guard = guard_of(pattern.callback)
    said = None
    if guard is not None:
        said = guard.capability.name if guard.capability else guard.kind
    exempt = bool(getattr(pattern.callback, "csrf_exempt", False))
    for method in PAGE_METHODS:
        name = ":".join((*names, pattern.name or route))
        yield Address(name, method, route, said, False, exempt, _room(pattern.callback, names))


def _of_operation(operation: Operation, names: tuple[str, ...], route: str) -> Iterator[Address]:
    guard = guard_of(operation.view_func)
    said = "token" if operation.auth_callbacks else (guard.kind if guard else None)
    name = operation.operation_id or operation.view_func.__name__
    for method in sorted(operation.methods):
        yield Address(":".join((*names, name)), method, route, said, True, False, _room(operation.view_func, ()))


def _room(view: Any, names: tuple[str, ...]) -> str:
    """The room an address belongs to: its namespace, or where its view is written."""
    return names[0] if names else inspect.unwrap(view).__module__.split(".")[1]


def _operations(view: Any) -> list[Operation]:
    """The operations behind a django-ninja view; none for an ordinary one."""
    inner = inspect.getclosurevars(view).nonlocals.get("self") if inspect.isfunction(view) else None
    return inner.operations if isinstance(inner, PathView) else []
