"""An intake that breaks its promise: it does not know an event again, so what is sent twice stands twice."""

import asyncio
from uuid import UUID, uuid4

from gasloop.bus.devices import Protocol
from tests.torture import bare_intake


def _another(_device: UUID, _protocol: Protocol, _body: bytes) -> UUID:
    return uuid4()


if __name__ == "__main__":
    bare_intake.identified = _another
    asyncio.run(bare_intake.main())
