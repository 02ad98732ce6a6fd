"""What a row hangs from, as offices write it: a name, a number, a credit code; looked up for all rows at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from gasloop.access.capabilities import Capability
from gasloop.access.scoping import Scoped, scoped
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal
from gasloop.registry.actions.bulk.declared import Found
from gasloop.registry.actions.bulk.knowing import in_pieces
from gasloop.registry.models import Building, Party, Person, Site
from gasloop.registry.permissions import REGISTRY_EDIT, REGISTRY_VIEW
from gasloop.registry.states import PartyState, SiteState
from gasloop.shell.importing import Row
from gasloop.shell.importing.cells import same_words


@dataclass(frozen=True, slots=True)
class Host:
    """A kind of record that rows name in words: by which fields, and which of them may take something on."""

    model: type[Scoped]
    called: tuple[str, ...]
    standing: Q = field(default_factory=Q)
    capability: Capability = REGISTRY_EDIT

    def found(self, actor: Actor, words: set[str]) -> dict[str, list[Any]]:
        """The records that each of the words may mean, in the actor's reach; the surest field first."""
        live = self.model._default_manager.filter(self.standing, voided_at__isnull=True)
        rows = scoped(actor, live, self.capability)
        known: dict[str, list[Any]] = {}
        for name in self.called:
            left = words - known.keys()
            for record in in_pieces(rows, name, left) if left else ():
                known.setdefault(str(getattr(record, name)), []).append(record)
        return known

    def is_called(self, record: Scoped, words: str) -> bool:
        """Whether the words mean this very record."""
        return any(same_words(str(getattr(record, name)), words) for name in self.called)


PARTY = Host(Party, ("uscc", "number", "name"), ~Q(state=PartyState.EXITED))
SERVING = Host(Party, ("uscc", "number", "name"), ~Q(state=PartyState.EXITED), REGISTRY_VIEW)
SITE = Host(Site, ("number", "name"), ~Q(state=SiteState.CLOSED))
BUILDING = Host(Building, ("number", "name"))
PERSON = Host(Person, ("number", "name"), Q(left_on__isnull=True))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column of words and what becomes of it: `written` is the import field, `relation` where the record goes.

    `hosts` are tried in their order, each with its relation. Where the row names a place, only what lies there counts.
    """

    written: str
    hosts: Mapping[str, Host]
    refusal: Refusal


def hosted(
    actor: Actor, rows: Sequence[Row], known: Mapping[int, Any], wanted: Wanted, *, place: bool = False
) -> dict[int, Found | Refusal]:
    """Each row with `written` turned into `<relation>_id`. `place`: `territory` says where the host lies, no fact."""
    said = {str(row.values[wanted.written]) for row in rows if wanted.written in row.values}
    meant = {relation: host.found(actor, said) for relation, host in wanted.hosts.items()} if said else {}
    found: dict[int, Found | Refusal] = {}
    one_of: dict[tuple[str, str], tuple[str, Any] | None] = {}
    for row in rows:
        if wanted.written not in row.values and not (place and "territory" in row.values):
            found[row.at] = Found(row.values)
            continue
        values = dict(row.values)
        where = str(values.pop("territory", "")) if place else ""
        written = values.pop(wanted.written, None)
        if written is None:
            found[row.at] = Found(values)
            continue
        words = str(written)
        if (words, where) not in one_of:
            one_of[words, where] = _meant(meant, words, where)
        one = _present(known.get(row.at), words, wanted) or one_of[words, where]
        if one is None:
            found[row.at] = wanted.refusal
        else:
            relation, host = one
            values[f"{relation}_id"] = host.pk
            found[row.at] = Found(values, {relation: host})
    return found


def _present(record: Any, words: str, wanted: Wanted) -> tuple[str, Any] | None:
    """What the record hangs from now, if that is what the words say."""
    for relation, host in wanted.hosts.items() if record is not None else ():
        present = getattr(record, relation)
        if present is not None and host.is_called(present, words):
            return relation, present
    return None


def _meant(meant: Mapping[str, Mapping[str, Sequence[Any]]], words: str, where: str) -> tuple[str, Any] | None:
    """The one record the words can mean; None for none and for several."""
    for relation, known in meant.items():
        found = known.get(words, ())
        there = [each for each in found if each.territory.startswith(where)] if where else found
        if there:
            return (relation, there[0]) if len(there) == 1 else None
    return None
