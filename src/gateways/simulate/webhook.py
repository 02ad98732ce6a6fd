"""A sender of signed JSON over HTTP, as makers' platforms push it: kept, and sent again until it is answered 202."""

import asyncio
import contextlib
import hashlib
import hmac
import http.client
import time
from collections import deque
from dataclasses import dataclass

from gateways.simulate.journal import Journal
from gateways.simulate.line import PAUSES, Address, Tally
from gateways.simulate.payload import Saying

PATH = "/api/v1/devices/{key}/readings"
STORED, UNREADABLE = 202, 422


def signed(signing_key: str, stamp: str, body: bytes) -> dict[str, str]:
    """The headers of docs/devices.md: HMAC-SHA256 over `timestamp.body`."""
    made = hmac.new(signing_key.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"X-GasLoop-Timestamp": stamp, "X-GasLoop-Signature": made, "Content-Type": "application/json"}


@dataclass(slots=True)
class _Kept:
    body: bytes
    number: int
    tries: int = 0


class WebhookSender:
    """The device `key`. One request at a time, in a thread, since the standard library's client is enough for that."""

    def __init__(
        self, key: str, signing_key: str, address: Address, journal: Journal, *, patience_s: float = 10.0
    ) -> None:
        self.key = key
        self.tally = Tally()
        self._signing_key = signing_key
        self._address = address
        self._journal = journal
        self._patience_s = patience_s
        self._kept: deque[_Kept] = deque()
        self._come = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def put(self, saying: Saying, now: float) -> None:  # noqa: ARG002 - as other senders have it
        """Send it when those before it are answered."""
        self._kept.append(_Kept(saying.body, self._journal.sent(saying.items)))
        self.tally.messages += 1
        self._come.set()

    def start(self) -> None:
        self._task = asyncio.create_task(self._live())

    def tick(self, now: float) -> None:
        """Its requests have time-outs of their own."""

    async def hang_up(self) -> None:
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def counted(self) -> "WebhookSender":
        """Its tally brought up to date."""
        self.tally.waiting = len(self._kept)
        return self

    async def _live(self) -> None:
        failures = 0
        while True:
            if not self._kept:
                self._come.clear()
                await self._come.wait()
            first = self._kept[0]
            self.tally.resent += first.tries > 0
            first.tries += 1
            status = await asyncio.to_thread(self._post, first.body)
            if status in (STORED, UNREADABLE):
                failures = 0
                self._kept.popleft()
                self._settle(first, status)
            else:
                failures += 1
                self.tally.broken += 1
                await asyncio.sleep(PAUSES[min(failures, len(PAUSES)) - 1])

    def _settle(self, kept: _Kept, status: int) -> None:
        if status == STORED:
            self.tally.acknowledged += 1
            self._journal.acknowledged(kept.number)
        else:
            self.tally.refused += 1
            self._journal.refused(kept.number)

    def _post(self, body: bytes) -> int:
        """The answer's status; 0 when none came."""
        connection = http.client.HTTPConnection(*self._address, timeout=self._patience_s)
        try:
            headers = signed(self._signing_key, str(int(time.time())), body)
            connection.request("POST", PATH.format(key=self.key), body, headers)
            self.tally.connections += 1
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
