"""Schemathesis asks the whole API as each role: no server error, no answer the description does not name.

`make test` tries each operation a little as two of the cast; `make test-long` more of it as everybody.
"""

from collections.abc import Callable, Iterable
from functools import cache
from http import HTTPStatus
from typing import Any

import hypothesis.strategies as st
import pytest
import schemathesis
from django.db import transaction
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.core.failures import Failure, FailureGroup
from tests.cast import COMMUNITY, PEOPLE, Cast
from tests.house.calling import ROOT, program_of

from gasloop.registry.actions import (
    add_installation,
    register_building,
    register_credential,
    register_household,
    register_party,
    register_person,
    register_site,
)
from gasloop.registry.facts import HouseholdFacts

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
# What is uploaded or streamed is no JSON; a device signs its readings with a credential of its own.
LEFT_OUT = frozenset({"store_attachment", "post_readings"})
Start = Callable[[str, list[tuple[str, str]]], object]


def app(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """The house as a WSGI application in the test's own transaction."""
    answer: Any = ClientHandler(enforce_csrf_checks=False)(environ)
    start(f"{answer.status_code} {HTTPStatus(answer.status_code).phrase}", list(answer.items()))
    return [b"".join(answer.streaming_content)] if answer.streaming else [answer.content]


@cache
def described() -> Any:
    """The API's own description, read through the house."""
    return schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", app)


def operations() -> list[Any]:
    found = [each.ok() for each in described().get_all_operations()]
    return [each for each in found if each.definition.raw.get("operationId") not in LEFT_OUT]


def ask_everything(cast: Cast, who: str, examples: int) -> None:
    """Every operation, `examples` times, about half with objects that are there; each undone afterwards."""
    headers = {**program_of(cast, who).headers}
    known, failed = furnish(cast), []
    for operation in operations():

        @given(case=operation.as_strategy(), real=st.booleans())
        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: Any, real: bool) -> None:
            if real:
                case.path_parameters.update({k: v for k, v in known.items() if k in case.path_parameters})
            with transaction.atomic():
                try:
                    case.call_and_validate(headers=headers, checks=CHECKS)
                finally:
                    transaction.set_rollback(True)

        try:
            ask()
        except (FailureGroup, Failure) as found:
            failed.append(f"{operation.label}: {found}")
    assert not failed, "\n\n".join(failed)


def furnish(cast: Cast) -> dict[str, str]:
    """Something to answer with, by the names of path parameters."""
    clerk, place = cast.clerk.actor, COMMUNITY
    party = register_party(clerk, name="一家（示例）", kind="catering", territory=place, no_uscc_reason="示例")
    site = register_site(
        clerk, name="一店（示例）", kind="restaurant", territory=place, address="正街1号", party_id=party.pk
    )
    person = register_person(clerk, name="张示例", territory=place, phone="13900001234", party_id=party.pk)
    paper = register_credential(clerk, kind="food_business", document_no="样例1", party_id=party.pk)
    building = register_building(clerk, name="一号楼（示例）", territory=place, address="正街1号")
    door = register_household(clerk, building_id=building.pk, facts=HouseholdFacts(room="101", phone="13900004321"))
    part = add_installation(clerk, site_id=site.pk, kind="hose")
    made = {"party": party, "site": site, "person": person, "credential": paper, "building": building,
            "household": door, "installation": part}  # fmt: skip
    return {f"{name}_id": str(record.pk) for name, record in made.items()}


@pytest.mark.parametrize("who", ["clerk", "far_grid"])
def test_the_api_answers_as_described(town: Cast, own_keys: None, who: str) -> None:
    ask_everything(town, who, 1)


@pytest.mark.long
@pytest.mark.parametrize("who", [person[0] for person in PEOPLE])
def test_the_api_answers_everybody_as_described(town: Cast, own_keys: None, who: str) -> None:
    ask_everything(town, who, 25)
