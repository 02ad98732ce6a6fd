"""Requests to a device: sent as often as the protocol says, answered once, ended with the connection."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from gateways.serving.downlinks import Answer, NoAnswer, Requests
from gateways.serving.settings import Settings

QUICK = replace(Settings(), answer_s=0.02, tries=3, requests=2)


def told(story: Callable[[Requests, list[bytes]], Awaitable[None]]) -> None:
    """Run a story; what is sent is noted."""

    async def run() -> None:
        sent: list[bytes] = []
        await story(Requests(QUICK, sent.append), sent)

    asyncio.run(run())


def test_an_answer_under_any_of_its_keys_ends_it() -> None:
    async def story(requests: Requests, sent: list[bytes]) -> None:
        asked = asyncio.create_task(requests.ask((1, "other"), b"ask", growing=True))
        await asyncio.sleep(0)
        assert requests.answer("other", Answer(0, {"x": 1}))
        assert await asked == Answer(0, {"x": 1})
        assert sent == [b"ask"]
        assert not requests.answer(1, Answer(0)), "nobody waits any more"

    told(story)


def test_it_is_sent_so_often_and_then_given_up() -> None:
    async def story(requests: Requests, sent: list[bytes]) -> None:
        with pytest.raises(NoAnswer, match="timeout"):
            await requests.ask((1,), b"ask", growing=False)
        assert sent == [b"ask"] * 3

    told(story)


def test_only_so_many_at_a_time_and_none_twice() -> None:
    async def story(requests: Requests, sent: list[bytes]) -> None:
        open_ones = [asyncio.create_task(requests.ask((number,), b"", growing=False)) for number in (1, 2)]
        await asyncio.sleep(0)
        with pytest.raises(NoAnswer, match="busy"):
            await requests.ask((3,), b"", growing=False)
        requests.close()
        for one in open_ones:
            with pytest.raises(NoAnswer, match="gone"):
                await one

    told(story)
