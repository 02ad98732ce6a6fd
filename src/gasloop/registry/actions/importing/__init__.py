"""Bulk verbs of the ledgers that come in from Excel: which ledger it is says a `Bulk`, all else is the same."""

from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from gasloop.access.scoping import Scoped
from gasloop.evidence.models import Entry
from gasloop.kernel.actor import Actor
from gasloop.registry.actions import bulk
from gasloop.registry.actions.bulk import Bulk, Rows
from gasloop.registry.actions.importing.grid import BUILDINGS, HOUSEHOLDS
from gasloop.registry.actions.importing.people import CREDENTIALS, PEOPLE
from gasloop.registry.actions.importing.sites import PARTIES, SITES
from gasloop.registry.actions.importing.trade import INSTALLATIONS, PROPERTY_MANAGERS, TECHNICAL_SERVICES
from gasloop.relay.actions import verb
from gasloop.shell.importing import Kept, Row, Written

__all__ = [
    "BUILDINGS", "CREDENTIALS", "HOUSEHOLDS", "INSTALLATIONS", "PARTIES", "PEOPLE", "PROPERTY_MANAGERS", "SITES",
    "TECHNICAL_SERVICES", "import_records", "judge_records", "take_records_back", "write_records",
]  # fmt: skip

R = TypeVar("R", bound=Scoped)


def judge_records(actor: Actor, *, ledger: Bulk[R], rows: Sequence[Row], hold: bool = False) -> Rows[R]:
    """What `import_records` would do; `hold` keeps it true until the transaction ends."""
    return bulk.judge(ledger, actor, rows, hold=hold)


@verb
def write_records(actor: Actor, *, judgement: Rows[R], why: str) -> Written:
    """Carry out a judgement that is held; the same rows one by one through the single verbs give the same."""
    return bulk.write(judgement, actor, why)


@verb
def import_records(actor: Actor, *, ledger: Bulk[R], rows: Sequence[Row], why: str) -> Written:
    """Register and correct many records at once: judged and written in one transaction."""
    return bulk.write(bulk.judge(ledger, actor, rows, hold=True), actor, why)


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
