"""One device's socket: what JT/T 808 and GB/T 26875.3 have in common.

A connection is read only while its sender keeps within its allowance and reads its answers, and the bus keeps up. It
ends when it shows no sign of life, never finishes a frame, sends nothing but noise, or never says who it is.
"""

import asyncio
import logging
from typing import TYPE_CHECKING, Literal, Protocol

from gasloop.bus.devices import Frame, RegisteredDevice
from gasloop.kernel import clock
from gateways.serving.downlinks import Requests
from gateways.serving.limits import Address, Allowance

if TYPE_CHECKING:
    from gateways.serving.listener import Listener

log = logging.getLogger(__name__)

Hold = Literal["flood", "bus", "answers", "drain"]
FAULT_COST = 5.0
BYTES_A_UNIT = 512


class Framed(Protocol):
    """A framer of either protocol."""

    @property
    def pending(self) -> int: ...


class Connection(asyncio.Protocol):
    """Protocols fill in `read`, `settled`, `signed_in`, and may `look` and `leave`.

    `read` and `settled` only add to the answers that `flush` sends.
    """

    framer: Framed

    def __init__(self, listener: "Listener") -> None:
        self.listener = listener
        self.settings = settings = listener.settings
        self.requests = Requests(settings, self.write)
        self.address: Address | None = None
        self.peer = ""
        self.gone = False
        self._transport: asyncio.Transport | None = None
        self._loop = asyncio.get_running_loop()
        now = self._loop.time()
        self._allowance = Allowance(settings.rate, settings.rate * settings.burst_s, now)
        self._faults = Allowance(settings.faults / 60, float(settings.faults), now)
        self._holds: set[Hold] = set()
        self._opened = self._heard = self._partial_since = now
        self._stalled_since: float | None = None
        self._out: list[bytes] = []
        self._unsettled = 0
        self._strangers = 0
        self._half_closed = False

    # -- what the protocols fill in --------------------------------------------------------------------------------

    @property
    def signed_in(self) -> bool:
        """Is it known who speaks?"""
        raise NotImplementedError

    def read(self, data: bytes, now: float) -> tuple[int, int]:
        """Act on what came; how many frames it was, and how many bad stretches."""
        raise NotImplementedError

    def settled(self, receipt: object, stored: bool) -> None:
        """The frame kept with this receipt is stored, or was refused."""
        raise NotImplementedError

    def look(self, now: float) -> None:
        """Once a second, for what time brings about."""

    def unseated(self, key: str) -> None:
        """Another connection speaks for this device now."""

    def changed(self, key: str) -> None:
        """The register's entry of a device this connection speaks for was changed, or taken out."""

    def leave(self) -> None:
        """The connection has ended."""

    # -- what the protocols use ------------------------------------------------------------------------------------

    def say(self, data: bytes) -> None:
        """An answer, sent with the next `flush`."""
        self._out.append(data)
        self.listener.metrics.answered += 1

    def keep(
        self,
        device: RegisteredDevice | None,
        key: str,
        raw: bytes,
        version: str,
        receipt: object,
        now: float,
        *,
        first: bool = False,
        stranger: bool = False,
    ) -> None:
        """Hand a frame to the store. Beyond a stranger's allowance it is not kept, and settled as refused at once."""
        if stranger and not self._may_keep_stranger(now):
            self.settled(receipt, False)
            return
        received = int(clock.now().timestamp() * 1_000_000)
        self._unsettled += 1
        frame = Frame(key, device.device if device else None, received, raw, version)
        self.listener.store.put(frame, self, receipt, now, first=first)

    def _may_keep_stranger(self, now: float) -> bool:
        if self._strangers >= self.settings.stranger_frames or self.address is None:
            return False
        if not self.address.strangers.afford(1, now):
            return False
        self._strangers += 1
        self.listener.metrics.strangers += 1
        return True

    def settle(self, receipt: object, stored: bool) -> None:
        """The store's word. Who has left is not answered; the device sends it again and it is stored once."""
        self._unsettled -= 1
        if not self.gone:
            self.settled(receipt, stored)

    def flush(self) -> None:
        """Send the answers that have gathered."""
        if self._out:
            if self._transport is not None and not self.gone:
                self._transport.write(b"".join(self._out))
            self._out.clear()
        if self._half_closed and not self._unsettled:
            self.close("left")

    def write(self, data: bytes) -> None:
        """Send at once."""
        if self._transport is not None and not self.gone:
            self._transport.write(data)

    def close(self, why: str) -> None:
        """End the connection after what was written; counted under `why`."""
        if self._transport is not None and not self.gone:
            self._gone(why)
            self._transport.close()

    def cut(self, why: str) -> None:
        """End the connection at once: it does not read what was written."""
        if self._transport is not None and not self.gone:
            self._gone(why)
            self._transport.abort()

    def _gone(self, why: str) -> None:
        self.gone = True
        self.listener.metrics.closed[why] += 1
        self.requests.close()
        self.leave()

    # -- reading only as fast as all can bear ----------------------------------------------------------------------

    def hold(self, why: Hold) -> None:
        """Read nothing more for now."""
        if not self._holds and self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()
            self.listener.metrics.held += 1
        self._holds.add(why)

    def release(self, why: Hold) -> None:
        """One reason less; without any, read on."""
        if why not in self._holds:
            return
        self._holds.discard(why)
        if not self._holds and self._transport is not None and not self._transport.is_closing():
            now = self._loop.time()
            self._heard = max(self._heard, now)  # it could not be heard meanwhile
            self._partial_since = now
            self._transport.resume_reading()

    def pause_writing(self) -> None:
        self._stalled_since = self._loop.time()
        self.hold("answers")

    def resume_writing(self) -> None:
        self._stalled_since = None
        self.release("answers")

    # -- the socket ------------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a stream was expected")
        self._transport = transport
        peer = transport.get_extra_info("peername")
        self.peer = str(peer[0]) if peer else "local"
        if not self.listener.enter(self):
            self.gone = True
            transport.abort()

    def data_received(self, data: bytes) -> None:
        if self.gone:
            return
        now = self._loop.time()
        frames, faults = self.read(data, now)
        self.listener.metrics.received += frames
        if frames:
            self._heard = now
        if frames or not self.framer.pending:
            self._partial_since = now
        if faults:
            self.listener.metrics.faults += faults
            if not self._faults.afford(faults, now):
                self.flush()
                self.cut("noise")
                return
        self.flush()
        self._charge(frames + faults * FAULT_COST + len(data) / BYTES_A_UNIT, now)
        if self.listener.store.full:
            self.listener.wait_for_room(self)

    def _charge(self, cost: float, now: float) -> None:
        wait = self._allowance.spend(cost, now)
        if self.address is not None:
            wait = max(wait, self.address.frames.spend(cost, now))
        if wait > 0 and not self.gone:
            self.hold("flood")
            self._loop.call_later(min(wait, 60.0), self.release, "flood")

    def eof_received(self) -> bool:
        """It will send no more, but may still want its answers."""
        self._half_closed = True
        return bool(self._unsettled)

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.gone:
            self._gone("left")
        self.listener.exit(self)

    def check(self, now: float) -> None:
        """Once a second: is it alive, and does it behave?"""
        settings = self.settings
        if self._stalled_since is not None and now - self._stalled_since > settings.stalled_s:
            self.cut("stalled")
        elif self._holds:
            return
        elif self.framer.pending and now - self._partial_since > settings.partial_s:
            self.cut("unfinished")
        elif not self.signed_in and now - self._opened > settings.sign_in_s:
            self.close("no sign-in")
        elif now - self._heard > settings.idle_s:
            self.close("silent")
        else:
            self.look(now)
