"""`gasloop distribute` and the way back. Without Citus it checks the rules and says so."""

from dataclasses import dataclass, field

from django.db import connection

from gasloop.relay.event_tables.checks import problems
from gasloop.relay.event_tables.manifest import EventTable, event_tables


@dataclass(slots=True)
class Outcome:
    """What was found and done. `counts`: rows of each table before and after; equal, or it says so in `problems`."""

    citus: str = ""
    problems: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.problems


def preflight() -> Outcome:
    """The rules of every event table, and whether Citus is there at all."""
    found = Outcome(citus=_citus_version())
    for table in event_tables():
        found.problems += problems(table)
    return found


def distribute() -> Outcome:
    """Turn every event table into a distributed one while it is written to. Nothing is done unless all rules hold."""
    outcome = preflight()
    if not outcome.ok or not outcome.citus:
        return outcome
    leaders: dict[str, str] = {}
    for table in event_tables():
        if _is_distributed(table):
            continue
        before = _count(table)
        _call(
            "SELECT create_distributed_table_concurrently(%s::regclass, 'entity_id', colocate_with => %s, "
            "shard_count => %s)",
            table.name,
            leaders.get(table.colocation, "none"),
            None if table.colocation in leaders else table.shards,
        )
        leaders.setdefault(table.colocation, table.name)
        _done(outcome, table, before)
    return outcome


def undistribute() -> Outcome:
    """Back to plain tables on the coordinator."""
    outcome = Outcome(citus=_citus_version())
    if not outcome.citus:
        return outcome
    for table in event_tables():
        if _is_distributed(table):
            before = _count(table)
            _call("SELECT undistribute_table(%s::regclass)", table.name)
            _done(outcome, table, before)
    return outcome


def _done(outcome: Outcome, table: EventTable, before: int) -> None:
    after = _count(table)
    outcome.done.append(table.name)
    outcome.counts[table.name] = (before, after)
    if after < before:  # more is fine: devices went on writing
        outcome.problems.append(f"{table.name} had {before} rows before and has {after} now")


def _citus_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'citus'")
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _is_distributed(table: EventTable) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_dist_partition WHERE logicalrelid = %s::regclass", [table.name])
        return bool(cursor.fetchone()[0])


def _count(table: EventTable) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table.name}")  # noqa: S608 - the name is the manifest's
        return int(cursor.fetchone()[0])


def _call(statement: str, *arguments: str | int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(arguments))
