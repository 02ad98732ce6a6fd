"""The simulated devices as the register knows them: for tests and benchmarks that fill the bucket themselves.

A demonstration town registers them through the house (`gasloop simulate prepare`).
"""

import hashlib
from collections.abc import Iterator, Mapping
from uuid import UUID

from nats.js import JetStreamContext

from gasloop.bus.devices import (
    RegisteredDevice,
    encode_device,
    ensure_device_register,
    gb26875_key,
    jt808_key,
)
from gateways.simulate.household import Household
from gateways.simulate.load import VERSIONS
from gateways.simulate.truck import Truck


def device_id(key: str) -> UUID:
    """The invented device's id: the same for the same key."""
    return UUID(bytes=hashlib.sha256(f"simulate {key}".encode()).digest()[:16], version=4)


def entries(
    seed: int, *, trucks: int = 0, transmitters: int = 0, first: int = 1
) -> Iterator[tuple[str, RegisteredDevice]]:
    """Key and register entry of each device, numbered from `first`."""
    for number in range(first, first + trucks):
        key = jt808_key(Truck(seed, number, VERSIONS[number % len(VERSIONS)]).phone)
        yield key, _entry(key)
    for number in range(first, first + transmitters):
        household = Household(seed, number)
        key = gb26875_key(household.address)
        yield key, _entry(key, household.profile.name)


def _entry(key: str, profile: str = "standard") -> RegisteredDevice:
    secret = hashlib.sha256(f"simulate secret {key}".encode()).digest()
    return RegisteredDevice(device_id(key), secret, profile=profile, territory="demo")


async def fill(js: JetStreamContext, devices: Mapping[str, RegisteredDevice]) -> None:
    """Put them into the bucket `DEVICE_REGISTER`."""
    bucket = await ensure_device_register(js)
    for key, device in devices.items():
        await bucket.put(key, encode_device(device))
