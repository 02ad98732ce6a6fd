"""Does the bus answer? One question on a connection of its own, which is ended whatever comes back."""

import asyncio

import nats.errors
from nats.aio.client import Client

from gasloop.bus.address import servers

PATIENCE_S = 2.0


def answers(url: str, name: str = "gasloop-asks") -> bool:
    """Connect, ask JetStream for its account, leave. False for whatever goes wrong within two seconds."""
    try:
        asyncio.run(asyncio.wait_for(_ask(url, name), PATIENCE_S))
    except (OSError, TimeoutError, nats.errors.Error):
        return False
    return True


async def _ask(url: str, name: str) -> None:
    # Not nats.connect(): that keeps the client to itself when it fails, and with it a socket nobody can close.
    client = Client()
    try:
        await client.connect(servers(url), allow_reconnect=False, connect_timeout=1, error_cb=_quiet, name=name)
        await client.jetstream().account_info()
    finally:
        await client.close()


async def _quiet(_: Exception) -> None:
    """The caller only wants yes or no."""
