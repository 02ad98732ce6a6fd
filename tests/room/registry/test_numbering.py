"""Numbers are taken side by side: nobody waits for another's transaction, and no number is given twice."""

from collections.abc import Iterator
from importlib import import_module
from threading import Event, Thread
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from tests.cast import COMMUNITY, Cast
from tests.room.conftest import AtOnce

from gasloop.kernel import clock
from gasloop.registry.actions import register_site
from gasloop.registry.models import Site
from gasloop.registry.numbering import next_number, next_numbers, sequence_name


@pytest.fixture
def no_sequence(transactional_db: None, hands: clock.Hands) -> Iterator[None]:
    """A prefix nobody ever used."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SEQUENCE IF EXISTS {sequence_name('QQ', 2026)}, {sequence_name('QQ', 2027)}")


def test_a_verb_under_way_makes_no_other_verb_wait(no_sequence: None) -> None:
    taken, go_on = Event(), Event()

    def slow() -> None:
        with transaction.atomic():
            next_number("QQ")
            taken.set()
            go_on.wait(30)
        connection.close()

    other = Thread(target=slow)
    other.start()
    assert taken.wait(30)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '10s'")
        try:
            assert next_number("QQ") == "QQ2026-00002"
        finally:
            cursor.execute("RESET statement_timeout")
    go_on.set()
    other.join()


def test_many_at_once_begin_a_year_and_no_number_is_given_twice(no_sequence: None, at_once: AtOnce) -> None:
    def take() -> list[str]:
        with transaction.atomic():
            return [next_number("QQ"), *next_numbers("QQ", 50)]

    given = [number for numbers in at_once(*([take] * 8)) for number in numbers]  # type: ignore[attr-defined]  # lists
    assert len(given) == 8 * 51
    assert sorted(given) == [f"QQ2026-{n:05d}" for n in range(1, 8 * 51 + 1)]


def test_a_new_year_begins_at_one_and_the_old_one_is_not_forgotten(no_sequence: None, hands: clock.Hands) -> None:
    first = hands.read()
    assert next_numbers("QQ", 2) == ["QQ2026-00001", "QQ2026-00002"]
    hands.move_to(clock.start_of(clock.today().replace(year=2027, month=1, day=1)))
    assert next_number("QQ") == "QQ2027-00001"
    hands.move_to(first)
    assert next_number("QQ") == "QQ2026-00003"


def test_what_is_rolled_back_leaves_a_gap_and_no_harm(no_sequence: None) -> None:
    with transaction.atomic():
        next_number("QQ")
        transaction.set_rollback(True)
    assert next_number("QQ") == "QQ2026-00002"


def test_more_than_five_digits_are_written_whole(no_sequence: None) -> None:
    next_number("QQ")
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(%s, 99999)", [sequence_name("QQ", 2026)])
    assert next_number("QQ") == "QQ2026-100000"


def test_a_prefix_is_capital_letters() -> None:
    for wrong in ("", "D2", "d", "户", "D; DROP"):
        with pytest.raises(ValueError, match="not a prefix"):
            sequence_name(wrong, 2026)


def test_two_people_register_shops_at_once(committed_town: Cast, at_once: AtOnce) -> None:
    def shop(name: str) -> Site:
        return register_site(
            committed_town.grid.actor, name=name, kind="restaurant", territory=COMMUNITY, address="正街1号"
        )

    given = at_once(*(lambda name=name: shop(name) for name in "甲乙丙丁"))
    assert sorted(site.number for site in given if isinstance(site, Site)) == [f"D2026-0000{n}" for n in range(1, 5)]


def test_counters_of_old_go_on_as_sequences(no_sequence: None) -> None:
    """The migration's step, with a counter as the old table held it."""
    migration = import_module("gasloop.registry.migrations.0002_numbers_without_waiting")
    old = SimpleNamespace(objects=SimpleNamespace(all=lambda: [SimpleNamespace(prefix="QQ", year=2026, last=41)]))
    migration.to_sequences(SimpleNamespace(get_model=lambda *_: old), SimpleNamespace(connection=connection))
    assert next_number("QQ") == "QQ2026-00042"
