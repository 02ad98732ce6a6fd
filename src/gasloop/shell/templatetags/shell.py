"""`{% load shell %}`: the pieces pages are made of. Values come typed from `gasloop.shell.detail`."""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlencode

from django import template
from django.db import models
from django.forms import BaseForm, BoundField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gasloop.kernel import clock
from gasloop.shell import dates
from gasloop.shell.clauses import clause_links
from gasloop.shell.detail import NOT_GIVEN, Crumb, Fact, Moment, Pair, Photo, PhotoStrip, Stat, Step, Tab
from gasloop.shell.kept import kept
from gasloop.shell.looks import PLAIN, RISK, Look, Tone, look_of
from gasloop.shell.marks import chip_html, due_html, icon_html, time_html
from gasloop.shell.words import Words

register = template.Library()
register.tag("kept", kept)
Context = dict[str, object]


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """`{% icon "clock" %}`: an icon of frontend/icons.txt; put a word beside it."""
    return icon_html(name, extra)


@register.simple_tag
def status(record: models.Model, field: str = "state") -> SafeString:
    """`{% status hazard "state" %}`: the field's word with the look its room declared in `looks.py`."""
    words: str = getattr(record, f"get_{field}_display")()
    return chip_html(words, look_of(type(record), field, getattr(record, field)))


@register.simple_tag
def chip(label: Words, icon_name: str = "circle", tone: Tone = "plain") -> SafeString:
    """`{% chip "暂定" "hourglass" "wait" %}`: a status without a field."""
    return chip_html(label, Look(icon_name, tone))


@register.simple_tag
def risk(grade: str, label: Words) -> SafeString:
    """`{% risk "red" grade_label %}`: one of the law's four colours, always with its word."""
    return chip_html(label, RISK.get(grade, PLAIN))


@register.simple_tag
def when(value: date | datetime | None) -> SafeString | str:
    """`{% when visit.at %}`: a day or an instant, in Asia/Shanghai, in the page's language."""
    return time_html(value) if value else NOT_GIVEN


@register.simple_tag
def today_words() -> str:
    """The law's day, with its weekday: deadlines are counted from it."""
    return dates.weekday_words(clock.today())


@register.simple_tag
def printed_at() -> str:
    """The instant of printing, in words."""
    return dates.instant_words(clock.now())


@register.simple_tag
def due(value: date | datetime | None, met: bool = False) -> SafeString | str:
    """`{% due duty.due met=duty.done %}`: a deadline and what is left of it in words."""
    return due_html(value, met=met) if value else _("未设期限")


@register.filter
def clause_link(text: str) -> SafeString:
    """A clause's number as a link to its page."""
    return clause_links(text)


@register.simple_tag
def basis(text: str, url: str = "") -> SafeString | str:
    """`{% basis "二(四)2" url %}`: the clause something rests on; a plan clause leads to the plan page by itself."""
    if not text:
        return ""
    inner = format_html('<a href="{}">{}</a>', url, text) if url else clause_links(text)
    return format_html('<span class="basis">{}<span>{}{}</span></span>', icon_html("book-2"), _("依据："), inner)


@register.simple_tag
def rows_url(url_name: str, **filters: object) -> str:
    """`{% rows_url "hazard:hazards" state="open" overdue=1 %}`: a ledger with these filters set."""
    return f"{reverse(url_name)}?{urlencode(filters, doseq=True)}"


@register.filter
def shown(value: object) -> object:
    """A value as a person reads it: dates in words, yes and no, lists with commas, `—` for nothing."""
    match value:
        case None | "":
            return NOT_GIVEN
        case bool():
            return _("是") if value else _("否")
        case datetime() | date():
            return dates.when_words(value)
        case list() | tuple():
            return _("、").join(str(shown(v)) for v in value) or NOT_GIVEN
    return value


@register.inclusion_tag("shell/parts/facts.html")
def facts(lines: Sequence[Fact]) -> Context:
    """`{% facts facts %}`: a record's data as label and value."""
    return {"facts": lines}


@register.inclusion_tag("shell/parts/facts.html")
def fact(label: Words, value: object, basis: str = "", url: str = "", wide: bool = False) -> Context:
    """`<dl class="facts">{% fact "名称" site.name %}…</dl>`: one line, where the page writes them by hand."""
    return {"facts": [Fact(label, value, basis, url, wide)], "bare": True}


@register.inclusion_tag("shell/parts/stats.html")
def stats(figures: Sequence[Stat]) -> Context:
    """`{% stats figures %}`: numbers that lead to their rows."""
    return {"stats": figures}


@register.inclusion_tag("shell/parts/timeline.html")
def timeline(moments: Sequence[Moment]) -> Context:
    """`{% timeline moments %}`: what happened, newest first if the view says so."""
    return {"moments": moments}


@register.inclusion_tag("shell/parts/tabs.html")
def tabs(items: Sequence[Tab]) -> Context:
    """`{% tabs tabs %}`: parts of a page, each with an address."""
    return {"tabs": items}


@register.inclusion_tag("shell/parts/steps.html")
def steps(items: Sequence[Step]) -> Context:
    """`{% steps steps %}`: where a process stands."""
    return {"steps": items}


@register.inclusion_tag("shell/parts/crumbs.html")
def crumbs(items: Sequence[Crumb]) -> Context:
    """`{% crumbs crumbs %}`: base.html prints the context's `crumbs` by itself."""
    return {"crumbs": items}


@register.inclusion_tag("shell/parts/empty.html")
def empty(title: Words, text: Words = "", icon: str = "list-search", url: str = "", action: Words = "") -> Context:
    """`{% empty "还没有隐患" "检查中发现的隐患会列在这里。" %}`: nothing here, why, and what to do."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}


@register.inclusion_tag("shell/parts/progress.html")
def progress(done: int, total: int, words: Words = "") -> Context:
    """`{% progress 12 48 "已覆盖条款" %}`: a share as a bar and as words."""
    return {"done": done, "total": total, "words": words}


@register.inclusion_tag("shell/parts/photos.html")
def photos(items: PhotoStrip) -> Context:
    """`{% photos strip %}`: photos, and pairs of before and after."""
    strip: list[dict[str, Photo | Pair | None]] = [
        {"pair": item} if isinstance(item, Pair) else {"photo": item} for item in items
    ]
    return {"strip": strip}


@register.inclusion_tag("shell/parts/field.html")
def field(bound: BoundField, clause: str = "", wide: bool = False) -> Context:
    """`{% field form.measured clause="二(四)2" %}`: label, clause, input, help, and the error in words."""
    clauses = getattr(bound.form, "clauses", {})
    return {"field": bound, "clause": clause or clauses.get(bound.name, ""), "wide": wide or _is_wide(bound)}


@register.inclusion_tag("shell/parts/fields.html")
def fields(form: BaseForm) -> Context:
    """`{% fields form %}`: the error summary and every field in order."""
    return {"form": form}


@register.inclusion_tag("shell/parts/error_summary.html")
def error_summary(form: BaseForm) -> Context:
    """`{% error_summary form %}`: what is wrong and where, with links to the fields."""
    return {"form": form, "wrong": [bound for bound in form if bound.errors]}


def _is_wide(bound: BoundField) -> bool:
    return bool(getattr(bound.field.widget, "wide", False)) or bound.widget_type == "textarea"
