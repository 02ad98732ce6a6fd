"""Keys of the test's own (credentials are encrypted), and event tables that are empty after each story."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from pytest_django import Settings

from gasloop.evidence import envelope
from gasloop.project.worker import conninfo
from gasloop.relay.event_tables import event_tables
from gasloop.relay.event_tables.ddl import month_name
from gasloop.relay.event_tables.partitions import months_there


@pytest.fixture(autouse=True)
def keys_apart(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.EVIDENCE_KEY_DIR = tmp_path / "keys"
    envelope.forget()
    yield
    envelope.forget()


@pytest.fixture
def committed(transactional_db: None) -> Iterator[str]:
    """The database's address for connections of the intake's own; the months made there are dropped afterwards."""
    drop_months()
    yield conninfo("gasloop-test-intake")
    drop_months()


def drop_months() -> None:
    """Event tables cannot be emptied row by row: that is their point."""
    assert str(django_settings.DATABASES["default"]["NAME"]).startswith("test_")
    with connection.cursor() as cursor:
        for table in event_tables():
            for month in months_there(table):
                cursor.execute(f"DROP TABLE {month_name(table, month)}")
