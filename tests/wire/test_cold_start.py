"""Several processes start at once on an empty database, as several web workers of a cluster would."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

PROCESSES = 4


@pytest.fixture
def empty_database() -> Iterator[str]:
    """A database nobody has migrated, in the suite's own cluster."""
    url = os.environ["DATABASE_URL"]
    parts = urlsplit(url)
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("create database cold_start")
        yield urlunsplit(parts._replace(path="/cold_start"))
        session.execute("drop database cold_start with (force)")


@pytest.mark.long
def test_four_processes_migrate_an_empty_database_at_once_and_all_succeed(empty_database: str) -> None:
    surroundings = {**os.environ, "DATABASE_URL": empty_database}
    command = [sys.executable, "-m", "gasloop", "migrate"]
    started = [subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    ended = [(process.communicate(timeout=300)[1], process.returncode) for process in started]
    assert [code for _, code in ended] == [0] * PROCESSES, ended
    with psycopg.connect(empty_database) as session:
        applied = session.execute("select count(*), count(distinct (app, name)) from django_migrations").fetchone()
    assert applied is not None
    assert applied[0] == applied[1] > 30
