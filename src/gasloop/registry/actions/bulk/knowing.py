"""The records that rows name, by number or by what they are called, read for all rows at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import models

from gasloop.access.scoping import Scoped, scoped
from gasloop.evidence import envelope
from gasloop.evidence.fields import index_fields
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.actions.bulk.declared import Bulk, Name
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.shell.importing import Row

R = TypeVar("R", bound=Scoped)
CHUNK = 5000
PIECE = 50_000

if TYPE_CHECKING:
    _Lookup = models.Lookup[bool]
else:
    _Lookup = models.Lookup


class Known(Generic[R]):
    """The records that rows name, by number or by what they are called; read in pieces, within the actor's reach."""

    def __init__(self, bulk: Bulk[R], actor: Actor, *, lock: bool) -> None:
        self._bulk = bulk
        live = scoped(actor, bulk.model._default_manager.filter(bulk.within, voided_at__isnull=True), REGISTRY_EDIT)
        live = live.select_related(*bulk.hosts) if bulk.hosts else live
        self._live = live.select_for_update(of=("self",)) if lock else live
        self._numbered: dict[str, R] = {}
        self._called: dict[int, object] = {}
        self._named: dict[object, list[R]] = {}

    def by_number(self, rows: Sequence[Row]) -> None:
        """Read the records whose numbers stand in the rows."""
        numbers = {str(row.values["number"]) for row in rows if "number" in row.values}
        self._numbered = {str(vars(r)["number"]): r for r in in_pieces(self._live, "number", numbers)}

    def numbered(self, rows: Sequence[Row]) -> dict[int, R]:
        """Row → the record its number names."""
        found = {row.at: self._numbered.get(str(row.values["number"])) for row in rows if "number" in row.values}
        return {at: record for at, record in found.items() if record is not None}

    def by_name(self, values: Mapping[int, Mapping[str, object]]) -> None:
        """Read the records that rows (by where they stand) without a number may mean."""
        firsts: dict[int, set[Any]] = {n: set() for n in range(len(self._bulk.names))}
        for at, each in values.items():
            if "number" not in each:
                for n, name in enumerate(self._bulk.names):
                    if name.counts(each):
                        self._called[at] = n, name.of(each)
                        firsts[n].add(each[name.facts[0]])
                        break
        for n, name in enumerate(self._bulk.names):
            for record in self._candidates(name, firsts[n]):
                before = self._bulk.before(record)
                stated = {f.name: getattr(before, f.name) for f in fields(before)}
                self._named.setdefault((n, name.of(stated)), []).append(record)

    def _candidates(self, name: Name, firsts: set[Any]) -> Iterable[R]:
        """The records whose first fact is one of those."""
        if not name.index:
            return in_pieces(self._live, name.facts[0], firsts)
        dataset = index_of(self._bulk.model, name.index).dataset
        return in_pieces(self._live, name.index, {envelope.blind_index(dataset, str(first)) for first in firsts})

    def record(self, row: Row) -> tuple[object, R | None]:
        """What the row's record goes by, and the record; None for a new one; Refusal when it cannot be told."""
        if "number" in row.values:
            found = self._numbered.get(str(row.values["number"]))
            if found is None:
                raise Refusal(
                    "registry.import.number", sentence("登记过的编号；新登记的不填，由系统编号"), field="number"
                )
            return None, found
        called = self._called.get(row.at)
        named = self._named.get(called, ()) if called is not None else ()
        if len(named) > 1:
            raise Refusal(
                "registry.import.several",
                sentence("编号：叫这个名字的有{count}条，请填写编号以便区分"),
                field="number",
                params={"count": len(named)},
            )
        return called, named[0] if named else None


@models.Field.register_lookup
class OneOfMany(_Lookup):
    """`name__one_of=[…]`: one array instead of a parameter for each, so that a hundred thousand are no strain."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        field = self.lhs.output_field
        values = [field.get_db_prep_value(field.get_prep_value(each), connection) for each in self.rhs]
        return f"{column} = ANY(%s)", (*params, values)


def in_pieces(rows: "models.QuerySet[R]", name: str, values: Iterable[Any]) -> Iterable[R]:
    """The rows whose field is one of the values."""
    # Relations know only lookups of their own; few rows hang from many hosts.
    lookup, listed = "in" if rows.model._meta.get_field(name).is_relation else "one_of", sorted(values)
    for start in range(0, len(listed), PIECE):
        yield from rows.filter(**{f"{name}__{lookup}": listed[start : start + PIECE]}).order_by("pk")


def index_of(model: type[models.Model], name: str) -> Any:
    """The blind index of this name."""
    return next(each for each in index_fields(model) if each.name == name)
