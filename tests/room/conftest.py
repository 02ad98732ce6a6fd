"""A town that is really committed, for stories with several people at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection

from gasloop.kernel import clock
from gasloop.kernel.refusal import Refusal
from tests.cast import Cast, build_cast, find_cast
from tests.conftest import NEW_YEAR, numbers_from_one
from tests.stories import load_packs, load_plan

R = TypeVar("R")
AtOnce = Callable[..., list[object]]


@pytest.fixture
def committed_town(transactional_db: None, hands: clock.Hands) -> Cast:
    """The town with its plan and packs, as every connection sees it."""
    numbers_from_one()
    with clock.fixed(NEW_YEAR):
        cast = find_cast() or build_cast()
        load_packs()
        load_plan()
    return cast


@pytest.fixture
def at_once() -> AtOnce:
    """`at_once(a, b)`: run them in threads of their own; what each gave, or its Refusal."""

    def run(*acts: Callable[[], R]) -> list[object]:
        def one(act: Callable[[], R]) -> object:
            try:
                return act()
            except Refusal as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run
