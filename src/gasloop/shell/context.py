"""What every page template knows: `shell`, one typed value, worked out only as far as the page asks."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from gasloop.access.middleware import actor_from
from gasloop.kernel.actor import Actor
from gasloop.shell.kept import part
from gasloop.shell.navigation import Group, groups_for

BOTTOM_BAR = 4
LARGE_TYPE_COOKIE = "gasloop_type"


@dataclass(frozen=True, slots=True)
class Language:
    """One choice of the language switch."""

    code: str
    name: str
    current: bool


class Page:
    """The frame around one page: who looks at it, what they may open, in which language and size of type."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Actor | None:
        """Who is signed in; None on public pages and when the request failed before anybody was known."""
        user = getattr(self._request, "user", AnonymousUser())
        return actor_from(self._request) if user.is_authenticated else None

    @cached_property
    def posts(self) -> tuple[str, ...]:
        """The posts held today, in words."""
        actor = self.actor
        return tuple(f"{g.office_name} · {g.post_title}" for g in actor.grants) if actor else ()

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The navigation as far as the actor may open it."""
        return groups_for(self.actor, self._request.path) if self.actor else ()

    @property
    def menu(self) -> SafeString:
        """The side bar's entries."""
        return part("shell/parts/menu.html", self.groups, lambda: {"groups": self.groups})

    @property
    def bottom(self) -> SafeString:
        """The first entries, which a phone shows at the thumb."""
        first = tuple(item for group in self.groups for item in group.items)[:BOTTOM_BAR]
        return part("shell/parts/bottom.html", first, lambda: {"items": first})

    @property
    def language(self) -> str:
        """The page's language as an HTML tag."""
        return "en" if (get_language() or "").startswith("en") else "zh-CN"

    @property
    def languages(self) -> tuple[Language, ...]:
        now = get_language()
        return tuple(Language(code, name, code == now) for code, name in settings.LANGUAGES)

    @property
    def large_type(self) -> bool:
        """大字: the reader asked for large type on this device."""
        return self._request.COOKIES.get(LARGE_TYPE_COOKIE) == "large"

    @property
    def live_url(self) -> str:
        """Where the live stream is; empty when this process has none."""
        return str(settings.CONFIG.live_url)

    @property
    def here(self) -> str:
        return self._request.get_full_path()

    @property
    def preferences_url(self) -> str:
        return _address("shell:preferences")

    @property
    def sign_out_url(self) -> str:
        return _address("access:sign-out")

    @property
    def sign_in_url(self) -> str:
        return _address("access:sign-in")

    @property
    def account_url(self) -> str:
        return _address("access:account")


def page(request: HttpRequest) -> dict[str, Page]:
    """The context processor named in the settings."""
    return {"shell": Page(request)}


def _address(name: str) -> str:
    """An address of another room; empty where it is not mounted, and then its link is not shown."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
