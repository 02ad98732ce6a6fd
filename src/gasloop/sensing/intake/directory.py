"""Who publishes on which MQTT topic: key to device and layout, held in memory, read anew when the register changed."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from psycopg import AsyncConnection

LOOK_AGAIN_S = 2.0

VERSION = "SELECT count(*), coalesce(sum(rev), 0) FROM sensing_device WHERE protocol = 'mqtt'"
ALL = "SELECT key, id, profile FROM sensing_device WHERE protocol = 'mqtt' AND state = 'in_use' AND voided_at IS NULL"


@dataclass(slots=True)
class Directory:
    """`known`: key to (device, profile)."""

    known: dict[str, tuple[UUID, str]] = field(default_factory=dict)
    _version: tuple[object, ...] = ()
    _looked: float = 0.0

    async def refresh(self, connection: AsyncConnection, keys: Iterable[str]) -> None:
        """Read the register again if it changed; asks every two seconds, and when one of `keys` is not known: whoever
        was let in by the broker is in the register by now."""
        now = time.monotonic()
        if self._looked and now - self._looked < LOOK_AGAIN_S and all(key in self.known for key in keys):
            return
        self._looked = now
        version = await (await connection.execute(VERSION)).fetchone()
        if version is not None and tuple(version) != self._version:
            rows = await (await connection.execute(ALL)).fetchall()
            self.known = {str(key): (device, str(profile)) for key, device, profile in rows}
            self._version = tuple(version)
