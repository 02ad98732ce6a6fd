"""What would happen with each row: known or new, in reach, in order, once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from decimal import Decimal
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import models

from gasloop.access.models import Territory
from gasloop.access.scope import reaches
from gasloop.access.scoping import Scoped, scoped
from gasloop.evidence import envelope
from gasloop.evidence.fields import index_fields
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.actions.bulk.declared import Bulk, Found, Hosts, Name, Unique, Values
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.shell.importing import Masked, Row, Verdict
from gasloop.shell.importing.cells import same_words

R = TypeVar("R", bound=Scoped)
CHUNK = 5000


@dataclass(slots=True)
class Judged(Generic[R]):
    """One row judged: the facts after it, and the columns (by attribute name) that follow from them."""

    at: int
    act: str
    facts: Any = None
    follows: Values = field(default_factory=dict)
    record: R | None = None
    before: Mapping[str, object] = field(default_factory=dict)
    refusal: Refusal | None = None

    @property
    def columns(self) -> Values:
        """All that would stand in the record."""
        return {**_flat(self.facts), **self.follows}

    def verdict(self) -> Verdict:
        key = self.record.pk if self.record is not None else None
        return Verdict(self.at, self.act, key, self.before, self.refusal)  # type: ignore[arg-type]  # one of the four acts

    def refuse(self, refusal: Refusal) -> None:
        """Turn it away after all."""
        self.act, self.refusal, self.record, self.before = "refused", refusal, None, {}


def judge(bulk: Bulk[R], actor: Actor, rows: Sequence[Row]) -> list[Verdict]:
    """What `write` would do with the rows; nothing is written."""
    return [judged.verdict() for judged in judged_rows(bulk, actor, rows, lock=False)]


def judged_rows(bulk: Bulk[R], actor: Actor, rows: Sequence[Row], *, lock: bool) -> list[Judged[R]]:
    """Every row, in its order; `lock` keeps the records that rows name until the transaction ends."""
    known = Known(bulk, actor, lock=lock)
    known.by_number(rows)
    resolved = bulk.resolve(actor, rows, known.numbered(rows))
    known.by_name([found.values for found in resolved.values() if isinstance(found, Found)])
    court = _Court(bulk, known, _Reach(actor), set(Territory.objects.values_list("path", flat=True)))
    found = []
    for row in rows:
        values = resolved[row.at]
        try:
            if isinstance(values, Refusal):
                raise values
            judged = court.one(row, values)
        except Refusal as refusal:
            judged = Judged(row.at, "refused", refusal=refusal)
        found.append(judged)
    for unique in bulk.unique:
        _refuse_taken(bulk, unique, found)
    return found


class _Court(Generic[R]):
    """What every row of one file is judged with."""

    def __init__(self, bulk: Bulk[R], known: "Known[R]", reach: "_Reach", places: set[str]) -> None:
        self._bulk, self._known, self._reach, self._places = bulk, known, reach, places
        self._seen: dict[object, int] = {}

    def one(self, row: Row, found: Found) -> Judged[R]:
        """A row whose words were found; Refusal when it cannot come in."""
        values = {**found.values}
        record = self._known.record(row, values)
        values.pop("number", None)
        _unmask(values, record)
        judged = self._new(row, values, found.hosts) if record is None else self._changed(row, values, found, record)
        if judged.act != "same":
            columns = judged.columns
            self._reach.require(str(columns["territory"]), str(columns["line"]))
        for key in self._keys(judged, values):
            if (first := self._seen.setdefault(key, judged.at)) != judged.at:
                raise Refusal(
                    "registry.import.again",
                    sentence("与第{first}行是同一条记录，请删去重复的一行"),
                    params={"first": first},
                )
        return judged

    def _keys(self, judged: Judged[R], values: Values) -> Iterable[object]:
        """What two rows of one file must not share: the record they change, or the name they register."""
        if judged.record is not None:
            yield judged.record.pk
            return
        name = next((each for each in self._bulk.names if each.counts(values)), None)
        if name is not None:
            yield name.facts, name.of(values)

    def _new(self, row: Row, values: Values, hosts: Hosts) -> Judged[R]:
        for name in self._bulk.must:
            if values.get(name) in (None, ""):
                raise Refusal(
                    "registry.import.missing", sentence("新登记的必须填写这一项"), field=name.removesuffix("_id")
                )
        attributes = _attributes(values)
        facts = self._bulk.facts(**values, **({"attributes": attributes} if attributes else {}))
        facts = _checked(facts, self._places)
        return Judged(row.at, "create", facts, self._bulk.beside(facts, hosts))

    def _changed(self, row: Row, values: Values, found: Found, record: R) -> Judged[R]:
        bulk = self._bulk
        before = bulk.before(record)
        if attributes := _attributes(values):
            values["attributes"] = {**before.attributes, **attributes}
        for name, value in bulk.derived(record).items():
            if name in values and values[name] == value:
                del values[name]
        kept = {name: value for name, value in values.items() if not same(getattr(before, name), value)}
        if not kept:
            return Judged(row.at, "same", before, {}, record)
        for name in bulk.fixed:
            if name in kept:
                raise Refusal(
                    "registry.import.fixed",
                    sentence("与登记的一致：这一项不能用导入更正，请在页面上办理"),
                    field=name.removesuffix("_id"),
                )
        after = _checked(replace(before, **kept), self._places)
        old, new = asdict(before), asdict(after)
        differs = {name: old[name] for name in old if not same(old[name], new[name])}
        follows = bulk.beside(after, {**bulk.hosts_of(record), **found.hosts})
        return Judged(row.at, "change" if differs else "same", after, follows, record, differs)


def _checked(stated: Any, places: set[str]) -> Any:
    """The facts' own check, without a query per row: the office was looked up when the cell was read."""
    office = getattr(stated, "owner_office_id", None)
    if office is None:
        return stated.checked(places)
    return replace(replace(stated, owner_office_id=None).checked(places), owner_office_id=office)


