"""URL × role: every address of the house, tried by each of the cast, with an object here, one there, and none.

What is expected stands in `matrix.json` and is reviewed like code; `GASLOOP_PIN_MATRIX=1` writes it anew (with
`-k plan` only what belongs to that room), `GASLOOP_PIN_MATRIX=new` only the addresses it does not name yet. Whatever it
says, some things are never so: an address without a guard, a server error, a stranger who gets in, a 404 that tells an
object out of reach from one that does not exist.

`door` means: sent to the sign-in page. An entry of the form `code: names` groups the cast by what they get.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.house import samples
from tests.house.addresses import Address, addresses
from tests.house.samples import PLACES, Samples

from gasloop.access.capabilities import capabilities
from gasloop.access.scope import may

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

FILE = Path(__file__).with_name("matrix.json")
PINNING = os.environ.get("GASLOOP_PIN_MATRIX") in ("1", "new")
ONLY_NEW = os.environ.get("GASLOOP_PIN_MATRIX") == "new"
NOBODY = "anonymous"
DIVIDED = (NOBODY, "grid", "far_grid", "market")
REFUSED_METHOD = "405"
NOISE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')

Row = dict[str, str]


def pinned() -> tuple[dict[str, str], dict[str, Row]]:
    """Addresses that need no guard, with the reason; and what everybody gets, by address."""
    if not FILE.exists():
        return {}, {}
    read = json.loads(FILE.read_text(encoding="utf-8"))
    return read["without_guard"], read["codes"]


def test_every_address_has_a_guard() -> None:
    excused, _ = pinned()
    bare = {a.label for a in addresses() if a.guard is None}
    assert bare - set(excused) == set(), "say who may come: @page(…), @signed_in or @public(reason), or auth on the API"
    assert set(excused) - bare == set(), "these have a guard now (or are gone); strike them from matrix.json"


def test_no_page_is_spared_the_csrf_token() -> None:
    assert [a.label for a in addresses() if a.csrf_exempt] == []


@pytest.fixture
def visitors(town: Cast) -> "Visitors":
    return Visitors(town)


def test_the_matrix_names_no_address_that_is_gone() -> None:
    _, expected = pinned()
    known = {address.label for address in addresses()}
    assert {label for label in expected if not {label, label.rpartition(" ")[0]} & known} == set()


def rooms() -> list[Any]:
    """Each room once; the one with most addresses on a processor of its own."""
    count = Counter(address.room for address in addresses())
    most = max(count, key=count.__getitem__)
    apart = pytest.mark.xdist_group("matrix of the largest room")
    return [pytest.param(room, marks=[apart] if room == most else []) for room in sorted(count)]


@pytest.mark.parametrize("room", rooms())
def test_everybody_gets_what_the_matrix_says(room: str, visitors: "Visitors") -> None:
    """Everybody at an object here; at one there and at none those whom a place divides (all of them when pinning)."""
    _hold(room, visitors, everywhere=PINNING)


@pytest.mark.long
@pytest.mark.parametrize("room", rooms())
def test_everybody_gets_what_the_matrix_says_everywhere(room: str, visitors: "Visitors") -> None:
    _hold(room, visitors, everywhere=True)


def _hold(room: str, visitors: "Visitors", *, everywhere: bool) -> None:
    excused, expected = pinned()
    ours = [address for address in addresses() if address.room == room]
    if ONLY_NEW:
        named = {name for label in expected for name in (label, label.rpartition(" ")[0])}
        ours = [address for address in ours if address.label not in named]
    got = {label: row for a in ours for label, row in visitors.try_address(a, excused, everywhere=everywhere)}
    assert visitors.scandals == [], "\n".join(visitors.scandals)
    if PINNING:
        grouped = {label: _grouped(row) for label, row in got.items()}
        _write(excused, _kept(expected, ours) | grouped)
        _, expected = pinned()
    due = expected.keys() - _kept(expected, ours).keys()
    assert got.keys() == due, "not in step with matrix.json: run with GASLOOP_PIN_MATRIX=1, read the diff"
    said = {label: _by_name(expected[label]) for label in got}
    wrong = {label: {"expected": said[label], "got": row} for label, row in got.items() if not _agree(said[label], row)}
    assert wrong == {}


def _by_name(row: Row) -> Row:
    return {name: code for code, names in row.items() for name in names.split()}


def _agree(expected: Row, got: Row) -> bool:
    """Whoever was asked got what is expected; a row that ends with a method refused says 404 or 405 of the others."""
    others = {"404", REFUSED_METHOD} if REFUSED_METHOD in expected.values() else set()
    return all(code == expected[name] if name in expected else code in others for name, code in got.items())


def _kept(expected: dict[str, Row], ours: list[Address]) -> dict[str, Row]:
    """What stays when these addresses are pinned anew: other rooms' lines, as far as their address still exists."""
    others = {address.label for address in addresses()} - {address.label for address in ours}
    return {label: row for label, row in expected.items() if {label, label.rpartition(" ")[0]} & others}


