"""How the clients talk to the house: write one visit under an id of their own, list all visits."""

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx

READ_SECONDS = 60.0
Body = Callable[[str], Mapping[str, object]]


class VisitApi:
    """`POST /api/v1/visits` (201 first, 200 for the same again) and its listing by cursor.

    `body` makes the JSON of a visit from its id; `token` may be empty for the stand-in.
    """

    path = "/api/v1/visits"

    def __init__(self, origin: str, token: str, body: Body) -> None:
        self.origin = origin
        self._body = body
        self.failed_reads = 0
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def client(self) -> httpx.Client:
        """A connection of its own for one client."""
        return httpx.Client(base_url=self.origin, headers=self._headers, timeout=20, trust_env=False)

    def write(self, client: httpx.Client, identifier: str) -> int:
        """Send the visit; the answer's status, 0 when none came."""
        try:
            answer = client.post(self.path, json=dict(self._body(identifier)))
        except httpx.HTTPError:
            return 0
        if 400 <= answer.status_code < 500 and answer.status_code != 429:
            raise AssertionError(f"the house refused a well-formed visit: {answer.status_code} {answer.text[:500]}")
        return answer.status_code

    def listed(self, since: str = "") -> Counter[str]:
        """How often each visit stands in the list, newest first, at least down to the id `since`."""
        return Counter(str(item["id"]) for item in self.items(self.path, since))

    def _read(self, client: httpx.Client, path: str, params: dict[str, str]) -> dict[str, Any]:
        """One page; reading is repeated like writing, for a while."""
        limit = time.monotonic() + READ_SECONDS
        while True:
            with contextlib.suppress(httpx.TransportError):
                answer = client.get(path, params=params)
                if answer.status_code < 500 or time.monotonic() > limit:
                    answer.raise_for_status()
                    return dict(answer.json())
                self.failed_reads += 1
            if time.monotonic() > limit:
                raise AssertionError(f"{path} could not be read for {READ_SECONDS} s")
            time.sleep(0.1)

    def items(self, path: str, since: str = "") -> Iterator[Mapping[str, object]]:
        """A listing page by page; ids are UUIDv7, so that their order is that of their making."""
        cursor: str | None = ""
        with self.client() as client:
            while cursor is not None:
                page = self._read(client, path, {"cursor": cursor} if cursor else {})
                yield from page["items"]
                cursor = page["next"]
                if cursor is not None and cursor < since:
                    return
