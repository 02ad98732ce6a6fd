"""Live streams: one small ASGI process, fed by the bus, that tells open pages what changed (server-sent events).

The database is asked once per connection, for who is there; after that every event is matched against the reach of
that person's posts in memory. A slow client loses its oldest events and is told to refresh, nobody else notices.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any

import django
import msgspec

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gasloop.project.settings")
django.setup()

import nats  # noqa: E402 - Django has to be set up before our rooms are imported
from asgiref.sync import sync_to_async  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user  # noqa: E402
from django.db import close_old_connections  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402
from nats.aio.msg import Msg  # noqa: E402

from gasloop.access.actors import actor_of  # noqa: E402
from gasloop.access.models import Account  # noqa: E402
from gasloop.bus.address import servers  # noqa: E402
from gasloop.bus.subjects import EVENT_SUBJECTS  # noqa: E402
from gasloop.kernel.actor import Grant  # noqa: E402
from gasloop.kernel.territory import contains  # noqa: E402

log = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BEAT = 15.0
BACKLOG = 100
EVENT_PREFIX = EVENT_SUBJECTS.removesuffix(">")


@dataclass(eq=False)
class Client:
    """One open page: where its person's posts reach, and what waits to be sent."""

    territories: tuple[str, ...]
    waiting: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(BACKLOG))

    def offer(self, territory: str, line: bytes) -> None:
        if not any(contains(subtree, territory) for subtree in self.territories):
            return
        if self.waiting.full():
            self.waiting.get_nowait()
        self.waiting.put_nowait(line)


_clients: set[Client] = set()
_feed: asyncio.Task[None] | None = None


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """ASGI: `GET /` streams, `GET /healthz` answers, anything else is not here."""
    global _feed
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    if _feed is None or _feed.done():
        _feed = asyncio.create_task(_feed_from_bus())
    if scope["path"] == "/healthz":
        await _answer(send, 200, b"ok")
    elif scope["path"] == "/" and scope["method"] == "GET":
        await _stream(scope, receive, send)
    else:
        await _answer(send, 404, b"")


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _stream(scope: Scope, receive: Receive, send: Send) -> None:
    grants = await sync_to_async(_grants_behind)(_cookies(scope))
    if grants is None:
        await _answer(send, 404, b"")
        return
    client = Client(tuple(grant.territory for grant in grants))
    _clients.add(client)
    gone = asyncio.create_task(_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _headers(b"text/event-stream")})
        await send({"type": "http.response.body", "body": b"retry: 3000\n: open\n\n", "more_body": True})
        while not gone.done():
            await send({"type": "http.response.body", "body": await _next(client, gone), "more_body": True})
    finally:
        gone.cancel()
        _clients.discard(client)


async def _next(client: Client, gone: "asyncio.Task[None]") -> bytes:
    """The next event, or a heartbeat."""
    line = asyncio.create_task(client.waiting.get())
    done, _ = await asyncio.wait({line, gone}, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
    if line in done:
        return line.result()
    line.cancel()
    return b": beat\n\n"


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _cookies(scope: Scope) -> dict[str, str]:
    raw = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(raw.decode("latin-1")).items()}
    except CookieError:
        return {}


def _grants_behind(cookies: dict[str, str]) -> tuple[Grant, ...] | None:
    """The posts of whoever the session cookie belongs to; None for nobody."""
    close_old_connections()
    request = HttpRequest()
    store = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    request.session = store(cookies.get(settings.SESSION_COOKIE_NAME))
    account = get_user(request)
    if not isinstance(account, Account):
        return None
    return tuple(grant for grant in actor_of(account).grants if grant.within is None)


def _headers(content_type: bytes) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", content_type),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"access-control-allow-origin", settings.CONFIG.public_url.encode()),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"origin"),
    ]


async def _answer(send: Send, status: int, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": _headers(b"text/plain")})
    await send({"type": "http.response.body", "body": body})


async def _feed_from_bus() -> None:
    """Hand every event of the house to the clients it concerns; reconnects for as long as the process lives."""
    while True:
        try:
            bus = await nats.connect(servers(settings.CONFIG.nats_url), max_reconnect_attempts=-1, name="gasloop-live")
            await bus.subscribe(EVENT_SUBJECTS, cb=_tell)
            return
        except Exception as error:  # noqa: BLE001 - the bus may not be up yet; live pages are a comfort, not a promise
            log.warning("no bus yet for live pages (%s: %s)", type(error).__name__, error)
            await asyncio.sleep(2)


async def _tell(message: Msg) -> None:
    name = message.subject.removeprefix(EVENT_PREFIX)
    body = msgspec.json.decode(message.data)
    # Only the fact that something happened goes out; the page asks for its own rows, in its own scope.
    line = b"event: " + name.encode() + b"\ndata: " + msgspec.json.encode({"event": name}) + b"\n\n"
    for client in tuple(_clients):
        client.offer(body.get("territory", ""), line)
