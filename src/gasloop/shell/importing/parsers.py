"""Parsers of columns: what a column takes, in words for the template, and how a cell of it is read."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from decimal import Decimal
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gasloop.access.models import Office
from gasloop.kernel.refusal import sentence
from gasloop.shell.desk import Desk
from gasloop.shell.importing.cells import (
    ENDLESS,
    CellError,
    Masked,
    as_code,
    as_day,
    as_number,
    as_text,
    as_yes_no,
)
from gasloop.shell.importing.layout import normal_title
from gasloop.shell.importing.reading import Cell
from gasloop.shell.words import Words

LANGUAGES = ("zh-hans", "en")
Read = Callable[[Cell], object]


class Parser(ABC):
    """`prepare` is asked once per import and may read tables; what it gives is called per cell."""

    expects: Words = ""

    @abstractmethod
    def prepare(self, desk: Desk) -> Read:
        """The reader of cells that are not blank; it raises `CellError`."""

    def offers(self, desk: Desk) -> Sequence[str]:  # noqa: ARG002 - most parsers offer no list
        """What the template's list offers; nothing for free text."""
        return ()


class Plain(Parser):
    """A parser that needs no table."""

    def __init__(self, read: Read, expects: Words) -> None:
        self._read = read
        self.expects = expects

    def prepare(self, desk: Desk) -> Read:  # noqa: ARG002 - no table is needed
        return self._read


def text(most: int) -> Parser:
    """Words of at most `most` characters."""

    def read(cell: Cell) -> str:
        words = as_text(cell)
        if len(words) > most:
            raise CellError(sentence("最多{most}个字，现在有{length}个"), most=most, length=len(words))
        return words

    return Plain(read, gettext_lazy("文字"))


def code(most: int) -> Parser:
    """A number or code, half-width and capital."""

    def read(cell: Cell) -> str:
        words = as_code(cell)
        if len(words) > most:
            raise CellError(sentence("最多{most}位，现在有{length}位"), most=most, length=len(words))
        return words

    return Plain(read, gettext_lazy("编号或代码，全角半角都可以"))


def day() -> Parser:
    """A date."""
    return Plain(as_day, gettext_lazy("日期，如 2023-09-04、2023.9.4、2023年9月4日"))


def last_day() -> Parser:
    """A date, or 长期 for none."""

    def read(cell: Cell) -> object:
        return None if normal_title(as_text(cell)) in ENDLESS else as_day(cell)

    return Plain(read, gettext_lazy("日期，如 2023-09-04；没有期限的填“长期”"))


def personal(parser: Parser) -> Parser:
    """A text that exports show with stars: such a one comes back as what it is, a mask."""
    return _Personal(parser)


class _Personal(Parser):
    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self.expects = parser.expects

    def prepare(self, desk: Desk) -> Read:
        read_clear = self._parser.prepare(desk)

        def read(cell: Cell) -> object:
            words = as_text(cell)
            return Masked(words) if "*" in words else read_clear(cell)

        return read


def number(*, units: tuple[str, ...] = (), least: int | None = None, most: int | None = None) -> Parser:
    """A number, units allowed behind it."""

    def read(cell: Cell) -> Decimal:
        return _within(as_number(cell, units), least, most)

    return Plain(read, gettext_lazy("数字"))


def whole(*, units: tuple[str, ...] = (), least: int | None = 0, most: int | None = None) -> Parser:
    """A whole number."""

    def read(cell: Cell) -> int:
        found = as_number(cell, units)
        if found != found.to_integral_value():
            raise CellError(sentence("一个整数"))
        return int(_within(found, least, most))

    return Plain(read, gettext_lazy("整数"))


def _within(found: Decimal, least: int | None, most: int | None) -> Decimal:
    if (least is not None and found < least) or (most is not None and found > most):
        raise CellError(
            sentence("{least}到{most}之间的数"), least="" if least is None else least, most="" if most is None else most
        )
    return found


class YesNo(Parser):
    """是 or 否."""

    expects = gettext_lazy("是或否")

    def prepare(self, desk: Desk) -> Read:  # noqa: ARG002 - no table is needed
        return as_yes_no

    def offers(self, desk: Desk) -> Sequence[str]:  # noqa: ARG002 - the same for everybody
        return (_("是"), _("否"))


class OneOf(Parser):
    """A choice by its label, in either language, or by its value."""

    expects = gettext_lazy("从列表中选择")

    def __init__(self, choices: type[models.TextChoices]) -> None:
        self._choices = choices

    def prepare(self, desk: Desk) -> Read:  # noqa: ARG002 - choices are the same for everybody
        known: dict[str, str] = {}
        for language in LANGUAGES:
            with override(language):
                known |= {normal_title(label): value for value, label in self._choices.choices}
        known |= {value.lower(): value for value in self._choices.values}

        def read(cell: Cell) -> str:
            try:
                return known[normal_title(as_text(cell))]
            except KeyError:
                listed = _("、").join(str(label) for label in self._choices.labels)
                raise CellError(sentence("下列之一：{listed}"), listed=listed) from None

        return read

    def labels(self) -> tuple[str, ...]:
        """The words to choose from, in the reader's language."""
        return tuple(str(label) for label in self._choices.labels)

    def offers(self, desk: Desk) -> Sequence[str]:  # noqa: ARG002 - choices are the same for everybody
        return self.labels()


class Place(Parser):
    """A division by its name, its code or its path: the whole name, or its beginning where only one fits."""

    expects = gettext_lazy("辖区名称，从列表中选择")

    def prepare(self, desk: Desk) -> Read:
        names: dict[str, set[str]] = {}
        for path, name in desk.places.items():
            code = path.rstrip("/").rpartition("/")[2]
            for key in {normal_title(name), normal_title(name).partition("(")[0], code.lower(), path.lower()}:
                names.setdefault(key, set()).add(path)
        reachable = set(self._within(desk))

        def read(cell: Cell) -> str:
            asked = normal_title(as_text(cell))
            paths = names.get(asked) or {p for key, found in names.items() if key.startswith(asked) for p in found}
            within = paths & reachable
            if len(within) == 1:
                return within.pop()
            if within:
                raise CellError(sentence("写全的辖区名称：叫这个名字的有{count}个"), count=len(within))
            raise CellError(sentence("您管辖范围内的村、社区或网格"))

        return read

    def offers(self, desk: Desk) -> Sequence[str]:
        return tuple(desk.places[path] for path in self._within(desk))

    @staticmethod
    def _within(desk: Desk) -> Sequence[str]:
        """The paths in the actor's reach, in their order."""
        reach = desk.reaches()
        return tuple(path for path in sorted(desk.places) if reach is None or path.startswith(reach))


class InOffice(Parser):
    """An office in service, by its name or one of its other names."""

    expects = gettext_lazy("单位名称")

    def prepare(self, desk: Desk) -> Read:  # noqa: ARG002 - offices are everybody's
        known: dict[str, set[UUID]] = {}
        for pk, name, aliases in Office.objects.filter(valid_to__isnull=True).values_list("pk", "name", "aliases"):
            for words in (name, *aliases):
                known.setdefault(normal_title(words), set()).add(pk)

        def read(cell: Cell) -> UUID:
            found = known.get(normal_title(as_text(cell)), set())
            if len(found) != 1:
                raise CellError(sentence("登记过的单位名称"))
            return next(iter(found))

        return read

    def offers(self, desk: Desk) -> Sequence[str]:  # noqa: ARG002 - offices are everybody's
        return tuple(
            Office.objects.filter(valid_to__isnull=True).order_by("level", "name").values_list("name", flat=True)
        )
