"""The book of a day: rules with their items and bases, and constants, read once and kept until the rulebook changes.

A visit asks for all of it and changes none of it. Whether what is kept still holds is asked each time, in one small
query over the packs' digests, the newest rule and the latest confirmation: a committed load is seen everywhere.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, Subquery

from gasloop.relay.standing import Standing
from gasloop.rulebook.choices import Place
from gasloop.rulebook.models import Basis, CheckItem, Constant, Pack, Rule

KEPT_PERIODS = 8
DAY = timedelta(days=1)

Stamp = tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """What is in force on one day. The rows are shared by everybody in the process: nobody changes them.

    `walk` are the same rules in the order of walking through an object (place, level of the pack, code), each with its
    items in order.
    """

    rules: tuple[Rule, ...]
    constants: Mapping[str, Decimal]
    walk: tuple[tuple[Rule, tuple[CheckItem, ...]], ...]


_kept: dict[int, tuple[Stamp, Book]] = {}
_turns: tuple[Stamp, tuple[date, ...]] = ((), ())


def book(on: date) -> Book:
    """The book of the day `on`. Between two turns (days on which something begins or ends) every day has the same."""
    stamp = _stamp()
    period = bisect_right(_turns_of(stamp), on)
    kept = _kept.get(period)
    if kept is None or kept[0] != stamp:
        while len(_kept) >= KEPT_PERIODS:
            _kept.pop(next(iter(_kept)), None)
        rules = _rules(on)
        kept = _kept[period] = (stamp, Book(rules, _constants(on), _walk(rules)))
    return kept[1]


def _walk(rules: Iterable[Rule]) -> tuple[tuple[Rule, tuple[CheckItem, ...]], ...]:
    def comes(each: tuple[Rule, tuple[CheckItem, ...]]) -> tuple[int, int, str]:
        rule, items = each
        return min((Place.rank(item.place) for item in items), default=99), rule.pack.level, rule.code

    return tuple(sorted(((rule, tuple(rule.check_items)) for rule in rules), key=comes))


def _turns_of(stamp: Stamp) -> tuple[date, ...]:
    """The days from which on another book counts, in order; read again only when the rulebook changed."""
    global _turns
    if _turns[0] != stamp or not stamp:
        columns = ("effective_from", "effective_to", "withdrawn_on")
        found = set(Rule.objects.values_list(*columns)) | set(Constant.objects.values_list(*columns))
        days = {begins for begins, _ends, _gone in found} | {gone for _begins, _ends, gone in found}
        days |= {ends + DAY for _begins, ends, _gone in found if ends and ends < date.max}
        _turns = (stamp, tuple(sorted(day for day in days if day)))
    return _turns[1]


def in_force(on: date) -> Q:
    """The condition that a dated row holds on `on`."""
    return (
        Q(effective_from__lte=on)
        & (Q(effective_to__isnull=True) | Q(effective_to__gte=on))
        & (Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on))
    )


def _stamp() -> Stamp:
    """Changes whenever a pack was loaded or a basis confirmed; also after a rolled-back load was done again."""
    return tuple(_STAMP.rows())


def _packs() -> "QuerySet[Pack, Any]":
    newest = Rule.objects.order_by("-id").values("id")[:1]
    latest = Basis.objects.filter(confirmed_at__isnull=False).order_by("-confirmed_at").values("confirmed_at")[:1]
    rows = Pack.objects.order_by("id").annotate(newest=Subquery(newest), latest=Subquery(latest))
    return rows.values_list("id", "digest", "newest", "latest")


_STAMP = Standing(_packs)


def _rules(on: date) -> tuple[Rule, ...]:
    """Of several versions the newest counts; of several packs with the same code, the one of the highest level."""
    rows = (
        Rule.objects.filter(in_force(on))
        .select_related("pack")
        .prefetch_related("items", Prefetch("bases", Basis.objects.select_related("source")))
        .order_by("code", "-pack__level", "-version")
    )
    found: dict[str, Rule] = {}
    for rule in rows:
        found.setdefault(rule.code, rule)
    return tuple(found.values())


def _constants(on: date) -> Mapping[str, Decimal]:
    rows = Constant.objects.filter(in_force(on)).order_by("pack__level", "version")
    return {row.code: row.value for row in rows}
