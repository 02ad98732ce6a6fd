"""Whose number is it? Exact search through blind indexes; on whoever is found it stays logged that somebody looked."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from gasloop.access.scope import may
from gasloop.access.scoping import scoped
from gasloop.evidence.actions import append
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.facts.checks import reason as because
from gasloop.registry.models import Household, Party, Person
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.relay.actions import verb

R = TypeVar("R", Person, Party, Household)
SHORTEST, MOST = 7, 50


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A record that has the number; `what` it is of it, in the source language."""

    record: Person | Party | Household
    what: str


@verb
def look_up_number(actor: Actor, *, number: str, why: str) -> list[LookedUp]:
    """Records in reach whose identity or telephone number is exactly this one. Each find is an entry on its record.

    Refusal without a reason, or for a number too short to be one; the number itself is written nowhere.
    """
    if not may(actor, REGISTRY_VIEW):
        raise NotFound
    asked, reason = number.strip(), because(why)
    if len(asked) < SHORTEST:
        raise Refusal("registry.number.short", sentence("请填写完整的身份证号或电话号码。"), field="number")
    people, parties = Person.objects.all(), Party.objects.all()
    doors = Household.objects.select_related("building")
    found = [
        *_having(actor, people, "id_index", asked, sentence("身份证号")),
        *_having(actor, people, "phone_index", asked, sentence("电话")),
        *_having(actor, parties, "phone_index", asked, sentence("电话")),
        *_having(actor, doors, "phone_index", asked, sentence("电话")),
    ]
    for each in found:
        record = each.record
        body = {"name": str(record), "number": record.number, "what": each.what, "why": reason}
        append(actor, act=acts.NUMBER_LOOKED_UP, record=record, body=body)
    return found


def _having(actor: Actor, rows: QuerySet[R], index: str, number: str, what: str) -> list[LookedUp]:
    """The live rows in reach whose blind index is the number's."""
    live = scoped(actor, rows.filter(voided_at__isnull=True, **{index: number}), REGISTRY_VIEW)
    return [LookedUp(record, what) for record in live.order_by("pk")[:MOST]]
