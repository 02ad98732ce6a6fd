"""Filters: each reads its value from the address, turns it into a condition, and says itself in words."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from datetime import date
from typing import ClassVar, Generic, TypeVar

from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gasloop.access.lines import Line
from gasloop.access.models import Office, Territory
from gasloop.kernel import clock
from gasloop.kernel.territory import ancestors
from gasloop.shell.dates import day_words
from gasloop.shell.desk import Desk, Option, Tables
from gasloop.shell.words import Words

V = TypeVar("V")


class BadValueError(Exception):
    """The address carries a value the filter does not know; the message is for the reader."""


class Filter(ABC, Generic[V]):
    """`name` is the key in the address; `control` the template that asks for a value."""

    control: ClassVar[str] = "menu"

    def __init__(self, name: str, label: Words) -> None:
        self.name = name
        self._label = label

    @property
    def label(self) -> str:
        return str(self._label)

    @property
    def keys(self) -> tuple[str, ...]:
        """The address keys this filter owns; removing them removes the filter."""
        return (self.name,)

    @abstractmethod
    def read(self, params: QueryDict, desk: Desk) -> V | None:
        """The value asked for; None when the filter is not set; BadValueError in the reader's words."""

    @abstractmethod
    def condition(self, value: V, desk: Desk) -> Q:
        """The rows that fit."""

    @abstractmethod
    def say(self, value: V, desk: Desk) -> str:
        """The value in words, as the list's sentence says it."""

    def options(self, desk: Desk) -> dict[str, str]:  # noqa: ARG002 - filters without choices need no desk
        """What can be chosen."""
        return {}


def labelled(label: str, words: str) -> str:
    """`发现日期：2023年9月4日起`."""
    return _("%(label)s：%(words)s") % {"label": label, "words": words}


class Pick(Filter[tuple[str, ...]]):
    """One or more of a list that `options(desk)` gives; `path` compares with the chosen values.

    `tables` are those (`access.unchanged`) that a module's function of options reads: then they are kept.
    """

    def __init__(
        self,
        name: str,
        label: Words,
        options: Callable[[Desk], Iterable[Option]],
        *,
        path: str = "",
        say_label: bool = True,
        tables: Tables = (),
    ) -> None:
        super().__init__(name, label)
        self.path = path or name
        self._load = options
        self._say_label = say_label
        self._tables = tables

    def options(self, desk: Desk) -> dict[str, str]:
        if self._tables:
            return desk.reached(self._load, self._tables)
        return desk.options(self, lambda: self._load(desk))

    def read(self, params: QueryDict, desk: Desk) -> tuple[str, ...] | None:
        asked = tuple(dict.fromkeys(value for value in params.getlist(self.name) if value))
        known = self.options(desk) if asked else {}
        for value in asked:
            if value not in known:
                raise BadValueError(
                    _("“%(label)s”没有“%(value)s”这个选项，请重新选择。") % {"label": self.label, "value": value}
                )
        return asked or None

    def condition(self, value: tuple[str, ...], desk: Desk) -> Q:  # noqa: ARG002 - the values are the condition
        return Q(**{f"{self.path}__in": value})

    def say(self, value: tuple[str, ...], desk: Desk) -> str:
        words = _("、").join(self.options(desk)[v] for v in value)
        return labelled(self.label, words) if self._say_label else words


class Choice(Pick):
    """One or more values of a field with choices."""

    def __init__(self, name: str, label: Words, *, path: str = "", say_label: bool = True) -> None:
        super().__init__(name, label, self._choices, path=path, say_label=say_label)

    def _choices(self, desk: Desk) -> Iterable[Option]:
        model, field = desk.model, None
        for part in self.path.split("__"):
            field = model._meta.get_field(part)
            related = field.related_model
            model = related if isinstance(related, type) else model
        flat = getattr(field, "flatchoices", None) or ()
        return [(str(value), str(words)) for value, words in flat]


class LineFilter(Pick):
    """Lines of trade (条)."""

    def __init__(self, *, path: str = "line") -> None:
        super().__init__("line", gettext_lazy("行业条线"), lambda _desk: _lines(), path=path, say_label=False)


def _lines() -> list[Option]:
    return [(line.value, str(line.label)) for line in Line]


class OfficeFilter(Pick):
    """Offices in the actor's reach, and above it: a village's hazard may be an office's of the town. Compares ids."""

    def __init__(self, name: str = "office", label: Words = "", *, path: str = "owner_office") -> None:
        label = label or gettext_lazy("责任单位")
        super().__init__(name, label, _offices, path=path, say_label=False, tables=(Office, Territory))


def _offices(desk: Desk) -> Iterable[Option]:
    offices = Office.objects.order_by("level", "name").values_list("pk", "name", "territory")
    if desk.reach is not None:
        reachable = Territory.objects.filter(desk.reach).values("path")
        above = {path for start in desk.reaches() or () for path in ancestors(start)}
        offices = offices.filter(Q(territory__in=reachable) | Q(territory__in=above))
    return [(str(pk), name) for pk, name, _territory in offices]


