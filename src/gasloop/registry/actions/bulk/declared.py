"""What one ledger's bulk verbs differ in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Q

from gasloop.access.scoping import Scoped
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal
from gasloop.shell.importing import Row

R = TypeVar("R", bound=Scoped)
NOTHING = (None, "")
Values = dict[str, object]
Hosts = Mapping[str, Any]
"""Relation → the record it leads to: what a row hangs from (a part's site, a door's building)."""


@dataclass(slots=True)
class Found:
    """A row's values as facts, with the records that its words name."""

    values: Mapping[str, object]
    hosts: Hosts = field(default_factory=dict)


Resolve = Callable[[Actor, Sequence[Row], Mapping[int, Any]], "Mapping[int, Found | Refusal]"]


def as_they_are(_actor: Actor, rows: Sequence[Row], _known: Mapping[int, Any]) -> "Mapping[int, Found | Refusal]":
    """Values that already are facts."""
    return {row.at: Found(row.values) for row in rows}


def _same_key(names: tuple[str, ...]) -> Callable[[Mapping[str, object]], tuple[str, ...]]:
    return lambda values: tuple(_word(values.get(name)) for name in names)


def _word(value: object) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Name:
    """What a record goes by where a row gives no number: facts that, all of them alike, mean the same record.

    It counts where every one of `facts` is filled; `more` are compared with them, blank or not. Candidates are read by
    the first of the facts: by the field of that name, or by `index` (an encrypted fact's blind index). `key` makes of a
    row's or a record's values what is compared.
    """

    facts: tuple[str, ...]
    more: tuple[str, ...] = ()
    index: str = ""
    key: Callable[[Mapping[str, object]], object] | None = None

    def of(self, values: Mapping[str, object]) -> object:
        """The name that these values give."""
        return (self.key or _same_key((*self.facts, *self.more)))(values)

    def counts(self, values: Mapping[str, object]) -> bool:
        """Whether the values give a name at all."""
        return all(values.get(name) not in NOTHING for name in self.facts)


@dataclass(frozen=True, slots=True)
class Unique:
    """Columns that no two live records share, and what is said where another record has them already.

    Where the first of them is blank nothing is asked. `index` is the blind index of an encrypted one; records that fit
    `besides` do not count.
    """

    columns: tuple[str, ...]
    refusal: Callable[[Values], Refusal]
    index: str = ""
    besides: Q | None = None


@dataclass(frozen=True, slots=True)
class Bulk(Generic[R]):
    """What one ledger's bulk verbs differ in.

    `beside` gives the columns that follow from hosts and from facts that are checked together: the line of trade
    always, and where the record lies when it lies where its host does. `each` gives those that follow from a row's own
    columns, `apiece` names them. `names` are tried in their order
    for a row without number; `must` are facts a new record cannot be without; `fixed` those a correction leaves alone.
    `hosts` are the relations read with a record. `resolve` turns what was read (an operator's name) into facts (its
    id), set-based. `derived` are facts nobody stated although the ledger shows them: coming back unchanged they say
    nothing. `within` narrows the model to the ledger's rows. `after` follows a change through (parts move with their
    site), `tell` lets listeners know of changed records.
    """

    model: type[R]
    facts: Any  # one of the classes of `facts`: `Stated` with `of(record)`
    prefix: str
    beside: Callable[[Any, Hosts], Values]
    names: tuple[Name, ...]
    must: tuple[str, ...]
    apiece: tuple[str, ...] = ()
    each: Callable[[Values], Values] = lambda _columns: {}
    hosts: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    unique: tuple[Unique, ...] = ()
    resolve: Resolve = as_they_are
    stated: Callable[[R], Any] | None = None
    derived: Callable[[R], Values] = lambda _record: {}
    within: Q = field(default_factory=Q)
    after: Callable[[Sequence[UUID]], None] = lambda _ids: None
    tell: Callable[[Sequence[R]], None] = lambda _records: None

    @property
    def own(self) -> tuple[str, ...]:
        """The facts that are checked alone: what differs from row to row."""
        return tuple(name for each in self.facts.APART for name in each.names)

    def before(self, record: R) -> Any:
        """The facts somebody stated about the record as it is registered."""
        return (self.stated or self.facts.of)(record)

    def hosts_of(self, record: R) -> Hosts:
        """What the record hangs from now."""
        found = {name: getattr(record, name) for name in self.hosts}
        return {name: host for name, host in found.items() if host is not None}
