"""The gateway with nothing behind it: answers as soon as a batch is made. A limit for `ingest_808`, never run else."""

import sys

from gasloop.bus.devices import Protocol
from gateways.serving import process
from gateways.serving.store import Publish


class AckOnly(process.Gateway):
    """Stores nothing."""

    def publisher(self, _protocol: Protocol) -> Publish:
        async def publish(_batch_id: str, _data: bytes) -> None:
            return

        return publish


if __name__ == "__main__":
    process.Gateway = AckOnly  # type: ignore[misc]
    sys.exit(process.main())
