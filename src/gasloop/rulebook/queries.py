"""Reading the rulebook: what applies to an object on a day, constants, the calendar."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Model, QuerySet

from gasloop.kernel import territory as paths
from gasloop.kernel.jsonable import JsonValue
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.models import Site
from gasloop.relay.standing import Standing
from gasloop.rulebook.applicability import applies
from gasloop.rulebook.book import Book, book
from gasloop.rulebook.choices import Place, PowerGrant, TakenBy
from gasloop.rulebook.models import Basis, CalendarYear, CheckItem, LegalSource, Measure, Power, Rule, Situation
from gasloop.rulebook.workdays import HOLIDAY, WORKDAY, WorkCalendar

M = TypeVar("M", bound=Model)


def rules_in_force(on: date) -> list[Rule]:
    """Every rule in the version in force on `on`, items and bases at hand, in the order of codes (see `book`)."""
    return list(book(on).rules)


def rules_for(site: Site, on: date) -> list[Rule]:
    """The rules that apply to the object on `on`, in the order of a walk through it (place, then order in the pack)."""
    return [rule for rule, _items in _applying(book(on), site)]


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is asked at one object on one day, by code in the order of the walk, and the constants it is judged with."""

    items: Mapping[str, CheckItem]
    constants: Mapping[str, Decimal]


def checklist_of(site: Site, on: date) -> Checklist:
    """The items of `rules_for`, with the constants of the same book."""
    day = book(on)
    return Checklist({item.code: item for _rule, items in _applying(day, site) for item in items}, day.constants)


def _applying(day: Book, site: Site) -> Iterator[tuple[Rule, tuple[CheckItem, ...]]]:
    known: Mapping[str, JsonValue] = {"gas_source": site.gas_source, **site.attributes}
    for rule, items in day.walk:
        if (
            site.kind in rule.applies_to
            and applies(rule.applies_when, known)
            and paths.contains(rule.pack.territory, site.territory)
        ):
            yield rule, items


def constants(on: date) -> dict[str, Decimal]:
    """The constants in force on `on` by code."""
    return dict(book(on).constants)


def constant(name: str, on: date) -> Decimal:
    """One constant; Refusal when it is not loaded or not in force on `on`."""
    value = constants(on).get(name)
    if value is None:
        raise Refusal(
            "rulebook.constant.missing",
            sentence("常数{name}没有装入或尚未生效，请管理员装入规则包。"),
            params={"name": name},
        )
    return value


_calendar: dict[object, WorkCalendar] = {}
_LOADED = Standing(lambda: CalendarYear.objects.order_by("-loaded_at").values_list("loaded_at", "year")[:1])


def calendar() -> WorkCalendar:
    """The working-day calendar as loaded; read again only when a year was loaded since."""
    stamp = tuple(_LOADED.rows())
    if stamp not in _calendar:
        _calendar.clear()
        _calendar[stamp] = _read_calendar()
    return _calendar[stamp]


def _read_calendar() -> WorkCalendar:
    years = list(CalendarYear.objects.all())
    days = [(date.fromisoformat(day), kind, name) for year in years for day, kind, name in year.days]
    return WorkCalendar(
        years=frozenset(year.year for year in years),
        holidays={day: name for day, kind, name in days if kind == HOLIDAY},
        workdays=frozenset(day for day, kind, _ in days if kind == WORKDAY),
    )


def citable(basis: Basis) -> bool:
    """May the basis be printed on an official paper?"""
    return basis.citable


def citable_bases(rule: Rule) -> list[Basis]:
    """The rule's bases that may be cited, in order."""
    return [basis for basis in rule.bases.all() if basis.citable]


def measures_of(rule: Rule) -> list[Measure]:
    """The measures a rule names, in its order, newest version each."""
    rows = Measure.objects.filter(code__in=rule.measures, withdrawn_on__isnull=True).order_by("pack__level", "version")
    newest = {row.code: row for row in rows}
    return [newest[code] for code in rule.measures if code in newest]


def measures_in_force() -> QuerySet[Measure]:
    """One row per measure: of two with one code the pack of the higher level wins."""
    rows = newest(Measure.objects.filter(withdrawn_on__isnull=True)).order_by("code", "-pack__level")
    return Measure.objects.filter(pk__in=rows.distinct("code").values("pk"))


def powers(on: date) -> list[Power]:
    """What the loaded packs say that a town may do and may not, on a day."""
    rows = newest(Power.objects.filter(withdrawn_on__isnull=True)).order_by("pack__level", "grant", "code")
    return [p for p in rows if (p.effective_from or on) <= on <= (p.effective_to or on)]


def power_list(on: date) -> list[Power]:
    """The entries of published power lists: only by one of these does a department's measure become the town's."""
    return [power for power in powers(on) if power.grant == PowerGrant.LISTED]


def town_may_take(measure: Measure, listed: Iterable[Power]) -> bool:
    """May the town take the measure itself, by its own power or by an entry of a power list?"""
    return measure.taken_by == TakenBy.TOWN or any(measure.code in power.measures for power in listed)


def source_of(code: str) -> LegalSource | None:
    """The newest version of a law or standard by its code; None for an empty or unknown one."""
    rows = LegalSource.objects.filter(code=code, withdrawn_on__isnull=True).order_by("-pack__level", "-version")
    return rows.first() if code else None


def rules_with_measure(code: str, on: date) -> list[Rule]:
    """The rules in force that name a measure."""
    return [rule for rule in rules_in_force(on) if code in rule.measures]


def situations(clause: str) -> QuerySet[Situation]:
    """What a clause tells to look for, with the rules that answer it."""
    return newest(Situation.objects.filter(clause=clause, withdrawn_on__isnull=True)).order_by("order")


def newest(rows: "QuerySet[M]") -> "QuerySet[M]":
    """Only the last version of each code in each pack."""
    tops = rows.order_by("pack_id", "code", "-version").distinct("pack_id", "code").values("pk")
    return rows.model._default_manager.filter(pk__in=tops)


def rules_of_clause(clause: str, on: date) -> list[Rule]:
    """The rules in force that a plan clause leads to."""
    return [rule for rule in rules_in_force(on) if clause in rule.clause_refs]


def places(rules: Iterable[Rule]) -> list[str]:
    """The stations of the walk that these rules touch, in order."""
    return sorted({item.place for rule in rules for item in rule.check_items}, key=Place.rank)
