"""The rules of event tables hold in the database, and what breaks one is found and named."""

from datetime import UTC, date, datetime

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from gasloop.relay.event_tables import EventTable, create_statements, drop_old, ensure_months, event_tables, problems
from gasloop.relay.event_tables.ddl import month_statements
from gasloop.relay.event_tables.distributing import distribute, preflight, undistribute
from gasloop.relay.event_tables.partitions import make_ahead, months_there
from gasloop.sensing.event_tables import LEAST_POSITION_MONTHS, POSITIONS, READINGS

NOW = datetime(2026, 11, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def server_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0])


@pytest.fixture
def table() -> EventTable:
    """A table of the helper's making, for breaking."""
    made = EventTable("rule_breaker", {"value": "double precision"})
    run(*create_statements(made), *month_statements(made, date(2026, 11, 1)))
    return made


def test_every_event_table_of_the_house_keeps_the_rules() -> None:
    for table in event_tables():
        make_ahead(table, NOW)
        assert problems(table) == []
    assert {table.name for table in event_tables()} >= {"sensing_reading", "sensing_position", "sensing_message"}


@pytest.mark.parametrize(
    ("breaking", "said"),
    [
        ("CREATE UNIQUE INDEX ON rule_breaker_2026_11 (event_id)", None),
        ("ALTER TABLE rule_breaker ADD CONSTRAINT once UNIQUE (occurred_at, value)", "lacks entity_id"),
        ("ALTER TABLE rule_breaker ADD COLUMN again bigint GENERATED ALWAYS AS IDENTITY", "identity"),
        ("ALTER TABLE rule_breaker ALTER COLUMN value SET DEFAULT 1", "default"),
        ("ALTER TABLE rule_breaker ADD FOREIGN KEY (entity_id) REFERENCES sensing_device (id)", "foreign key"),
        ("GRANT UPDATE ON rule_breaker TO CURRENT_USER", "UPDATE is granted"),
        ("GRANT DELETE ON rule_breaker_2026_11 TO CURRENT_USER", "DELETE is granted"),
        (
            "CREATE TABLE odd PARTITION OF rule_breaker FOR VALUES "
            "FROM ('2027-02-01 00:00+08') TO ('2027-03-01 00:00+08')",
            "no whole month in UTC",
        ),
        (
            "CREATE TRIGGER noisy AFTER INSERT ON rule_breaker FOR EACH ROW EXECUTE FUNCTION evidence_refuse_change()",
            "trigger noisy",
        ),
        ("DROP TABLE rule_breaker", "is not there"),
    ],
)
def test_what_breaks_a_rule_is_named(table: EventTable, breaking: str, said: str | None) -> None:
    if "IDENTITY" in breaking and server_version() < 170000:
        pytest.skip("PostgreSQL before 17 has no identity on partitioned tables")
    run(breaking)
    found = problems(table)
    if said is None:  # an index of one partition only is not the table's: distribution would not carry it
        assert found == []
    else:
        assert any(said in wrong for wrong in found)


@pytest.mark.parametrize("change", ["UPDATE {} SET received_at = now()", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_changes_what_was_stored(change: str) -> None:
    make_ahead(READINGS, NOW)
    for name in ("sensing_reading", "sensing_reading_2026_11"):
        with pytest.raises(ProgrammingError) as refused, transaction.atomic():
            run(change.format(name))
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_months_are_made_ahead_once_and_dropped_whole() -> None:
    assert make_ahead(READINGS, NOW) == 3
    assert make_ahead(READINGS, NOW) == 0
    assert ensure_months(READINGS, [date(2024, 10, 1), date(2024, 11, 1)]) == 2
    assert drop_old(READINGS, NOW) == 1
    assert months_there(READINGS) == [date(2024, 11, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]


def test_positions_are_kept_for_half_a_year_whatever_is_set() -> None:
    assert POSITIONS.keep_months >= LEAST_POSITION_MONTHS
    with pytest.raises(ValueError, match="7 months"):
        EventTable("too_short", {}, keep_months=6, least_months=LEAST_POSITION_MONTHS)


def test_without_citus_distribute_only_checks_and_says_so() -> None:
    for table in event_tables():
        make_ahead(table, NOW)
    for outcome in (preflight(), distribute(), undistribute()):
        assert (outcome.citus, outcome.problems, outcome.done) == ("", [], [])
    run("GRANT DELETE ON sensing_reading TO CURRENT_USER")
    assert distribute().problems == ["sensing_reading: sensing_reading can be changed: DELETE is granted"]