def _flat(facts: Any) -> Values:
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def _unmask(values: Values, record: Scoped | None) -> None:
    """A number with stars is what the export shows: it says nothing about a known record, and makes no new one."""
    for name in [name for name, value in values.items() if isinstance(value, Masked)]:
        written = values.pop(name)
        if record is None or str(getattr(record, name)) != str(written):
            raise Refusal("registry.import.masked", sentence("完整的内容：打了星号的只认得已登记的那一条"), field=name)


def _attributes(values: Values) -> dict[str, object]:
    """`attributes.seats` and its like, taken out of the values."""
    names = [name for name in values if name.startswith("attributes.")]
    found: dict[str, object] = {}
    for name in names:
        value = values.pop(name)
        found[name.partition(".")[2]] = value if isinstance(value, bool | str) else str(value)
    return found


def same(old: object, new: object) -> bool:
    """Whether two values of a fact are the same statement: blank is blank, width and blanks inside say nothing."""
    if isinstance(old, str) and isinstance(new, str):
        return same_words(old, new)
    if old in (None, "") and new in (None, ""):
        return True
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(_same_attribute(old[name], new[name]) for name in old)
    return bool(old == new)


def _same_attribute(old: object, new: object) -> bool:
    if isinstance(old, bool) or isinstance(new, bool) or not isinstance(old, int | float):
        return old == new
    return f"{float(old):.12g}" == f"{float(str(new)):.12g}"


class _Reach:
    """Where the actor may write, asked once per place and line."""

    def __init__(self, actor: Actor) -> None:
        self._answer = cache(lambda place, line: reaches(actor, REGISTRY_EDIT, territory=place, line=line))

    def require(self, territory: str, line: str) -> None:
        if not self._answer(territory, line):
            raise Refusal("registry.import.reach", sentence("不在您的管辖范围或条线内"), field="territory")


