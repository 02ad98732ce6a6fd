"""What would happen with each row: known or new, in reach, in order, once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, field, fields, replace
from decimal import Decimal
from functools import cache
from typing import Any, Generic, TypeVar

from gasloop.access.models import Territory
from gasloop.access.scope import reaches
from gasloop.access.scoping import Scoped
from gasloop.evidence import envelope
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.actions.bulk.declared import NOTHING, Bulk, Found, Hosts, Unique, Values
from gasloop.registry.actions.bulk.knowing import CHUNK, Known, index_of
from gasloop.registry.facts.stated import alone
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.shell.importing import Judgement, Masked, Row, Shape, Verdict
from gasloop.shell.importing.cells import same_words

R = TypeVar("R", bound=Scoped)
UNSAID = object()
NO_SHAPE = Shape({})
SEVERAL_ROWS = sentence("与第{first}行是同一条记录，请删去重复的一行")


@dataclass(slots=True)
class Judged(Generic[R]):
    """One row judged: what would stand in the record of its own, and the columns it shares with rows like it."""

    at: int
    act: str
    own: Mapping[str, object] = field(default_factory=dict)
    shape: Shape = NO_SHAPE
    record: R | None = None
    before: Mapping[str, object] = field(default_factory=dict)
    refusal: Refusal | None = None

    @property
    def columns(self) -> Values:
        """All that would stand in the record, by attribute name."""
        return {**self.shape.columns, **self.own}

    def verdict(self) -> Verdict:
        key = self.record.pk if self.record is not None else None
        return Verdict(self.at, self.act, key, self.before, self.refusal)  # type: ignore[arg-type]  # one of the four acts

    def refuse(self, refusal: Refusal) -> None:
        """Turn it away after all."""
        self.act, self.refusal, self.record, self.before = "refused", refusal, None, {}


@dataclass(slots=True)
class Rows(Judgement, Generic[R]):
    """The register's judgement: the rows as `write` needs them."""

    ledger: Bulk[R]
    found: Sequence[Judged[R]]


def judge(bulk: Bulk[R], actor: Actor, rows: Sequence[Row], *, hold: bool) -> Rows[R]:
    """What `write` would do with the rows; nothing is written. `hold` locks the records they name."""
    found = judged_rows(bulk, actor, rows, lock=hold)
    return Rows([judged.verdict() for judged in found], hold, bulk, found)


