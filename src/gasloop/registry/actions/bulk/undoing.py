"""An import taken back: what it created is voided, what it changed is restored, what was touched since stays."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from gasloop.access.scoping import Scoped, scoped
from gasloop.evidence.fields import SealedText
from gasloop.evidence.models import BatchRow, Entry
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.actions.bulk.declared import Bulk
from gasloop.registry.actions.bulk.knowing import CHUNK
from gasloop.registry.actions.bulk.writing import log, rewrite, set_columns
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.shell.importing import Kept

R = TypeVar("R", bound=Scoped)


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
    restored = {key: before for key, before in changed.items() if key not in kept}
    if voided:
        written = {"voided_at": clock.now(), "voided_by": actor.id, "voided_why": why}
        for start in range(0, len(voided), CHUNK):
            ids = [record.pk for record in voided[start : start + CHUNK]]
            bulk.model._default_manager.filter(pk__in=ids).update(**written)
        log(actor, acts.BATCH_VOIDED, voided, why)
    if restored:
        log(actor, acts.BATCH_CORRECTED, _restore(bulk, records, restored), why)
    return list(kept.values())


def _locked(bulk: Bulk[R], actor: Actor, ids: Sequence[UUID]) -> dict[UUID, R]:
    live = scoped(actor, bulk.model._default_manager.filter(voided_at__isnull=True), REGISTRY_EDIT)
    live = (live.select_related(*bulk.hosts) if bulk.hosts else live).select_for_update(of=("self",))
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


def _restore(bulk: Bulk[R], records: Mapping[UUID, R], changed: Mapping[UUID, Mapping[str, object]]) -> list[R]:
    """The records with the facts they had, read back from their JSON."""
    fields = {f.attname: f for f in bulk.model._meta.concrete_fields}
    restored, names = [], set[str]()
    for key, before in changed.items():
        record = records[key]
        facts = {name: fields[name].to_python(value) for name, value in before.items()}
        after = replace(bulk.before(record), **_texts(facts))
        set_columns(record, facts)
        beside = bulk.beside(after, bulk.hosts_of(record))
        beside |= bulk.each({**vars(record), **beside})
        restored.append(set_columns(record, beside))
        names |= {*facts, *beside}
    rewrite(bulk, restored, sorted(names))
    return restored


def _texts(facts: Mapping[str, object]) -> dict[str, object]:
    """Encrypted texts in clear, as facts have them."""
    return {name: value.clear() if isinstance(value, SealedText) else value for name, value in facts.items()}