class Known(Generic[R]):
    """The records that rows name, by number or by what they are called; read in pieces, within the actor's reach."""

    def __init__(self, bulk: Bulk[R], actor: Actor, *, lock: bool) -> None:
        self._bulk = bulk
        live = scoped(actor, bulk.model._default_manager.filter(bulk.within, voided_at__isnull=True), REGISTRY_EDIT)
        live = live.select_related(*bulk.hosts) if bulk.hosts else live
        self._live = live.select_for_update(of=("self",)) if lock else live
        self._numbered: dict[str, R] = {}
        self._named: list[dict[object, list[R]]] = [{} for _name in bulk.names]

    def by_number(self, rows: Sequence[Row]) -> None:
        """Read the records whose numbers stand in the rows."""
        numbers = {str(row.values["number"]) for row in rows if "number" in row.values}
        self._numbered = {str(vars(r)["number"]): r for r in in_pieces(self._live, "number", numbers)}

    def numbered(self, rows: Sequence[Row]) -> dict[int, R]:
        """Row → the record its number names."""
        found = {row.at: self._numbered.get(str(row.values["number"])) for row in rows if "number" in row.values}
        return {at: record for at, record in found.items() if record is not None}

    def by_name(self, values: Sequence[Values]) -> None:
        """Read the records that rows without a number may mean."""
        unnumbered = [each for each in values if "number" not in each]
        for name, known in zip(self._bulk.names, self._named, strict=True):
            given = [each for each in unnumbered if self._first(each) is name]
            first = name.facts[0]
            if name.index:
                dataset = _index(self._bulk.model, name.index).dataset
                keys: set[Any] = {envelope.blind_index(dataset, str(each[first])) for each in given}
                found = in_pieces(self._live, name.index, keys)
            else:
                found = in_pieces(self._live, first, {each[first] for each in given})
            for record in found:
                known.setdefault(name.of(_flat(self._bulk.before(record))), []).append(record)

    def _first(self, values: Values) -> Name | None:
        return next((name for name in self._bulk.names if name.counts(values)), None)

    def record(self, row: Row, values: Values) -> R | None:
        """The record the row is about; None for a new one; Refusal when it cannot be told."""
        if "number" in row.values:
            found = self._numbered.get(str(row.values["number"]))
            if found is None:
                raise Refusal(
                    "registry.import.number", sentence("登记过的编号；新登记的不填，由系统编号"), field="number"
                )
            return found
        name = self._first(values)
        if name is None:
            return None
        named = self._named[self._bulk.names.index(name)].get(name.of(values), [])
        if len(named) > 1:
            raise Refusal(
                "registry.import.several",
                sentence("编号：叫这个名字的有{count}条，请填写编号以便区分"),
                field="number",
                params={"count": len(named)},
            )
        return named[0] if named else None


def in_pieces(rows: "models.QuerySet[R]", name: str, values: Iterable[Any]) -> Iterable[R]:
    """The rows whose field is one of the values."""
    listed = sorted(values)
    for start in range(0, len(listed), CHUNK):
        yield from rows.filter(**{f"{name}__in": listed[start : start + CHUNK]}).order_by("pk")


def _index(model: type[models.Model], name: str) -> Any:
    return next(each for each in index_fields(model) if each.name == name)


def _refuse_taken(bulk: Bulk[R], unique: Unique, found: Sequence[Judged[R]]) -> None:
    """Turn away what another record, or an earlier row, has already. It is one register: scope does not matter."""
    of = _key_of(bulk, unique)
    asked = [(of(each.columns), each) for each in found if each.act in ("create", "change")]
    asked = [(key, each) for key, each in asked if key is not None]
    rows = bulk.model._default_manager.filter(voided_at__isnull=True)
    rows = rows.exclude(unique.besides) if unique.besides is not None else rows
    first = unique.index or unique.columns[0]
    holders: dict[object, object] = {}
    listed = sorted({key[0] for key, _each in asked if key is not None}, key=str)
    for start in range(0, len(listed), CHUNK):
        piece = rows.filter(**{f"{first}__in": listed[start : start + CHUNK]})
        for pk, *values in piece.values_list("pk", first, *unique.columns[1:]):
            holders[tuple(_plain(value) for value in values)] = pk
    here: dict[object, int] = {}
    for key, each in asked:
        own = each.record.pk if each.record is not None else None
        text = tuple(_plain(part) for part in key or ())
        if holders.get(text, own) != own or here.setdefault(text, each.at) != each.at:
            each.refuse(unique.refusal(each.columns))


def _plain(value: object) -> object:
    return (
        value if isinstance(value, bytes | Decimal) else bytes(value) if isinstance(value, memoryview) else str(value)
    )


def _key_of(bulk: Bulk[R], unique: Unique) -> "Callable[[Values], tuple[Any, ...] | None]":
    dataset = _index(bulk.model, unique.index).dataset if unique.index else ""

    def key(columns: Values) -> tuple[Any, ...] | None:
        values = [columns[name] for name in unique.columns]
        if values[0] in (None, ""):
            return None
        if dataset:
            values[0] = envelope.blind_index(dataset, str(values[0]))
        return tuple(values)

    return key