class TerritoryFilter(Filter[str]):
    """A division and everything below it (块), out of those the actor reaches."""

    control = "select"

    def __init__(self, name: str = "territory", label: Words = "", *, path: str = "territory") -> None:
        super().__init__(name, label or gettext_lazy("辖区"))
        self.path = path

    def options(self, desk: Desk) -> dict[str, str]:
        return desk.reached(_divisions, (Territory,))

    def read(self, params: QueryDict, desk: Desk) -> str | None:
        asked = params.get(self.name, "")
        if asked and asked not in self.options(desk):
            raise BadValueError(_("没有这个辖区，或不在您的管辖范围内，请重新选择。"))
        return asked or None

    def condition(self, value: str, desk: Desk) -> Q:  # noqa: ARG002 - a subtree is a prefix
        return Q(**{f"{self.path}__startswith": value})

    def say(self, value: str, desk: Desk) -> str:
        return self.options(desk)[value]


def _divisions(desk: Desk) -> Iterable[Option]:
    rows = Territory.objects.order_by("path")
    if desk.reach is not None:
        rows = rows.filter(desk.reach)
    return rows.values_list("path", "name")


class DirectlyFilter(TerritoryFilter):
    """What lies in a division itself and in none below it."""

    def __init__(self) -> None:
        super().__init__("only", gettext_lazy("仅本级"))

    def condition(self, value: str, desk: Desk) -> Q:  # noqa: ARG002 - the path is the condition
        return Q(**{self.path: value})

    def say(self, value: str, desk: Desk) -> str:
        return _("%(place)s本级") % {"place": super().say(value, desk)}


DayRange = tuple[date | None, date | None]
CALENDARS = range(1900, 2201)


class DateRange(Filter[DayRange]):
    """Days from … to …, both included, in the law's zone; on a date or an instant."""

    control = "dates"

    def __init__(self, name: str, label: Words, *, path: str = "") -> None:
        super().__init__(name, label)
        self.path = path or name

    @property
    def keys(self) -> tuple[str, ...]:
        return (f"{self.name}_from", f"{self.name}_to")

    def read(self, params: QueryDict, desk: Desk) -> DayRange | None:  # noqa: ARG002 - days need no desk
        start, end = (self._day(params.get(key, "")) for key in self.keys)
        if start and end and start > end:
            raise BadValueError(_("“%(label)s”的开始日期晚于结束日期，请改正。") % {"label": self.label})
        return (start, end) if start or end else None

    def _day(self, text: str) -> date | None:
        try:
            day = date.fromisoformat(text) if text else None
            if day is not None and day.year not in CALENDARS:
                raise ValueError("a day that has no instants")
            return day
        except ValueError:
            raise BadValueError(
                _("“%(label)s”里的“%(value)s”不是日期，请写成 2023-09-04 这样。") % {"label": self.label, "value": text}
            ) from None

    def condition(self, value: DayRange, desk: Desk) -> Q:
        start, end = value
        found = Q()
        if self._is_instant(desk.model):
            found &= Q(**{f"{self.path}__gte": clock.start_of(start)}) if start else Q()
            found &= Q(**{f"{self.path}__lt": clock.end_of(end)}) if end else Q()
        else:
            found &= Q(**{f"{self.path}__gte": start}) if start else Q()
            found &= Q(**{f"{self.path}__lte": end}) if end else Q()
        return found

    def _is_instant(self, model: type[models.Model]) -> bool:
        field = None
        for part in self.path.split("__"):
            field = model._meta.get_field(part)
            related = field.related_model
            model = related if isinstance(related, type) else model
        return isinstance(field, models.DateTimeField)

    def say(self, value: DayRange, desk: Desk) -> str:  # noqa: ARG002 - days need no desk
        start, end = value
        if start and end:
            words = _("%(start)s至%(end)s") % {"start": day_words(start), "end": day_words(end)}
        elif start:
            words = _("%(start)s起") % {"start": day_words(start)}
        else:
            words = _("截至%(end)s") % {"end": day_words(end) if end else ""}
        return labelled(self.label, words)


class Flag(Filter[bool]):
    """A condition with a name of its own (逾期); a function where it depends on today."""

    control = "flag"

    def __init__(self, name: str, label: Words, q: Q | Callable[[], Q]) -> None:
        super().__init__(name, label)
        self._q = q

    def read(self, params: QueryDict, desk: Desk) -> bool | None:  # noqa: ARG002 - a flag needs no desk
        asked = params.get(self.name, "")
        if asked not in ("", "0", "1"):
            raise BadValueError(_("“%(label)s”只能选或不选。") % {"label": self.label})
        return True if asked == "1" else None

    def condition(self, value: bool, desk: Desk) -> Q:  # noqa: ARG002 - a flag is set or not there
        return self._q() if callable(self._q) else self._q

    def say(self, value: bool, desk: Desk) -> str:  # noqa: ARG002 - a flag says its name
        return self.label
