"""Sending twice is harmless: a record carries the digest of the request that made it; its id may be the client's."""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from gasloop.kernel.jsonable import canonical
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.facts import Facts, columns
from gasloop.registry.models import Building, Credential, Household, Installation, Party, Person, Service, Site

R = TypeVar("R", Party, Site, Installation, Person, Credential, Building, Household, Service)

# A digest of a telephone or identity number could be guessed; a repeat is recognised without them.
LEFT_OUT = frozenset({"phone", "id_number", "householder"})

NO_REQUEST = bytes(32)
"""Stands with records that no single request made: they came in by a bulk verb, which gives each its id itself."""


def request_digest(facts: Facts, **more: object) -> bytes:
    """What was asked, as 32 bytes."""
    asked = {name: value for name, value in columns(facts).items() if name not in LEFT_OUT}
    return sha256(canonical({**asked, **more})).digest()


def earlier(model: type[R], key: UUID | None, digest: bytes) -> R | None:
    """The record that this very request made before; Refusal when the id stands for something else."""
    if key is None:
        return None
    row = model._default_manager.filter(pk=key).first()
    if row is not None and bytes(row.request_digest) != digest:
        raise Refusal(
            "registry.id_taken",
            sentence("这个编号已经登记过另一项内容。请刷新后重新填写，不要覆盖原记录。"),
            field="id",
        )
    return row


def insert(row: R) -> bool:
    """Insert; False when another transaction just inserted the same id or a value that must be unique."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def inserted(row: R, refuse: Callable[[], None] = lambda: None) -> bool:
    """Insert; False when the very request was just carried out by another transaction (the caller reads it anew).

    `refuse` names what may clash with a value that has to be unique; it is asked when the insert failed.
    """
    if insert(row):
        return True
    refuse()
    if earlier(type(row), row.pk, bytes(row.request_digest)) is None:
        raise busy()
    return False


def busy() -> Refusal:
    """What is said when an insert lost a race for another reason than its own repetition."""
    return Refusal("registry.conflict", sentence("别人刚刚登记了同样的内容，请刷新后再看。"))
