"""Every address of the house, tried by an enterprise and by an outside expert: what is not theirs is not there.

A new address is closed to them unless it is named here. The town lies in front of their door, so that what is open
by mistake shows.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.cast import COMMUNITY, Cast
from tests.house import samples
from tests.house.addresses import Address, addresses
from tests.house.samples import Samples

from gasloop.access.actions import Outsider, admit_outsider
from gasloop.access.capabilities import Capability
from gasloop.access.models import Account
from gasloop.access.roles import Role
from gasloop.kernel.ids import new_id
from gasloop.kernel.subject import Subject

NAMES_A_ROW = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-7")
LET_IN = Capability("test.let_in", "", frozenset({Role.CLERK}))
# The own account, law for everybody to read, and the rooms that are made for outsiders.
FOR_EVERYBODY = {
    "home",
    "access",
    "shell",
    "rulebook",
    "trust",
    "trust-certificate",
    "api:openapi-json",
    "api-page",
    "api:list_ledger_measures",
    "api:list_ledger_rules",
    "api:list_ledger_sources",
    "api:see_reminders",
    "plan:reminders-seen",
    "healthz",
    "readyz",
    "set_language",
}
OWN_ROOMS: dict[str, tuple[str, ...]] = {
    "enterprise": ("selfcheck:own", "api:own_", "api:store_attachment"),
    "expert": ("campaign:assist", "api:list_own_targets", "api:store_attachment"),
}


def ours(address: Address, role: str) -> bool:
    """Is the address meant for them?"""
    head = address.name.partition(":")[0]
    known = address.name in FOR_EVERYBODY or head in FOR_EVERYBODY
    return address.guard == "public" or known or address.name.startswith(OWN_ROOMS[role])


@pytest.fixture(params=["enterprise", "expert"])
def outsider(request: pytest.FixtureRequest, town: Cast) -> Account:
    """Somebody within a party or campaign that has nothing in it."""
    within = Subject("party" if request.param == "enterprise" else "campaign", new_id())
    who: dict[str, Any] = {"title": "管理员", "username": "outside", "name": "张老板"}
    let_in = Outsider(role=Role(request.param), within=within, territory=COMMUNITY, line="catering", **who)
    opened, _post = admit_outsider(town.clerk.actor, capability=LET_IN, office=town.offices["经发办"], outsider=let_in)
    Account.objects.filter(pk=opened.account.pk).update(must_change_password=False)
    return opened.account


@pytest.mark.long
def test_nothing_of_the_town_is_there_for_outsiders(outsider: Account, town: Cast) -> None:
    samples.load()
    client = Client(raise_request_exception=False)
    client.force_login(outsider, backend="django.contrib.auth.backends.ModelBackend")
    role = outsider.posts.get().role
    open_to_them = dict(_tried(client, Samples(town), role))
    assert open_to_them == {}


def _tried(client: Client, made: Samples, role: str) -> Iterator[tuple[str, int]]:
    for address in addresses():
        if ours(address, role) or not (values := _values(made, address)):
            continue
        path = address.path(values[0])
        body = made.body(address.name)
        if address.method == "GET":
            answer = client.get(path)
        elif address.is_api:
            answer = client.generic(address.method, path, "{}", content_type="application/json")
        else:
            answer = client.post(path, body)
        content = b"".join(answer) if answer.streaming else answer.content
        if address.is_api and address.method == "GET" and answer.status_code == 200 and not NAMES_A_ROW.search(content):
            continue  # an empty list: nothing in reach
        # 422: an API reads the form of a request before it asks who sent it; nothing of a row is told by that.
        if answer.status_code not in (404, 405) and not (address.is_api and answer.status_code in (401, 403, 422)):
            yield address.label, answer.status_code


def _values(made: Samples, address: Address) -> list[dict[str, object]]:
    """The parameters of an object in the outsider's village."""
    found = made.values(address.name, address.parameters, "here")
    return [] if found is None else [found]
