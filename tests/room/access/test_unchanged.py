"""What the process keeps of divisions and offices is never older than the table, whoever changed it."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction
from tests.cast import Cast

from gasloop.access.actors import _HELD, _held
from gasloop.access.models import Office, Territory
from gasloop.access.unchanged import Unchanged
from gasloop.kernel import clock


def names() -> list[str]:
    """The offices' names, as a page would have them."""
    load = Office.objects.order_by("name").values_list("name", flat=True)
    return Unchanged().get("names of a test", (Office,), lambda: list(load))


def test_nothing_is_read_twice(cast: Cast) -> None:
    names()
    read: list[str] = []

    def load() -> list[str]:
        read.append("again")
        return []

    assert Unchanged().get("names of a test", (Office,), load) == names()
    assert read == []


def test_a_new_name_is_seen_at_once_and_the_old_one_when_it_was_taken_back(cast: Cast) -> None:
    before = names()
    with transaction.atomic():
        for name in ("甲办", "乙办"):  # twice in one transaction
            Office.objects.filter(name__in=("经发办", "甲办")).update(name=name)
            assert name in names()
        transaction.set_rollback(True)
    assert names() == before


def test_a_change_elsewhere_leaves_the_rest_kept(cast: Cast) -> None:
    before = names()
    Territory.objects.filter(name="双堰社区").update(name="双堰")
    assert names() == before


@pytest.fixture
def elsewhere(cast: Cast) -> Iterator[psycopg.Connection]:
    """Another process's connection, which commits."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        yield other


def test_what_another_process_commits_is_seen_by_the_next_look(elsewhere: psycopg.Connection) -> None:
    rename = "UPDATE access_office SET name = %s WHERE name = %s"
    assert "经发办" in names()
    elsewhere.execute(rename, ["经济发展办", "经发办"])
    assert "经发办" in names(), "not committed yet"
    elsewhere.commit()
    try:
        assert "经济发展办" in names()
    finally:
        elsewhere.execute(rename, ["经发办", "经济发展办"])
        elsewhere.commit()
    assert "经发办" in names()


def test_a_query_written_once_finds_what_it_found_when_it_was_written(cast: Cast) -> None:
    for person in cast.people.values():
        for day in (clock.today(), clock.today().replace(year=2020)):
            assert _HELD.rows(person.account.pk, day) == list(_held(person.account.pk, day))
