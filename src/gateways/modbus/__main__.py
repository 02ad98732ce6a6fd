"""`python -m gateways.modbus`: the poller, until SIGTERM; it waits for the bus as long as it takes."""

import asyncio
import logging
import os
import signal
import sys

import nats

from gasloop.bus.address import servers
from gateways.modbus.poller import Poller


async def main(url: str) -> None:
    """Poll until asked to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    while not stop.is_set():
        try:
            bus = await nats.connect(
                servers(url), name="gasloop-modbus", max_reconnect_attempts=-1, reconnect_time_wait=0.5
            )
            try:
                await Poller(bus).run(stop)
            finally:
                await bus.close()
        except Exception as error:  # noqa: BLE001 - the bus may be restarting; whatever it was, say it and go on
            logging.getLogger(__name__).warning("the poller stopped (%s), starting again", error)
            await asyncio.sleep(1)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    if not (address := os.environ.get("NATS_URL")):
        sys.exit("NATS_URL is not set")
    asyncio.run(main(address))