def judged_rows(bulk: Bulk[R], actor: Actor, rows: Sequence[Row], *, lock: bool) -> list[Judged[R]]:
    """Every row, in its order; `lock` keeps the records that rows name until the transaction ends."""
    known = Known(bulk, actor, lock=lock)
    known.by_number(rows)
    resolved = bulk.resolve(actor, rows, known.numbered(rows))
    known.by_name({at: found.values for at, found in resolved.items() if isinstance(found, Found)})
    court = _Court(bulk, known, _Reach(actor), set(Territory.objects.values_list("path", flat=True)))
    court.expect(resolved.values())
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
        self._own = frozenset(bulk.own)
        self._unsaid = {f.name: _unsaid(f) for f in fields(bulk.facts) if f.name in self._own}
        self._shared: tuple[str, ...] = ()
        self._shapes: dict[tuple[object, ...], Shape | Refusal] = {}

    def expect(self, resolved: "Iterable[Found | Refusal]") -> None:
        """Which facts the rows may state besides those of their own."""
        names = {name for found in resolved if isinstance(found, Found) for name in found.values}
        self._shared = tuple(sorted(names - self._own - {"number"}))

    def one(self, row: Row, found: Found) -> Judged[R]:
        """A row whose words were found; Refusal when it cannot come in."""
        name, record = self._known.record(row)
        if record is None:
            judged = self._new(row, found)
        else:
            judged = self._changed(row, found, record)
            if judged.act != "same":
                self._reach.require(judged.shape)
        key = record.pk if record is not None else name
        if key is not None and (first := self._seen.setdefault(key, judged.at)) != judged.at:
            raise Refusal("registry.import.again", SEVERAL_ROWS, params={"first": first})
        return judged

    def _new(self, row: Row, found: Found) -> Judged[R]:
        values = found.values
        for name, value in values.items():
            if value.__class__ is Masked:
                raise _masked(name)
        for name in self._bulk.must:
            if values.get(name) in NOTHING:
                raise Refusal(
                    "registry.import.missing", sentence("新登记的必须填写这一项"), field=name.removesuffix("_id")
                )
        key = tuple([values.get(name, UNSAID) for name in self._shared])
        shape = self._shapes.get(key)
        if shape is None:
            shape = self._shapes[key] = self._shape(values, found.hosts)
        if isinstance(shape, Refusal):
            raise shape
        own: Values = {}
        unsaid = self._unsaid
        for each in self._bulk.facts.APART:
            own.update(zip(each.names, each.check(*[values.get(n, unsaid[n]) for n in each.names]), strict=True))
        if self._bulk.apiece:
            own.update(self._bulk.each({**shape.columns, **own}))
        return Judged(row.at, "create", own, shape)

    def _shape(self, values: Mapping[str, object], hosts: Hosts) -> Shape | Refusal:
        """What all rows that state the same have in common, judged once."""
        stated = {name: value for name, value in values.items() if name not in self._own and name != "number"}
        attributes = _attributes(stated)
        try:
            facts = self._bulk.facts(**self._unsaid, **stated, **({"attributes": attributes} if attributes else {}))
            told = _settled(facts, self._places)
            flat = {name: value for name, value in _flat(told).items() if name not in self._own}
            shape = Shape({**flat, **self._bulk.beside(told, hosts)})
            self._reach.require(shape)
        except Refusal as refusal:
            return refusal
        return shape

    def _changed(self, row: Row, found: Found, record: R) -> Judged[R]:
        bulk, values = self._bulk, {**found.values}
        values.pop("number", None)
        _unmask(values, record)
        before = bulk.before(record)
        if attributes := _attributes(values):
            values["attributes"] = {**before.attributes, **attributes}
        for name, value in bulk.derived(record).items():
            if name in values and values[name] == value:
                del values[name]
        kept = {name: value for name, value in values.items() if not same(getattr(before, name), value)}
        if not kept:
            return Judged(row.at, "same", record=record)
        for name in bulk.fixed:
            if name in kept:
                raise Refusal(
                    "registry.import.fixed",
                    sentence("与登记的一致：这一项不能用导入更正，请在页面上办理"),
                    field=name.removesuffix("_id"),
                )
        told = _settled(replace(before, **kept), self._places)
        after = replace(told, **alone(told))
        old, new = asdict(before), asdict(after)
        differs = {name: old[name] for name in old if not same(old[name], new[name])}
        columns = {**_flat(after), **bulk.beside(after, {**bulk.hosts_of(record), **found.hosts})}
        shape = Shape({**columns, **bulk.each(columns)})
        return Judged(row.at, "change" if differs else "same", {}, shape, record, differs)


def _unsaid(each: Any) -> object:
    """What a fact is where a row says nothing of it; the ones that must be said are asked for before."""
    return "" if each.default is MISSING else each.default


def _settled(stated: Any, places: set[str]) -> Any:
    """The facts' own check, without a query per row: the office was looked up when the cell was read."""
    office = getattr(stated, "owner_office_id", None)
    if office is None:
        return stated.together(places)
    return replace(replace(stated, owner_office_id=None).together(places), owner_office_id=office)


def _flat(facts: Any) -> Values:
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def _unmask(values: Values, record: Scoped) -> None:
    """A number with stars is what the export shows: it says nothing about a known record."""
    for name in [name for name, value in values.items() if isinstance(value, Masked)]:
        if str(getattr(record, name)) != str(values.pop(name)):
            raise _masked(name)


def _masked(name: str) -> Refusal:
    return Refusal("registry.import.masked", sentence("完整的内容：打了星号的只认得已登记的那一条"), field=name)


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

    def require(self, shape: Shape) -> None:
        if not self._answer(str(shape.columns["territory"]), str(shape.columns["line"])):
            raise Refusal("registry.import.reach", sentence("不在您的管辖范围或条线内"), field="territory")


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
    dataset = index_of(bulk.model, unique.index).dataset if unique.index else ""

    def key(columns: Values) -> tuple[Any, ...] | None:
        values = [columns[name] for name in unique.columns]
        if values[0] in (None, ""):
            return None
        if dataset:
            values[0] = envelope.blind_index(dataset, str(values[0]))
        return tuple(values)

    return key
