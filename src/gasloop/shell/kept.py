"""Pieces of pages that come out the same for many requests: made once, kept in the process.

    {% kept %}…{% endkept %}                 in a template, around what depends on nothing but the language
    part("shell/parts/nav.html", key, make)  in Python: `key` holds everything that `make()` puts into the part

Nothing that belongs to one reader is kept: what a reader may see is part of the key or not in here at all.
"""

from collections.abc import Callable, Hashable, Mapping
from threading import Lock

from django.template import Context, NodeList
from django.template.base import Node, Parser, Token
from django.template.loader import render_to_string
from django.urls import get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST_CHARACTERS = 16_000_000
"""Then all is forgotten and made anew: simpler than age, and hardly ever reached."""

_kept: dict[Hashable, SafeString] = {}
_size = 0
_lock = Lock()


def part(template: str, key: Hashable, make: Callable[[], Mapping[str, object]]) -> SafeString:
    """`template` rendered with what `make()` gives, which must follow from `key`, the language and the addresses."""
    whole = (template, get_language(), get_urlconf(), key)
    found = _kept.get(whole)
    return found if found is not None else _keep(whole, SafeString(render_to_string(template, dict(make()))))


def _keep(key: Hashable, html: SafeString) -> SafeString:
    global _size
    with _lock:
        _size += len(html)
        if _size > MOST_CHARACTERS:
            _kept.clear()
            _size = len(html)
        _kept[key] = html
    return html


class KeptNode(Node):
    """`{% kept %}`: its inside by language. It lives as long as the template."""

    def __init__(self, inside: NodeList) -> None:
        self._inside = inside
        self._by_language: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        found = self._by_language.get(language)
        if found is None:
            # Without the page's variables: one of them in here would show a reader what another one saw.
            found = SafeString(self._inside.render(context.new({})))
            self._by_language[language] = found
        return found


def kept(parser: Parser, token: Token) -> KeptNode:  # noqa: ARG001 - Django's signature
    """The tag's compiler."""
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(inside)
