"""Requests to a connected device: `dev.down.<register key>` on the bus, sent again as the protocol says.

A device's connection listens on its own subject, so whoever asks for one that is away learns it at once (there are no
responders), and several gateways can stand side by side.
"""

import asyncio
import contextlib
import logging
from asyncio import Future
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError

from gasloop.bus.devices import Downlink, DownlinkAnswer, down_subject
from gateways.serving.settings import Settings

log = logging.getLogger(__name__)

T = TypeVar("T")
Handler = Callable[[Downlink], Awaitable[DownlinkAnswer]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device said to a request: `result` 0 is yes; `body` what it sent along."""

    result: int
    body: dict[str, object] = field(default_factory=dict)


class NoAnswer(Exception):
    """The request was not answered; the text is the reason's code (`timeout`, `gone`, `busy`)."""


class Requests:
    """The open requests to one device. Answers find theirs by a key: serial and message id, or serial alone."""

    def __init__(self, settings: Settings, write: Callable[[bytes], None]) -> None:
        self._settings = settings
        self._write = write
        self._open: dict[Hashable, asyncio.Future[Answer]] = {}

    async def ask(self, keys: tuple[Hashable, ...], wire: bytes, *, growing: bool) -> Answer:
        """Send until answered under one of `keys`: every `answer_s`, or `growing` by T(n+1) = T(n) x (n+1).

        NoAnswer when in vain.
        """
        if len(self._open) >= self._settings.requests or any(key in self._open for key in keys):
            raise NoAnswer("busy")
        waited: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._open.update(dict.fromkeys(keys, waited))
        patience = self._settings.answer_s
        try:
            for attempt in range(1, self._settings.tries + 1):
                if not waited.done():
                    self._write(wire)
                with contextlib.suppress(TimeoutError):
                    return await asyncio.wait_for(asyncio.shield(waited), patience)
                if growing:
                    patience *= attempt + 1
            raise NoAnswer("timeout")
        finally:
            for key in keys:
                self._open.pop(key, None)
            waited.cancel()

    def answer(self, key: Hashable, answer: Answer) -> bool:
        """A device's answer; False when nobody waits for it (any more)."""
        waited = self._open.get(key)
        if waited is None or waited.done():
            return False
        waited.set_result(answer)
        return True

    def close(self) -> None:
        """The connection is gone."""
        for waited in self._open.values():
            if not waited.done():
                waited.set_exception(NoAnswer("gone"))


class Downlinks:
    """The bus's side: one subscription for each device that is here."""

    def __init__(self, bus: Client) -> None:
        self._bus = bus
        self._tasks: set[Future[Any]] = set()

    def listen(self, key: str, handler: Handler) -> Callable[[], None]:
        """Take requests for `key` until the function returned is called."""
        subscribed = self._spawn(self._subscribe(key, handler))

        def end() -> None:
            self._spawn(self._unsubscribe(subscribed))

        return end

    def _spawn(self, work: Coroutine[None, None, T]) -> "asyncio.Task[T]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _subscribe(self, key: str, handler: Handler) -> Subscription | None:
        async def take(message: Msg) -> None:
            self._spawn(self._answer(message, handler))

        try:
            return await self._bus.subscribe(down_subject(key), cb=take)
        except NatsError as error:
            log.warning("no requests reach %s (%s)", key, error)
            return None

    async def _unsubscribe(self, subscribed: "asyncio.Task[Subscription | None]") -> None:
        subscription = await subscribed
        if subscription is not None:
            with contextlib.suppress(NatsError):
                await subscription.unsubscribe()

    async def _answer(self, message: Msg, handler: Handler) -> None:
        try:
            answer = await handler(msgspec.json.decode(message.data, type=Downlink))
        except NoAnswer as error:
            answer = DownlinkAnswer(ok=False, error=str(error))
        except ValueError as error:  # msgspec's, FrameError and PacketError are ValueErrors
            answer = DownlinkAnswer(ok=False, error=str(error))
        with contextlib.suppress(NatsError):
            await message.respond(msgspec.json.encode(answer))
