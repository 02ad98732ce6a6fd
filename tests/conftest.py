"""Shared fixtures: the cast, a clock that stands still on the day the plan was a month old, people who signed in."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from gasloop.kernel import clock
from tests.cast import Cast, build_cast

MORNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # Monday 09:00 in Asia/Shanghai
SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture
def hands() -> Iterator[clock.Hands]:
    """The clock stands at Monday 2 November 2026, 09:00 in Chongqing, until the story moves it."""
    with clock.fixed(MORNING) as hands:
        yield hands


@pytest.fixture
def cast(db: None, hands: clock.Hands) -> Cast:
    """The town hall of 群力, on that morning."""
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
def shared() -> Path:
    """The folder with the plans and vectors that everybody tests with."""
    return SHARED
