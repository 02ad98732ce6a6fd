"""Search and Chinese order as columns that PostgreSQL itself keeps in step, whatever writes the row (decision 0006).

    search_text = search_column("name", "number", "address", names=1)   # the first `names` also by pinyin initials
    sort_key = order_column("name")

    class Meta:
        indexes = [search_index("site_search"), order_index("site_by_name")]

Both are generated columns over functions of the first migration of this room. `search_text` holds the normal forms of
its fields, one a line; an index over its grams finds `search_text__has="老灶"`. `sort_key` holds its field's pinyin.
"""

import unicodedata
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models import F, Func, Value

SEARCH_COLUMN, ORDER_COLUMN = "search_text", "sort_key"
COMMON = 0.1  # of the rows: reading them in order finds a page, and ten thousand to count, sooner than the index
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
    """Contains the word: its rarest gram through the index, then the text itself.

    One gram narrows as well as all of them, and PostgreSQL's guess of how many rows have it is right: of several it
    thinks that they know nothing of each other, and sorts a quarter of the table for one page. A word of common grams
    alone is met soon enough without the index. Where no statistics say what is common, all grams are asked for.
    """

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        word = normal(str(self.rhs))
        like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        grams = rarest(grams_of(word), self.lhs.target.model)
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


def rarest(grams: list[str], model: type[models.Model]) -> list[str]:
    """The gram that the fewest rows of `model` have; none where even that is common; all where nobody has counted."""
    frequency = _frequencies.of(model) if grams else {}
    if not frequency:
        return grams
    found = min(grams, key=lambda gram: frequency.get(gram, 0.0))
    return [found] if frequency.get(found, 0.0) < COMMON else []


class _Frequencies:
    """How common grams are, as ANALYZE last found; read again every quarter of an hour. Wrong ones only cost time."""

    AGE_SECONDS = 900.0
    QUESTION = "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats WHERE tablename = ANY(%s)"

    def __init__(self) -> None:
        self._kept: dict[tuple[object, type[models.Model]], tuple[float, dict[str, float]]] = {}

    def of(self, model: type[models.Model]) -> dict[str, float]:
        key, now = (connection.settings_dict["NAME"], model), monotonic()
        found = self._kept.get(key)
        if found is None or now - found[0] > self.AGE_SECONDS:
            found = self._kept[key] = now, self._read([index.name for index in model._meta.indexes])
        return found[1]

    def _read(self, indexes: list[str]) -> dict[str, float]:
        with connection.cursor() as cursor:
            cursor.execute(self.QUESTION, [indexes])
            for grams, frequencies in cursor.fetchall():
                if grams:
                    return dict(zip(grams, frequencies, strict=False))  # three more frequencies: least, most, null
        return {}


_frequencies = _Frequencies()


def sort_key_of(text: str) -> str:
    """Where `text` begins in Chinese order: what stands there has a key not below this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gasloop_sort_key(%s)", [text])
        return str(cursor.fetchone()[0]).partition("\n")[0]
