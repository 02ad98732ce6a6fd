"""Navigation: each room registers its entries in its own `navigation.py`; nobody sees an entry they may not open."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.translation import get_language, pgettext_lazy

from gasloop.access.capabilities import Capability
from gasloop.kernel.actor import Actor
from gasloop.shell.words import Words

# The headings that entries of several rooms stand under.
FOLLOWING = pgettext_lazy("menu", "督办")
ANSWERING = pgettext_lazy("menu", "职责")
LAW = pgettext_lazy("menu", "规则")
PROVING = pgettext_lazy("menu", "查证")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the side bar. `capability` None means everybody who signed in; `key` answers to `g <key>`."""

    order: int
    title: Words
    url_name: str
    icon: str
    capability: Capability | None
    group: Words
    key: str


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as the page shows it."""

    title: str
    url: str
    icon: str
    key: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; the first group has none and is never folded."""

    title: str
    items: tuple[Item, ...]

    @property
    def current(self) -> bool:
        """Is the page one of these?"""
        return any(item.current for item in self.items)


_entries: dict[str, Entry] = {}


def nav(
    order: int,
    title: Words,
    url_name: str,
    icon: str,
    capability: Capability | None = None,
    *,
    group: Words = "",
    key: str = "",
) -> Entry:
    """Register an entry (`hazard:hazards`); a URL name is taken once. Entries of one group stand together."""
    if url_name in _entries:
        raise ValueError(f"navigation entry {url_name} is declared twice")
    entry = Entry(order, title, url_name, icon, capability, group, key)
    _entries[url_name] = entry
    return entry


def entries() -> tuple[Entry, ...]:
    """All entries in their order (docs, tests)."""
    return tuple(sorted(_entries.values(), key=lambda e: (e.order, e.url_name)))


def groups_for(actor: Actor, path: str) -> tuple[Group, ...]:
    """What `actor` may open, in groups; the entry whose address fits `path` longest is the current one."""
    return _groups(Opened.by(actor), current_url(_urls(Opened.by(actor)), path))


@dataclass(frozen=True, slots=True)
class Opened:
    """All that the navigation depends on beside the page: the roles held, the language, the addresses, the entries."""

    roles: frozenset[str]
    everything: bool
    language: str | None
    urlconf: str | None
    entries: int

    @classmethod
    def by(cls, actor: Actor) -> "Opened":
        roles = frozenset(grant.role for grant in actor.grants)
        return cls(roles, actor.kind == "system", get_language(), get_urlconf(), len(_entries))

    def opens(self, entry: Entry) -> bool:
        """`access.scope.may` for whoever holds these roles."""
        return entry.capability is None or self.everything or not self.roles.isdisjoint(entry.capability.roles)


@lru_cache(maxsize=512)
def _visible(opened: Opened) -> tuple[tuple[Entry, str], ...]:
    return tuple((entry, url) for entry in entries() if opened.opens(entry) and (url := _url(entry.url_name)))


@lru_cache(maxsize=512)
def _urls(opened: Opened) -> tuple[str, ...]:
    return tuple(url for _, url in _visible(opened))


@lru_cache(maxsize=4096)
def _groups(opened: Opened, current: str | None) -> tuple[Group, ...]:
    found: dict[str, list[Item]] = {}
    for entry, url in _visible(opened):
        item = Item(str(entry.title), url, entry.icon, entry.key, url == current)
        found.setdefault(str(entry.group), []).append(item)
    return tuple(Group(title, tuple(items)) for title, items in found.items())


def current_url(urls: Iterable[str], path: str) -> str | None:
    """The longest address that `path` begins with; the start page only counts when it is the page itself."""
    fitting = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default=None)


def _url(url_name: str) -> str | None:
    """The entry's address; None while the room's URLs are not mounted (a half-built house still shows its pages)."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None