class Visitors:
    """The cast, each with a browser, and a stranger."""

    def __init__(self, cast: Cast) -> None:
        samples.load()
        self.samples = Samples(cast)
        self.client = Client(raise_request_exception=False)
        self.cookies = {NOBODY: SimpleCookie()}
        self.scandals: list[str] = []
        self.door = reverse("access:sign-in")
        self.capabilities = {item.name: item for item in capabilities()}
        self.actors = {name: cast.actor(name) for name in cast.people}
        for name, person in cast.people.items():
            self.client.cookies.clear()
            self.client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
            self.cookies[name] = _copy(self.client.cookies)

    def try_address(self, address: Address, excused: dict[str, str], *, everywhere: bool) -> Iterator[tuple[str, Row]]:
        """What everybody gets there, for each place an object can be in."""
        public = address.guard == "public" or address.label in excused
        answers: dict[tuple[str, str], tuple[str, bytes]] = {}
        for place in PLACES if address.parameters else ("",):
            values = self.samples.values(address.name, address.parameters, place) if place else {}
            if values is None:
                continue
            label = f"{address.label} {place}".strip()
            asked = []
            for name in self.cookies if everywhere or place in ("", PLACES[0]) else DIVIDED:
                asked.append(name)
                before = next((answers[name, one] for one in PLACES if (name, one) in answers), None)
                stopped = before and self._stopped_at_the_guard(name, address)
                answers[name, place] = before if before and stopped else self._ask(name, address, values)
                code = answers[name, place][0]
                if code.startswith("5") and not address.name.endswith("readyz"):
                    self.scandals.append(f"{label}: {name} got {code}")
                if name == NOBODY and not public and code not in ("door", "401", "405"):
                    self.scandals.append(f"{label}: a stranger got {code}")
                if code == REFUSED_METHOD and name != NOBODY:
                    break  # whatever does not take this method does not take it from the others either
            yield label, {name: answers[name, place][0] for name in asked}
        compared = self.cookies if everywhere else DIVIDED
        self._compare_not_founds(address, {at: answer for at, answer in answers.items() if at[0] in compared})

    def _stopped_at_the_guard(self, name: str, address: Address) -> bool:
        """Without the page's capability `@page` answers before the view has read which object is asked for."""
        capability = self.capabilities.get(address.guard or "")
        return capability is not None and (name == NOBODY or not may(self.actors[name], capability))

    def _compare_not_founds(self, address: Address, answers: dict[tuple[str, str], tuple[str, bytes]]) -> None:
        for (name, place), (code, content) in answers.items():
            nowhere = answers.get((name, "nowhere"))
            if place in ("here", "there") and code == "404" and nowhere != (code, content):
                self.scandals.append(f"{address.label}: {name} can tell an object {place} from none")

    def _ask(self, name: str, address: Address, values: dict[str, object]) -> tuple[str, bytes]:
        path = address.path(values)
        self.client.cookies = _copy(self.cookies[name])
        body = self.samples.body(address.name) if address.method != "GET" else {}
        with transaction.atomic():
            if address.is_api and address.method != "GET":
                text = json.dumps(body)
                answer = self.client.generic(address.method, path, text, content_type="application/json")
            elif address.method == "GET":
                answer = self.client.get(path)
            else:
                answer = self.client.post(path, body)
            code, content = self._code(answer), _content(answer, values)
            transaction.set_rollback(True)
        return code, content

    def _code(self, answer: "Answer") -> str:
        sent_to = answer.headers.get("Location", "").partition("?")[0]
        return "door" if answer.status_code == 302 and sent_to == self.door else str(answer.status_code)


def _copy(cookies: SimpleCookie) -> SimpleCookie:
    fresh = SimpleCookie()
    fresh.update(cookies)
    return fresh


def _content(answer: "Answer", values: dict[str, object]) -> bytes:
    """The page without what differs for no reason of the object's: masked tokens, and the address echoed back."""
    if answer.streaming:
        for _ in answer:  # read to the end, which closes the file behind it
            pass
        return b""
    content = NOISE.sub(b"", answer.content)
    for value in map(str, values.values()):
        once = quote(value, safe="()")  # as Django writes an address
        for spelling in (quote(once), quote(once, safe="()"), once, value):
            content = content.replace(spelling.encode(), b"")
    return content


def _grouped(codes: Row) -> Row:
    """The cast by what they get, so that a line of the file is read at a glance."""
    groups: dict[str, list[str]] = {}
    for name, code in codes.items():
        groups.setdefault(code, []).append(name)
    return {code: " ".join(sorted(names)) for code, names in sorted(groups.items())}


def _write(excused: dict[str, str], codes: dict[str, Row]) -> None:
    lines = ",\n".join(
        f"    {json.dumps(label, ensure_ascii=False)}: {json.dumps(codes[label], ensure_ascii=False)}"
        for label in sorted(codes, key=lambda label: label.split(" ", 1)[::-1])
    )
    reasons = json.dumps(excused, ensure_ascii=False, indent=4).replace("\n}", "\n  }")
    FILE.write_text(f'{{\n  "without_guard": {reasons},\n  "codes": {{\n{lines}\n  }}\n}}\n', encoding="utf-8")
