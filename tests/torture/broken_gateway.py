"""A gateway that breaks its promise: every tenth batch is acknowledged and thrown away. The harness has to find it."""

import sys
from itertools import count

from gasloop.bus.devices import Protocol
from gateways.serving import process
from gateways.serving.store import Publish

EVERY = 10


class Forgetful(process.Gateway):
    """Stores nine batches of ten."""

    def publisher(self, protocol: Protocol) -> Publish:
        store, number = super().publisher(protocol), count(1)

        async def publish(batch_id: str, data: bytes) -> None:
            if next(number) % EVERY:
                await store(batch_id, data)

        return publish


if __name__ == "__main__":
    process.Gateway = Forgetful  # type: ignore[misc]
    sys.exit(process.main())
