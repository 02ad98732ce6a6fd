"""Jump by value: the list, in its order, from 张… or from 2023.9 on, instead of page after page."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from gasloop.kernel import clock
from gasloop.shell.importing.cells import CellError, as_day, as_number
from gasloop.shell.listing.columns import BoundColumn
from gasloop.shell.listing.paging import Cursor, Order
from gasloop.shell.searching import sort_key_of

LAST = "\U0010ffff"


class NowhereError(Exception):
    """What was typed is no value of the column; the message is for the reader."""


def can_jump(column: BoundColumn | None, model: type[models.Model]) -> bool:
    """Whether the list, sorted by this column, can be entered at a value."""
    if column is None or not isinstance(model._meta.pk, models.UUIDField):
        return False
    plain = (models.CharField, models.DateField, models.IntegerField, models.DecimalField)
    field = column.field
    return column.in_chinese_order or (isinstance(field, plain) and not field.flatchoices)


def jump_to(text: str, column: BoundColumn, order: Order) -> Cursor:
    """The place before the first row whose value is not before `text`; NowhereError in the reader's words."""
    return Cursor(True, _key(text, column, down=order.descending), str(UUID(int=2**128 - 1 if order.descending else 0)))


def _key(text: str, column: BoundColumn, *, down: bool) -> str:
    if column.in_chinese_order:
        return sort_key_of(text) + (LAST if down else "")
    try:
        value = _value(text, column, down=down)
    except CellError as error:
        said = {"text": text, "title": column.title, "expected": _(error.expected).format(**error.params)}
        raise NowhereError(_("“%(title)s”里找不到“%(text)s”：应是%(expected)s。") % said) from None
    return value.isoformat() if isinstance(value, date) else f"{value}"


def _value(text: str, column: BoundColumn, *, down: bool) -> str | date | datetime | Decimal:
    match column.field:
        case models.DateTimeField():
            day = as_day(text)
            return clock.end_of(day) if down else clock.start_of(day)
        case models.DateField():
            return as_day(text)
        case models.IntegerField():
            return as_number(text).to_integral_value()
        case models.DecimalField():
            return as_number(text)
    return text + (LAST if down else "")
