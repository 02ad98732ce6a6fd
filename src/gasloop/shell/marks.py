"""Small pieces of HTML that both templates and the list machine print: icons, chips, times, deadlines.

A page has hundreds of them. What is the same each time is made once; what is put together here by hand is escaped here.
"""

from datetime import date, datetime
from functools import lru_cache
from html import escape

from django.templatetags.static import static
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from gasloop.shell.dates import day_words, due_of, when_words
from gasloop.shell.looks import Look
from gasloop.shell.words import Words


@lru_cache(maxsize=4096)
def icon_html(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite; it never stands alone, so it is hidden from screen readers."""
    classes = escape(f"icon {extra}".strip())
    sprite = escape(f"{static('dist/icons.svg')}#i-{name}")
    return SafeString(f'<svg class="{classes}" width="20" height="20" aria-hidden="true"><use href="{sprite}"/></svg>')


def chip_html(label: Words, look: Look) -> SafeString:
    """A status: icon and word."""
    return _chip(conditional_escape(label if isinstance(label, SafeString) else str(label)), look)


@lru_cache(maxsize=4096)
def _chip(escaped: str, look: Look) -> SafeString:
    tone = f"risk {look.tone}" if look.tone.startswith("risk-") else f"chip-{look.tone}"
    return SafeString(f'<span class="chip {escape(tone)}">{icon_html(look.icon)}<span>{escaped}</span></span>')


def time_html(value: date | datetime) -> SafeString:
    """A day or an instant with its machine-readable form."""
    return SafeString(f'<time datetime="{value.isoformat()}">{escape(when_words(value))}</time>')


def due_html(value: date | datetime, *, met: bool = False) -> SafeString:
    """A deadline: its day, and what is left of it in words."""
    due = due_of(value, met=met)
    when = f'<time datetime="{due.day.isoformat()}">{escape(day_words(due.day))}</time>'
    if not due.left:
        return SafeString(f'<span class="due">{when}</span>')
    mark = icon_html("clock-exclamation") if due.state == "overdue" else ""
    left = f'<span class="due-left due-{due.state}">{mark} {escape(due.left)}</span>'
    return SafeString(f'<span class="due">{when}{left}</span>')
