"""Shared fixtures: the cast, a clock that stands still on the day the plan was a month old, people who signed in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from gasloop.evidence import envelope
from gasloop.kernel import clock
from tests.cast import Cast, build_cast, find_cast
from tests.stories import load_packs, load_plan

NEW_YEAR = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # Monday 09:00 in Asia/Shanghai
TESTS = Path(__file__).parent
TOGETHER = ("wire", "browser")
SHARED = Path(__file__).parents[2] / "shared"

# Fixed seeds and no deadline: the machine may be busy, and a failure has to come again.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays on one processor, as its fixtures want it, and so do all that share one town in a browser or the
    loopback's sockets (`--dist loadgroup`); the long matrix begins."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            tier = item.path.relative_to(TESTS).parts[0]
            item.add_marker(pytest.mark.xdist_group(tier if tier in TOGETHER else item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: item.path.name != "test_matrix.py")


@pytest.fixture(autouse=True)
def in_chinese() -> None:
    """A request leaves its language behind in the thread; no story starts in the language of the one before."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True, scope="session")
def fast_passwords() -> Iterator[None]:
    """Hashing that is slow on purpose would be most of the suite's time."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The town hall opened on the first working Monday of the year; every test starts from it."""
    with django_db_blocker.unblock(), clock.fixed(NEW_YEAR), transaction.atomic():
        build_cast()


@pytest.fixture
def hands() -> Iterator[clock.Hands]:
    """The clock stands at Monday 2 November 2026, 09:00 in Chongqing, until the story moves it."""
    with clock.fixed(MORNING) as hands:
        yield hands


@pytest.fixture
def cast(db: None, hands: clock.Hands) -> Cast:
    """The town hall of 群力, on that morning; human numbers begin at 1, which no rollback brings about."""
    numbers_from_one()
    return find_cast() or _rebuilt()


@pytest.fixture(scope="module")
def opened_town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Plan and packs, loaded once for the stories of a module and taken back after them."""
    with django_db_blocker.unblock():
        _open.enter_context(_town_to_be_taken_back())
    yield
    with django_db_blocker.unblock():
        _open.close()


_open = ExitStack()


@contextmanager
def _town_to_be_taken_back() -> Iterator[None]:
    with transaction.atomic():
        with clock.fixed(NEW_YEAR):
            find_cast() or build_cast()  # a test that empties the database may have run before
            load_packs()
            load_plan()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nothing_open_behind_a_commit(request: pytest.FixtureRequest) -> None:
    """A story that commits, told in the same module as stories that do not, finds no transaction of theirs open."""
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker is not None and marker.kwargs.get("transaction")):
        with request.getfixturevalue("django_db_blocker").unblock():
            _open.close()


@pytest.fixture
def town(opened_town: None, cast: Cast) -> Cast:
    """The cast, in a town where the founding plan is in force and the packs are loaded."""
    return cast


def numbers_from_one() -> None:
    """Sequences stand outside of transactions: what a test took back still counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S' AND relname ~ '^registry_number_'"
        )


def _rebuilt() -> Cast:
    with clock.fixed(NEW_YEAR), transaction.atomic():
        return build_cast()


@pytest.fixture
def signed_in(cast: Cast) -> Callable[[str], Client]:
    """`signed_in("officer")`: that person's browser."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.people[name].account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def own_keys(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Key files of this test only: beside the keys stands how long the log was, and a test's log is taken back."""
    settings.EVIDENCE_KEY_DIR = tmp_path / "keys"
    envelope.forget()
    yield
    envelope.forget()


@pytest.fixture
def shared() -> Path:
    """The folder with the plans and vectors that everybody tests with."""
    return SHARED
