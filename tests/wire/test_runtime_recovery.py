"""`kill -9` of any child, of the supervisor, of everything: the house is right again, by itself or at the next `up`."""

import os
import signal
import subprocess
from collections.abc import Iterator

import httpx
import psycopg
import pytest
from tests.torture import straw
from tests.torture.town import Town
from tests.wire.straw_town import mentioning, open_place, straw_town

from gasloop.project.runtime import running
from gasloop.project.runtime.account import database_account
from gasloop.project.runtime.datadir import DataDir
from gasloop.project.runtime.nats import free_port, listening
from gasloop.project.runtime.postgres import FAST_FOR_TESTS, Postgres
from gasloop.project.runtime.processes import Identity, recorded, wait_until


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """One town for the tests that leave it serving."""
    with open_place() as place, straw_town(place) as made:
        yield made


def child(town: Town, name: str) -> Identity:
    """The recorded process of a child; waited for while the supervisor is starting it again."""
    file = town.path / "run" / f"{name}.pid"
    assert wait_until(lambda: recorded(file) is not None, 30)
    found = recorded(file)
    assert found is not None
    return found


def kill(town: Town, victim: str) -> None:
    assert town.kill(victim, lambda found: found[0])


def write(town: Town, identifier: str) -> int:
    """Send a visit until it is acknowledged."""
    api = straw.api(town)
    status = 0

    def acknowledged() -> bool:
        nonlocal status
        with api.client() as client:
            status = api.write(client, identifier)
        return status in (200, 201)

    assert wait_until(acknowledged, 60)
    return status


@pytest.mark.parametrize(("victim", "name"), [("postgres", "postgres"), ("nats", "nats"), ("worker", "worker")])
def test_a_killed_child_comes_back_and_the_pages_stay(town: Town, victim: str, name: str) -> None:
    web, before = child(town, "web"), child(town, name)
    write(town, "00000000-0000-7000-8000-00000000000a")
    kill(town, victim)
    assert wait_until(lambda: child(town, name) != before and child(town, name).alive(), 60)
    town.wait_serving(60)
    assert child(town, "web") == web, "the pages need no restart: they connect again"
    assert write(town, "00000000-0000-7000-8000-00000000000a") == 200, "what was acknowledged is still there"


def test_workers_do_not_outlive_their_granian(town: Town) -> None:
    old_workers = town._session("web")[1:]
    assert old_workers
    kill(town, "web")
    assert wait_until(lambda: not any(worker.alive() for worker in old_workers), 10)
    town.wait_serving(60)


def test_children_of_a_killed_supervisor_end_by_themselves(town: Town) -> None:
    orphans = [child(town, name) for name in ("postgres", "nats", "web", "worker")]
    write(town, "00000000-0000-7000-8000-00000000000b")
    kill(town, "supervisor")
    assert wait_until(lambda: not any(one.alive() for one in orphans), 30)
    town.start()
    assert write(town, "00000000-0000-7000-8000-00000000000b") == 200


def test_after_the_whole_tree_the_next_up_is_right(town: Town) -> None:
    write(town, "00000000-0000-7000-8000-00000000000c")
    kill(town, "whole tree")
    town.start()
    assert write(town, "00000000-0000-7000-8000-00000000000c") == 200


def test_commands_beside_it_find_the_addresses(town: Town) -> None:
    with psycopg.connect(running.environment(town.path)["DATABASE_URL"]) as database:
        row = database.execute("select current_user, current_setting('data_checksums')").fetchone()
    assert row == ("gasloop", "on")


def test_the_database_listens_on_nothing_but_its_socket(town: Town) -> None:
    with psycopg.connect(running.environment(town.path)["DATABASE_URL"]) as database:
        row = database.execute("select current_setting('listen_addresses'), current_setting('port')").fetchone()
    assert row == ("", "5432")
    socket_dir = next(town.path.glob("pg-socket"))
    assert socket_dir.stat().st_mode & 0o777 == 0o700


def test_one_ctrl_c_ends_all_of_it_though_streams_are_open() -> None:
    with open_place() as place:
        with straw_town(place) as town:
            streams = running.environment(town.path)["GASLOOP_LIVE_URL"]
            port = int(streams.rpartition(":")[2])
            assert wait_until(lambda: listening("127.0.0.1", port), 60)
            with httpx.stream("GET", streams, trust_env=False) as stream:
                assert next(stream.iter_lines()) == "data: here"
                assert town.stop() == 0
            assert "did not stop in time" not in town.said()
            assert mentioning(str(place)) == []
            assert list((town.path / "run").glob("*.pid")) == []
            assert running.environment(town.path) == {}
        assert "database system is shut down" in (place / "data/log/postgres.log").read_text()


def test_a_first_start_killed_while_the_database_is_being_made() -> None:
    with open_place() as place:
        town = straw.town(place, free_port())
        with (place / "up.log").open("ab") as output:
            town._open(output)
        assert wait_until(lambda: list(place.glob("data/pg.new-*/base")) != [], 30)
        for one in [*town._supervisor(), *mentioning(str(place / "data/pg.new-"))]:
            one.signal(signal.SIGKILL)
        assert town._process is not None
        town._process.wait(10)
        assert not (place / "data/pg").exists()
        town.start()
        assert town.stop() == 0
        assert list(place.glob("data/pg.new-*")) == []


def test_lost_keys_are_said_instead_of_waiting_for_ever() -> None:
    with open_place() as place:
        with straw_town(place) as town:
            assert town.stop() == 0
        (place / "data/keys/pg-admin-password").unlink()
        with pytest.raises(AssertionError, match=r"(?s)up ended with 1: .*do not fit the database"):
            straw.town(place, free_port()).start()
        assert mentioning(str(place)) == []


def test_a_stranger_with_the_dead_postmasters_number_is_no_hindrance() -> None:
    """PostgreSQL alone would refuse: a process of its own user lives under the number in postmaster.pid."""
    account = database_account()
    with open_place() as place:
        data = DataDir.open(place / "data", traversable_by=account.gid if account else None)
        postgres = Postgres(data, account, FAST_FOR_TESTS)
        postgres.create()
        stranger = subprocess.Popen(["/bin/sleep", "60"], user=account.uid if account else os.geteuid())
        try:
            (postgres.home / "postmaster.pid").write_text(f"{stranger.pid}\n{postgres.home}\n")
            assert not postgres.stop_leftovers()
            assert stranger.poll() is None
            assert not (postgres.home / "postmaster.pid").exists()
        finally:
            stranger.kill()
            stranger.wait()
            data.close()
