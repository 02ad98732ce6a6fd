"""Small pieces of HTML that both templates and the list machine print: icons, chips, times, deadlines."""

from datetime import date, datetime

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gasloop.shell.dates import day_words, due_of, when_words
from gasloop.shell.looks import Look
from gasloop.shell.words import Words


def icon_html(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite; it never stands alone, so it is hidden from screen readers."""
    classes = f"icon {extra}".strip()
    return format_html(
        '<svg class="{}" width="20" height="20" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        classes,
        static("dist/icons.svg"),
        name,
    )


def chip_html(label: Words, look: Look) -> SafeString:
    """A status: icon and word."""
    tone = f"risk {look.tone}" if look.tone.startswith("risk-") else f"chip-{look.tone}"
    return format_html('<span class="chip {}">{}<span>{}</span></span>', tone, icon_html(look.icon), label)


def time_html(value: date | datetime) -> SafeString:
    """A day or an instant with its machine-readable form."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), when_words(value))


def due_html(value: date | datetime, *, met: bool = False) -> SafeString:
    """A deadline: its day, and what is left of it in words."""
    due = due_of(value, met=met)
    when = format_html('<time datetime="{}">{}</time>', due.day.isoformat(), day_words(due.day))
    if not due.left:
        return format_html('<span class="due">{}</span>', when)
    mark = icon_html("clock-exclamation") if due.state == "overdue" else ""
    return format_html(
        '<span class="due">{}<span class="due-left due-{}">{} {}</span></span>', when, due.state, mark, due.left
    )
