"""Search and Chinese order as columns that PostgreSQL itself keeps in step, whatever writes the row (decision 0006).

    search_text = search_column("name", "number", "address", names=1)   # the first `names` also by pinyin initials
    sort_key = order_column("name")

    class Meta:
        indexes = [search_index("site_search"), order_index("site_by_name")]

Both are generated columns over functions of the first migration of this room. `search_text` holds the normal forms of
its fields, one a line; an index over its grams finds `search_text__has="老灶"`. `sort_key` holds its field's pinyin.
"""

import unicodedata
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models import F, Func, Value

SEARCH_COLUMN, ORDER_COLUMN = "search_text", "sort_key"
FIRST_CHINESE = "⺀"
"""From this code point on (U+2E80) a single character is worth finding; below it, three are."""


if TYPE_CHECKING:
    _Text = models.TextField[str, str]
    _Lookup = models.Lookup[bool]
else:
    _Text, _Lookup = models.TextField, models.Lookup


class SearchField(_Text):
    """Text that `has` finds through the index over its grams."""

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "gasloop.shell.searching.SearchField", args, options


@SearchField.register_lookup
class Has(_Lookup):
    """Contains the word: the grams through the index, then the text itself, since grams may stand apart."""

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        word = normal(str(self.rhs))
        like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        grams = grams_of(word)
        if not grams:
            return f"{column} LIKE %s", (*params, like)
        return f"(gasloop_grams({column}) @> %s::text[] AND {column} LIKE %s)", (*params, grams, *params, like)


def search_column(*fields: str, names: int = 0) -> models.GeneratedField:
    """The column that `has` searches: these text fields, the first `names` of them by their pinyin initials, too."""
    text = Func(Value(names), *fields, function="gasloop_search_text")
    return models.GeneratedField(expression=text, output_field=SearchField(db_collation="C"), db_persist=True)


def order_column(field: str) -> models.GeneratedField:
    """The column that sorts `field` as a Chinese dictionary does."""
    key = Func(field, function="gasloop_sort_key")
    return models.GeneratedField(expression=key, output_field=models.TextField(db_collation="C"), db_persist=True)


def search_index(name: str) -> GinIndex:
    """The index behind `search_column`."""
    return GinIndex(Func(SEARCH_COLUMN, function="gasloop_grams"), name=name)


def order_index(name: str) -> models.Index:
    """The index behind `order_column`, with the id that paging ties with."""
    return models.Index(fields=[ORDER_COLUMN, "id"], name=name)


def sources_of(model: type[models.Model], column: str) -> tuple[str, ...]:
    """The fields a generated column is made of; none when the model has no such column."""
    for field in model._meta.concrete_fields:
        if field.name == column and isinstance(field, models.GeneratedField):
            # The published stubs do not know what a generated column is made of.
            expression: Func = vars(field)["expression"]
            return tuple(vars(part)["name"] for part in expression.get_source_expressions() if isinstance(part, F))
    return ()


def normal(text: str) -> str:
    """A word as the column holds it: half-width, small letters, no blanks. The twin of `gasloop_normal`."""
    wide = "".join(unicodedata.normalize("NFKC", text).split())
    return "".join(c.lower() if c.isascii() else c for c in wide)


def grams_of(word: str) -> list[str]:
    """What the index must hold of a row that contains the normal `word`; none when the word is too short to narrow.

    Pairs and single Chinese characters, triples of letters and digits: a pair of digits is in every number.
    """
    found = [word] if len(word) == 1 and word >= FIRST_CHINESE else []
    for at in range(len(word) - 1):
        pair = word[at : at + 2]
        if max(pair) >= FIRST_CHINESE:
            found.append(pair)
        elif (triple := word[at : at + 3]) and len(triple) == 3 and max(triple) < FIRST_CHINESE:
            found.append(triple)
        elif at == 0 or word[at - 1] >= FIRST_CHINESE:
            found.append(pair)
    return found


def sort_key_of(text: str) -> str:
    """Where `text` begins in Chinese order: what stands there has a key not below this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gasloop_sort_key(%s)", [text])
        return str(cursor.fetchone()[0]).partition("\n")[0]
