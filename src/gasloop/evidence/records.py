"""The kinds of record the house keeps evidence of, and their sealed state as the database holds it.

A verb changes rows by guarded updates, so the instance in its hands may be stale. The state an entry seals is therefore
read from the row, and the row is locked while it is: entries on one record are in the order of its states.
"""

from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet

from gasloop.evidence.digests import derived, salted
from gasloop.kernel.jsonable import JsonObject, JsonValue, canonical, plain
from gasloop.kernel.subject import Subject
from gasloop.relay.standing import Standing

if TYPE_CHECKING:
    from gasloop.evidence.models import Record

ALWAYS_SEALED = ("received_at",)
CHUNK = 2000

_kinds: dict[str, type["Record"]] = {}


def register(model: type["Record"]) -> None:
    """Take up a record kind; ImproperlyConfigured when its name is missing or taken."""
    kind = getattr(model, "SUBJECT_KIND", "")
    if not kind or not isinstance(getattr(model, "SEALED", None), tuple):
        raise ImproperlyConfigured(f"{model.__name__} is a Record without SUBJECT_KIND or SEALED")
    if kind in _kinds and _kinds[kind] is not model:
        raise ImproperlyConfigured(f"record kind {kind} is declared twice")
    _kinds[kind] = model


def kinds() -> dict[str, type["Record"]]:
    """Record kinds by name."""
    return dict(_kinds)


def model_of(kind: str) -> type["Record"] | None:
    """The model behind a subject's kind, if there (still) is one."""
    return _kinds.get(kind)


def find(subject: Subject) -> "Record | None":
    """The record a subject points to, voided or not, in or out of anyone's scope."""
    model = model_of(subject.kind)
    return model._base_manager.filter(pk=subject.id).first() if model else None


def check_declarations() -> None:
    """ImproperlyConfigured when a kind seals a field that it does not have."""
    for model in _kinds.values():
        if missing := set(model.SEALED) - attnames(model):
            raise ImproperlyConfigured(f"{model.__name__}.SEALED names unknown fields: {', '.join(sorted(missing))}")


def attnames(model: type[Model]) -> set[str]:
    """The columns of a model by attribute name (`office_id`)."""
    return {field.attname for field in model._meta.concrete_fields}


def sealed_fields(model: type["Record"]) -> tuple[str, ...]:
    """What an entry seals of such a record, in a fixed order."""
    return tuple(sorted({*model.SEALED, *ALWAYS_SEALED}))


def state_value(value: object) -> JsonValue:
    """A field's value as JSON: what `plain` knows, bytes and encrypted text as hex, times as text."""
    match value:
        case bytes() | bytearray() | memoryview():
            return bytes(value).hex()
        case timedelta():
            return f"{value.total_seconds()}s"
        case time():
            return value.isoformat()
    sealed_form = getattr(value, "sealed_form", None)
    return sealed_form() if callable(sealed_form) else plain(value)


def state(fields: Sequence[str], values: Sequence[object]) -> JsonObject:
    """Field names and their values as JSON."""
    return {name: state_value(value) for name, value in zip(fields, values, strict=True)}


def lock_states(model: type["Record"], ids: Sequence[UUID]) -> dict[UUID, JsonObject]:
    """Lock the rows (FOR NO KEY UPDATE: foreign keys to them stay free) and read their sealed state."""
    fields = sealed_fields(model)
    found: dict[UUID, JsonObject] = {}
    if len(ids) == 1:
        return {pk: state(fields, values) for pk, *values in _locked_row(model).rows(ids[0])}
    for start in range(0, len(ids), CHUNK):
        rows = model._base_manager.select_for_update(no_key=True).filter(pk__in=ids[start : start + CHUNK])
        for pk, *values in rows.order_by("pk").values_list("pk", *fields):
            found[pk] = state(fields, values)
    return found


@cache
def _locked_row(model: type["Record"]) -> "Standing[Record]":
    """The question for one record's state: every act of the house asks it."""

    def say(key: UUID) -> "QuerySet[Record, Any]":
        rows = model._base_manager.select_for_update(no_key=True).filter(pk=key)
        return rows.values_list("pk", *sealed_fields(model))

    return Standing(say, UUID)


def state_digest(algorithm: str, salt: bytes, subject: Subject, sealed: Mapping[str, JsonValue], row: bool) -> bytes:
    """The salted digest of a record's sealed state; the rows of a batch have a salt each."""
    content = canonical({"subject": str(subject), "state": sealed})
    return salted(algorithm, derived(salt, f"row:{subject.id}" if row else "state"), content)


def name_of(subject: Subject) -> str:
    """A record in words for a person: its kind's name and its own, or the bare reference."""
    model = model_of(subject.kind)
    if model is None:
        return str(subject)
    record = model._base_manager.filter(pk=subject.id).first()
    label = str(model._meta.verbose_name)
    return f"{label} {record}" if record is not None else f"{label} {subject.id}"


def app_of(kind: str) -> str:
    """The room a kind belongs to, in words; empty when nobody declares it."""
    model = model_of(kind)
    return str(apps.get_app_config(model._meta.app_label).verbose_name) if model else ""
