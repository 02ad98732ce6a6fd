"""Bulk verbs of the ledgers that come in from Excel: which ledger it is says a `Bulk`, all else is the same."""

from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from gasloop.access.scoping import Scoped
from gasloop.evidence.models import Entry
from gasloop.kernel.actor import Actor
from gasloop.registry.actions import bulk
from gasloop.registry.actions.bulk import Bulk
from gasloop.registry.actions.importing.grid import BUILDINGS, HOUSEHOLDS
from gasloop.registry.actions.importing.people import CREDENTIALS, PEOPLE
from gasloop.registry.actions.importing.sites import PARTIES, SITES
from gasloop.registry.actions.importing.trade import INSTALLATIONS, PROPERTY_MANAGERS, TECHNICAL_SERVICES
from gasloop.relay.actions import verb
from gasloop.shell.importing import Kept, Row, Verdict, Written

__all__ = [
    "BUILDINGS", "CREDENTIALS", "HOUSEHOLDS", "INSTALLATIONS", "PARTIES", "PEOPLE", "PROPERTY_MANAGERS", "SITES",
    "TECHNICAL_SERVICES", "import_records", "judge_records", "take_records_back",
]  # fmt: skip

R = TypeVar("R", bound=Scoped)


def judge_records(actor: Actor, *, ledger: Bulk[R], rows: Sequence[Row]) -> Sequence[Verdict]:
    """What `import_records` would do."""
    return bulk.judge(ledger, actor, rows)


@verb
def import_records(actor: Actor, *, ledger: Bulk[R], rows: Sequence[Row], why: str) -> Written:
    """Register and correct many records at once; the same rows one by one through the single verbs give the same."""
    return bulk.write(ledger, actor, rows, why)


@verb
def take_records_back(
    actor: Actor,
    *,
    ledger: Bulk[R],
    created: Sequence[UUID],
    changed: Mapping[UUID, Mapping[str, object]],
    since: Sequence[Entry],
    why: str,
) -> Sequence[Kept]:
    """Undo an import as far as nobody touched or uses the records since."""
    return bulk.take_back(ledger, actor, created, changed, since, why)
