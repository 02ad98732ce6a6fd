"""Bulk verbs of the register: many rows judged by the same facts as one, written by COPY, logged as one entry.

A ledger says what is its own in a `Bulk`; judging, writing and taking back are the same for all of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction

from gasloop.access.models import Territory
from gasloop.access.scope import reaches
from gasloop.access.scoping import Scoped, scoped
from gasloop.evidence.actions import append_batch
from gasloop.evidence.acts import Act
from gasloop.evidence.models import BatchRow, Entry
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.actions.once import busy, request_digest
from gasloop.registry.events import BatchWritten
from gasloop.registry.numbering import next_numbers
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.relay.actions import emit
from gasloop.shell.importing import Kept, Row, Verdict, Written, copy_in, copy_over
from gasloop.shell.importing.cells import same_words

R = TypeVar("R", bound=Scoped)
CHUNK = 5000
Values = dict[str, object]
Resolve = Callable[[Actor, Sequence[Row]], Mapping[int, "Values | Refusal"]]


def as_they_are(_actor: Actor, rows: Sequence[Row]) -> Mapping[int, "Values | Refusal"]:
    """Values that already are facts."""
    return {row.at: dict(row.values) for row in rows}


@dataclass(frozen=True, slots=True)
class Bulk(Generic[R]):
    """What one ledger's bulk verbs differ in.

    `facts` has `of(record)` and `checked(places)`; `natural` are the facts that name a record which came without its
    number; `must` those a new record cannot be without; `resolve` turns what was read (an operator's name) into facts
    (its id), set-based; `after` follows a change through (parts move with their site).
    """

    model: type[R]
    facts: Any  # one of the classes of `facts`: they share two methods, not a base
    prefix: str
    line_of: Callable[[str], str]
    natural: tuple[str, ...]
    must: tuple[str, ...]
    resolve: Resolve = as_they_are
    after: Callable[[Sequence[UUID]], None] = lambda _ids: None


@dataclass(slots=True)
class _Judged(Generic[R]):
    """One row judged: what would stand in the register after it."""

    at: int
    act: str
    facts: Any = None
    record: R | None = None
    before: Mapping[str, object] = field(default_factory=dict)
    refusal: Refusal | None = None

    def verdict(self) -> Verdict:
        key = self.record.pk if self.record is not None else None
        return Verdict(self.at, self.act, key, self.before, self.refusal)  # type: ignore[arg-type]  # one of the four acts


def judge(bulk: Bulk[R], actor: Actor, rows: Sequence[Row]) -> list[Verdict]:
    """What `write` would do with the rows; nothing is written."""
    return [judged.verdict() for judged in _judge(bulk, actor, rows, lock=False)]


def write(bulk: Bulk[R], actor: Actor, rows: Sequence[Row], why: str) -> Written:
    """Register and correct, inside the caller's transaction. Refusal when a value was taken in the meantime."""
    found = _judge(bulk, actor, rows, lock=True)
    created = _create(bulk, [judged for judged in found if judged.act == "create"])
    changed = _change(bulk, [judged for judged in found if judged.act == "change"])
    entries = [
        _log(actor, act, records, why)
        for act, records in ((acts.BATCH_REGISTERED, created), (acts.BATCH_CORRECTED, changed))
        if records
    ]
    return Written([judged.verdict() for judged in found], entries)


def take_back(
    bulk: Bulk[R],
    actor: Actor,
    created: Sequence[UUID],
    changed: Mapping[UUID, Mapping[str, object]],
    since: Sequence[Entry],
    why: str,
) -> list[Kept]:
    """Void what was created and restore what was changed, but for records somebody touched or uses since."""
    records = _locked(bulk, actor, [*created, *changed])
    kept = _kept(records, [*created, *changed], since)
    kept |= _in_use(bulk.model, records, [key for key in created if key not in kept])
    voided = [records[key] for key in created if key not in kept]
    restored = [_restored(bulk, records[key], before) for key, before in changed.items() if key not in kept]
    if voided:
        written = {"voided_at": clock.now(), "voided_by": actor.id, "voided_why": why}
        for start in range(0, len(voided), CHUNK):
            ids = [record.pk for record in voided[start : start + CHUNK]]
            bulk.model._default_manager.filter(pk__in=ids).update(**written)
        _log(actor, acts.BATCH_VOIDED, voided, why)
    if restored:
        copy_over(restored, _fact_columns(bulk))
        bulk.after([record.pk for record in restored])
        _log(actor, acts.BATCH_CORRECTED, restored, why)
    return list(kept.values())


# Judging


def _judge(bulk: Bulk[R], actor: Actor, rows: Sequence[Row], *, lock: bool) -> list[_Judged[R]]:
    places = set(Territory.objects.values_list("path", flat=True))
    resolved = bulk.resolve(actor, rows)
    known = _Known(bulk, actor, rows, lock=lock)
    reach = _Reach(actor)
    seen: dict[object, int] = {}
    found = []
    for row in rows:
        values = resolved[row.at]
        try:
            if isinstance(values, Refusal):
                raise values
            judged = _one(bulk, known, row, dict(values), places)
            reach.require(judged.facts.territory, bulk.line_of(judged.facts.kind))
            _once(judged, _key(judged, bulk), seen)
        except Refusal as refusal:
            judged = _Judged(row.at, "refused", refusal=refusal)
        found.append(judged)
    return found


def _one(bulk: Bulk[R], known: "_Known[R]", row: Row, values: Values, places: set[str]) -> _Judged[R]:
    record = known.record(row)
    values.pop("number", None)
    if record is None:
        for name in bulk.must:
            if values.get(name) in (None, ""):
                raise Refusal("registry.import.missing", sentence("新登记的必须填写这一项"), field=name)
        attributes = _attributes(values)
        stated = bulk.facts(**values, **({"attributes": attributes} if attributes else {}))
        return _Judged(row.at, "create", _checked(stated, places))
    before = bulk.facts.of(record)
    attributes = _attributes(values)
    if attributes:
        values["attributes"] = {**before.attributes, **attributes}
    kept = {name: value for name, value in values.items() if not _same(getattr(before, name), value)}
    if not kept:
        return _Judged(row.at, "same", before, record)
    after = _checked(replace(before, **kept), places)
    old, new = asdict(before), asdict(after)
    differs = {name: old[name] for name in old if not _same(old[name], new[name])}
    return _Judged(row.at, "change" if differs else "same", after, record, differs)


def _checked(stated: Any, places: set[str]) -> Any:
    """The facts' own check; the office was looked up when the cell was read."""
    office = getattr(stated, "owner_office_id", None)
    if office is None:
        return stated.checked(places)
    return replace(replace(stated, owner_office_id=None).checked(places), owner_office_id=office)


def _attributes(values: Values) -> dict[str, object]:
    """`attributes.seats` and its like, taken out of the values."""
    names = [name for name in values if name.startswith("attributes.")]
    found: dict[str, object] = {}
    for name in names:
        value = values.pop(name)
        found[name.partition(".")[2]] = value if isinstance(value, bool | str) else str(value)
    return found


def _same(old: object, new: object) -> bool:
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


def _key(judged: _Judged[R], bulk: Bulk[R]) -> object:
    """What two rows of one file must not share: the record they change, or the name they register."""
    if judged.record is not None:
        return judged.record.pk
    return tuple(str(getattr(judged.facts, name)) for name in bulk.natural)


def _once(judged: _Judged[R], key: object, seen: dict[object, int]) -> None:
    if (first := seen.setdefault(key, judged.at)) != judged.at:
        raise Refusal(
            "registry.import.again", sentence("与第{first}行是同一条记录，请删去重复的一行"), params={"first": first}
        )


class _Reach:
    """Where the actor may write, asked once per place and line."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._answers: dict[tuple[str, str], bool] = {}

    def require(self, territory: str, line: str) -> None:
        asked = (territory, line)
        if asked not in self._answers:
            self._answers[asked] = reaches(self._actor, REGISTRY_EDIT, territory=territory, line=line)
        if not self._answers[asked]:
            raise Refusal("registry.import.reach", sentence("不在您的管辖范围或条线内"), field="territory")


class _Known(Generic[R]):
    """The records that rows name, by number or by what they are called; read in pieces, within the actor's reach."""

    def __init__(self, bulk: Bulk[R], actor: Actor, rows: Sequence[Row], *, lock: bool) -> None:
        self._natural = bulk.natural
        live = scoped(actor, bulk.model._default_manager.filter(voided_at__isnull=True), REGISTRY_EDIT)
        live = live.select_for_update(of=("self",)) if lock else live
        first = bulk.natural[0]
        numbers = {str(row.values["number"]) for row in rows if "number" in row.values}
        names = {str(row.values[first]) for row in rows if "number" not in row.values and first in row.values}
        self._by_number = {str(vars(r)["number"]): r for r in _in_pieces(live, "number", numbers)}
        self._by_name: dict[tuple[str, ...], list[R]] = {}
        for record in _in_pieces(live, first, names):
            self._by_name.setdefault(tuple(str(getattr(record, n)) for n in bulk.natural), []).append(record)

    def record(self, row: Row) -> R | None:
        """The record the row is about; None for a new one; Refusal when it cannot be told."""
        if "number" in row.values:
            found = self._by_number.get(str(row.values["number"]))
            if found is None:
                raise Refusal(
                    "registry.import.number",
                    sentence("登记过的编号；新登记的不填，由系统编号"),
                    field="number",
                )
            return found
        named = self._by_name.get(tuple(str(row.values.get(name, "")) for name in self._natural), [])
        if len(named) > 1:
            raise Refusal(
                "registry.import.several",
                sentence("编号：叫这个名字的有{count}条，请填写编号以便区分"),
                field="number",
                params={"count": len(named)},
            )
        return named[0] if named else None


def _in_pieces(rows: models.QuerySet[R], name: str, values: Iterable[str]) -> Iterable[R]:
    listed = sorted(values)
    for start in range(0, len(listed), CHUNK):
        yield from rows.filter(**{f"{name}__in": listed[start : start + CHUNK]}).order_by("pk")


# Writing


def _fact_columns(bulk: Bulk[R]) -> list[str]:
    """The model's fields that facts fill, and the line that follows from them."""
    columns = {f.attname: f.name for f in bulk.model._meta.concrete_fields}
    return [columns[f.name] for f in fields(bulk.facts) if f.name in columns] + ["line"]


def _create(bulk: Bulk[R], found: Sequence[_Judged[R]]) -> list[R]:
    if not found:
        return []
    for judged, number in zip(found, next_numbers(bulk.prefix, len(found)), strict=True):
        facts = {f.name: getattr(judged.facts, f.name) for f in fields(judged.facts)}
        judged.record = bulk.model(
            id=new_id(),
            number=number,
            line=bulk.line_of(judged.facts.kind),
            request_digest=request_digest(judged.facts),
            **facts,
        )
    records = [judged.record for judged in found if judged.record is not None]
    try:
        with transaction.atomic():
            copy_in(records)
    except IntegrityError as error:
        raise busy() from error
    return records


def _change(bulk: Bulk[R], found: Sequence[_Judged[R]]) -> list[R]:
    records = []
    for judged in found:
        if judged.record is not None:
            records.append(_with_facts(bulk, judged.record, judged.facts))
    if records:
        try:
            with transaction.atomic():
                copy_over(records, _fact_columns(bulk))
        except IntegrityError as error:
            raise busy() from error
        bulk.after([record.pk for record in records])
    return records


def _with_facts(bulk: Bulk[R], record: R, facts: Any) -> R:
    for each in fields(facts):
        setattr(record, each.name, getattr(facts, each.name))
    record.line = bulk.line_of(facts.kind)
    return record


def _log(actor: Actor, act: Act, records: Sequence[R], why: str) -> Entry:
    territory = _common({record.territory for record in records})
    entry = append_batch(actor, act=act, records=records, territory=territory, body={"why": why})
    kind = records[0].SUBJECT_KIND
    emit(BatchWritten(territory=territory, kind=kind, act=act.name, entry_id=str(entry.pk), count=len(records)))
    return entry


def _common(paths: set[str]) -> str:
    """The smallest division that holds all of them."""
    first, last = min(paths), max(paths)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[: first[:length].rfind("/") + 1]


# Taking back


def _locked(bulk: Bulk[R], actor: Actor, ids: Sequence[UUID]) -> dict[UUID, R]:
    live = scoped(actor, bulk.model._default_manager.filter(voided_at__isnull=True), REGISTRY_EDIT)
    live = live.select_for_update(of=("self",))
    found: dict[UUID, R] = {}
    for start in range(0, len(ids), CHUNK):
        found |= {record.pk: record for record in live.filter(pk__in=ids[start : start + CHUNK]).order_by("pk")}
    return found


def _kept(records: Mapping[UUID, R], ids: Sequence[UUID], since: Sequence[Entry]) -> dict[UUID, Kept]:
    """Records that are gone, or that the log shows touched after the import."""
    after = max((entry.seq for entry in since), default=0)
    touched: set[UUID] = set()
    for start in range(0, len(ids), CHUNK):
        some = list(ids[start : start + CHUNK])
        touched |= set(Entry.objects.filter(subject_id__in=some, seq__gt=after).values_list("subject_id", flat=True))
        later = BatchRow.objects.filter(subject_id__in=some, entry__seq__gt=after)
        touched |= set(later.values_list("subject_id", flat=True))
    gone = Refusal("registry.import.gone", sentence("已被作废，或不在您的管辖范围内"))
    changed = Refusal("registry.import.touched", sentence("导入之后有人更正过，保留现在的登记"))
    kept = {key: Kept(key, "", gone) for key in ids if key not in records}
    return kept | {key: Kept(key, str(records[key]), changed) for key in touched if key in records}


def _in_use(model: type[R], records: Mapping[UUID, R], ids: Sequence[UUID]) -> dict[UUID, Kept]:
    """Records that others point to by now: a site that was visited is not taken back."""
    used = Refusal("registry.import.used", sentence("导入之后已被使用（有检查、隐患、设施等记录），不能作废"))
    kept: dict[UUID, Kept] = {}
    for relation in model._meta.related_objects:
        name = relation.field.attname
        for start in range(0, len(ids), CHUNK):
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": ids[start : start + CHUNK]})
            kept |= {key: Kept(key, str(records[key]), used) for key in rows.values_list(name, flat=True).distinct()}
    return kept


def _restored(bulk: Bulk[R], record: R, before: Mapping[str, object]) -> R:
    """The record with the facts it had, read back from their JSON."""
    names = {f.attname: f for f in bulk.model._meta.concrete_fields}
    facts = {name: names[name].to_python(value) for name, value in before.items()}
    return _with_facts(bulk, record, replace(bulk.facts.of(record), **facts))
