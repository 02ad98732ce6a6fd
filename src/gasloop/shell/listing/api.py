"""Every ledger on the API: the same filters, search, order and places as its page; an operation is made of each.

    api.add_router("", ledger_router(mounted().values()))

Values come as they are kept: codes of choices, paths of divisions, fen and grams, ISO days and instants, personal texts
masked. A ledger somebody may not see answers 404, as its page does.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from operator import getitem
from typing import Any, cast
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest
from django.utils.translation import override
from ninja import Query, Router, Schema
from pydantic import Field, create_model

from gasloop.access.middleware import actor_from
from gasloop.access.scope import may
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.shell.listing.asked import Ledger
from gasloop.shell.listing.columns import BoundColumn
from gasloop.shell.listing.declared import Listing
from gasloop.shell.listing.filters import Filter, Flag, Pick

MOST = 200
SOURCE = "zh-hans"


class LedgerOut(Schema):
    """A ledger the caller may read: its columns and filters by name, with their Chinese titles."""

    name: str
    title: str
    columns: dict[str, str]
    filters: dict[str, str]
    orders: list[str]


def ledger_router(listings: Iterable[Listing[Any]]) -> Router:
    """An operation per ledger, and one that lists them."""
    router, known = Router(tags=["ledgers"]), list(listings)

    @router.get("/ledgers", response=list[LedgerOut], operation_id="list_ledgers")
    def ledgers(request: HttpRequest) -> list[LedgerOut]:
        """The ledgers the caller may read."""
        actor = actor_from(request)
        return [_described(listing) for listing in known if may(actor, listing.capability)]

    for listing in known:
        _mount(router, listing)
    return router


def _described(listing: Listing[Any]) -> LedgerOut:
    return LedgerOut(
        name=listing.name,
        title=str(listing.title),
        columns={_name(column): column.title for column in listing.bound.values()},
        filters={key: each.label for each in listing.filters for key in each.keys},
        orders=list(listing.orders),
    )


def _mount(router: Router, listing: Listing[Any]) -> None:
    with override(SOURCE):
        asked, page = _asked(listing), _page(listing)
        title = str(listing.title)

    def rows(request: HttpRequest, asked: Any) -> Any:
        actor = actor_from(request)
        if not may(actor, listing.capability):
            raise NotFound
        ledger = Ledger(listing, actor, request.GET, tuple(listing.bound))
        if ledger.problems:
            first = ledger.problems[0]
            raise UnreadableError("ledger.filter", first.words, field=first.keys[0])
        found, count = ledger.page(asked.limit), ledger.count()
        items = [_item(row, listing) for row in found.rows]
        said = {"shows": ledger.sentence(count), "count": count.number, "capped": count.capped}
        return {"items": items, "before": found.before, "after": found.after, **said}

    # The shapes are made of the declaration, so they stand in no source.
    rows.__annotations__ = {"request": HttpRequest, "asked": getitem(cast("Any", Query), asked), "return": page}
    rows.__doc__ = f"{title}：与页面同样的筛选、搜索、排序和翻页。"
    slug = listing.name.replace("-", "_")
    router.get(f"/ledgers/{listing.name}", response=page, operation_id=f"list_ledger_{slug}", summary=title)(rows)


class UnreadableError(Refusal):
    """A filter whose value cannot be read: answered 422."""


def _asked(listing: Listing[Any]) -> type[Schema]:
    """What may be asked, as query parameters."""
    fields: dict[str, Any] = {}
    for each in listing.filters:
        for key in each.keys:
            fields[key] = _parameter(each)
    if listing.search:
        fields["q"] = (str, Field("", description=f"搜索：{listing.search_words}"))
    orders = "、".join(listing.orders)
    fields["sort"] = (str, Field("", description=f"排序，前面加 - 为倒序：{orders}"))
    fields["at"] = (str, Field("", description="从排序列的这个值开始"))
    fields["after"] = (str, Field("", description="上一次回答的 after：下一页"))
    fields["before"] = (str, Field("", description="上一次回答的 before：前一页"))
    fields["limit"] = (int, Field(listing.per_page, ge=1, le=MOST, description="每页条数"))
    return create_model(f"{_class(listing)}Asked", __base__=Schema, **fields)


def _parameter(each: Filter[Any]) -> tuple[Any, Any]:
    if isinstance(each, Pick):
        return list[str], Field([], description=each.label)
    note = "：1 为选" if isinstance(each, Flag) else ""
    return str, Field("", description=f"{each.label}{note}")


def _page(listing: Listing[Any]) -> type[Schema]:
    name = _class(listing)
    columns = {_name(c): (_type(c), Field(None, description=c.title)) for c in listing.bound.values()}
    row: Any = create_model(f"{name}Row", __base__=Schema, id=(UUID, ...), **columns)  # type: ignore[call-overload]  # fields by their names
    return create_model(
        f"{name}Page",
        __base__=Schema,
        items=(list[row], ...),
        before=(str, Field(description="前一页的位置，没有时为空")),
        after=(str, Field(description="下一页的位置，没有时为空")),
        shows=(str, Field(description="这份清单是什么，一句话")),
        count=(int, Field(description="条数，数到一万为止（搜索时一千）")),
        capped=(bool, Field(description="条数是否还不止")),
    )


def _class(listing: Listing[Any]) -> str:
    return "".join(part.capitalize() for part in re.split(r"\W", listing.name))


def _name(column: BoundColumn) -> str:
    return column.name.replace(".", "_")


def _type(column: BoundColumn) -> Any:
    if isinstance(column.field, ArrayField) and column.column.value is None:
        return list[str] | None
    match column.column.kind:
        case "yesno":
            return bool | None
        case "number" | "money" | "mass":
            return int | float | None
    return str | None


def _item(row: models.Model, listing: Listing[Any]) -> dict[str, object]:
    return {"id": row.pk, **{_name(column): _plain(column.read(row)) for column in listing.bound.values()}}


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return [str(each) for each in value]
    return str(value)
