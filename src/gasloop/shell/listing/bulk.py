"""Bulk acts: choose rows (or all that the list shows), see what would happen to each, then do it and see what happened.

The preview is no second set of rules: every row's verb is really carried out and taken back (a savepoint), so that what
it says, refusals included, is what the verb says.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from gasloop.access.capabilities import Capability
from gasloop.access.scope import may
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.relay.actions import verb
from gasloop.shell.desk import Desk, Option
from gasloop.shell.errors import say
from gasloop.shell.words import Words

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Ask:
    """What a bulk act has to be told once for all rows: a text, or a choice out of `options`."""

    name: str
    label: Words
    options: Callable[[Desk], Sequence[Option]] | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class BulkAct:
    """One act on many rows. `do(actor, row, told)` calls the room's single verb; `capability` shows the act at all.

    `then` says in words what becomes of a row when the verb lets it through.
    """

    name: str
    title: Words
    capability: Capability
    do: Callable[[Actor, Any, Mapping[str, str]], object]
    then: Words
    asks: tuple[Ask, ...] = field(default=())
    icon: str = "checks"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row and what becomes (or became) of it; `words` is the refusal's sentence when it is one."""

    row: models.Model
    state: Literal["good", "refused"]
    words: str


def acts_for(acts: Sequence[BulkAct], actor: Actor) -> list[BulkAct]:
    """The acts that are offered to the actor."""
    return [act for act in acts if may(actor, act.capability)]


def previewed(act: BulkAct, actor: Actor, rows: Sequence[models.Model], told: Mapping[str, str]) -> list[Outcome]:
    """What would become of each row; nothing of it stays."""
    with transaction.atomic():
        found = [_one(act, actor, row, told) for row in rows]
        transaction.set_rollback(True)
    return found


@verb
def carry_out(actor: Actor, *, act: BulkAct, rows: Sequence[models.Model], told: Mapping[str, str]) -> list[Outcome]:
    """Do it: rows that are refused stay as they are, the others are done together."""
    if not may(actor, act.capability):
        raise Refusal("shell.bulk.not_yours", sentence("您的岗位不能批量办理这一项。"))
    return [_one(act, actor, row, told) for row in rows]


def _one(act: BulkAct, actor: Actor, row: models.Model, told: Mapping[str, str]) -> Outcome:
    try:
        with transaction.atomic():
            act.do(actor, row, told)
    except Refusal as refusal:
        return Outcome(row, "refused", say(refusal))
    return Outcome(row, "good", str(act.then))


def told_by(act: BulkAct, given: Mapping[str, str], desk: Desk) -> tuple[dict[str, str], list[str]]:
    """What was told, and in words what is missing or not to be chosen."""
    told, missing = {}, []
    for ask in act.asks:
        value = given.get(f"told-{ask.name}", "").strip()
        known = dict(ask.options(desk)) if ask.options else None
        if (ask.required and not value) or (value and known is not None and value not in known):
            missing.append(_("请填写“%(label)s”。") % {"label": str(ask.label)})
        told[ask.name] = value
    return told, missing


def ids_of(values: Sequence[str]) -> list[UUID]:
    """The ids among what was posted, each once."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
