"""A few devices of the demonstration town with a day and a half behind them, through the intake's own reading and
writing: detectors in kitchens over MQTT, a transmission device with three detectors, an LPG truck.

What they say is what the simulator's devices say; all of it is invented and marked 示例.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from uuid import UUID

from asgiref.sync import async_to_sync

from gasloop.access.actors import actor_of
from gasloop.access.models import Account
from gasloop.bus.devices import DeviceBatch, Frame, gb26875_key, jt808_key
from gasloop.kernel import clock
from gasloop.kernel.subject import Subject
from gasloop.project.demo.town_hall import COMMUNITY, TOWN
from gasloop.project.worker import conninfo
from gasloop.registry.models import Site
from gasloop.sensing.actions import import_devices
from gasloop.sensing.facts import DeviceFacts
from gasloop.sensing.intake.payloads import Payload, decode_payloads
from gasloop.sensing.intake.sources import decode_batches, windows
from gasloop.sensing.intake.writing import Writer
from gasloop.sensing.models import Device, LatestPosition
from gasloop.sensing.payloads.rows import Decoded
from gasloop.sensing.states import DeviceState
from gateways.gb26875.packet import SEND, Packet, write_packet, write_time
from gateways.jt808.header import Header, Version, write_header
from gateways.simulate.gas import Detector, Nature
from gateways.simulate.household import Household
from gateways.simulate.payload import sayings
from gateways.simulate.truck import BATCH, LOCATION, Habits, Truck

DETECTORS = 4
SEED = 102
"""Chosen so that a leak falls into the first day; nothing else follows from it."""
BACK = timedelta(hours=36)
A_DAY_S = 86_400
CALM = Nature(interval_s=300, leaks_a_day=1.0, faults_a_day=0.2, offline_a_day=0.0)
DRIVING = Habits(interval_s=30)
MAKER = "示例厂家"


def equip(now: datetime) -> None:
    """The devices and what they said until `now`; again only as far as they are not there."""
    missing = [row for row in _rows() if not _there(row)]
    if missing:
        import_devices(actor_of(Account.objects.get(username="clerk"), via="cli"), rows=missing)
    if not LatestPosition.objects.exists():
        _tell(now)


def _there(row: DeviceFacts) -> bool:
    stated = row.checked()
    found = Device.objects.filter(protocol=stated.protocol, key=stated.key, state=DeviceState.IN_USE)
    return found.exists()


def _rows() -> Iterator[DeviceFacts]:
    kitchens = list(Site.objects.filter(voided_at__isnull=True).order_by("id")[: DETECTORS + 1])
    today = clock.today()
    for number, site in enumerate(kitchens[:DETECTORS], 1):
        yield DeviceFacts(
            name=f"后厨探测器{number}（示例）",
            kind="detector",
            protocol="mqtt",
            key=_detector(number),
            stands_for=Subject("site", site.pk),
            place="后厨灶台旁",
            maker=MAKER,
            model="示例-1",
            installed_on=today - timedelta(days=400),
            expires_on=today + timedelta(days=700 if number > 1 else -20),  # the first is beyond its life
            silent_after_s=A_DAY_S,
        )
    for site in kitchens[DETECTORS:]:
        yield DeviceFacts(
            name="用户信息传输装置（示例）",
            kind="transmission",
            protocol="gb26875",
            key=f"{_household().address:012x}",
            stands_for=Subject("site", site.pk),
            profile=_household().profile.name,
            place="值班室",
            maker=MAKER,
            silent_after_s=A_DAY_S,
        )
    yield DeviceFacts(
        name=f"液化气运输车{_truck().plate}",
        kind="terminal",
        protocol="jt808",
        key=_truck().phone,
        territory=COMMUNITY,
        plate=_truck().plate,
        maker=MAKER,
        silent_after_s=A_DAY_S,
    )
    yield DeviceFacts(
        name="切断阀控制器（示例，未上线）",
        kind="valve",
        protocol="mqtt",
        key="demo-valve-1",
        territory=TOWN,
        place="调压箱旁",
        maker=MAKER,
    )


def _detector(number: int) -> str:
    return f"demo-detector-{number}"


def _household() -> Household:
    return Household(SEED, 90_001, detectors=3, nature=CALM)


def _truck() -> Truck:
    return Truck(SEED, 90_001, Version.V2019, DRIVING)


# -- what they said ------------------------------------------------------------------------------------------------


def _tell(now: datetime) -> None:
    until = int(now.timestamp())
    start = int((now - BACK).timestamp())
    ids = dict(Device.objects.filter(state=DeviceState.IN_USE).values_list("key", "pk"))
    batches = [
        DeviceBatch("jt808", "demo", "demo-truck", list(_truck_frames(ids, start, until))),
        DeviceBatch("gb26875", "demo", "demo-household", list(_packets(ids, start, until))),
    ]
    found = Decoded().join(
        [*decode_batches(batches, now), decode_payloads(_payloads(ids, start, until), windows(now)[0])]
    )
    async_to_sync(_write)(found)


async def _write(found: Decoded) -> None:
    writer = await Writer.open(conninfo("gasloop-demo"))
    try:
        await writer.write(found)
    finally:
        await writer.close()


def _us(seconds: float) -> int:
    return round(seconds * 1_000_000)


def _payloads(ids: dict[str, UUID], start: int, until: int) -> Iterator[Payload]:
    for number in range(1, DETECTORS + 1):
        key = _detector(number)
        if key not in ids:
            continue
        for each in takewhile(lambda one: one.at <= until, sayings(key, Detector(SEED, number, CALM), start)):
            yield Payload("mqtt", key, ids[key], "standard", _us(each.at), each.body)
    if _detector(1) in ids:  # what it looks like when a device says what nobody can read
        yield Payload("mqtt", _detector(1), ids[_detector(1)], "standard", _us(start), b'{"readings": {"smell": 3}}')


def _packets(ids: dict[str, UUID], start: int, until: int) -> Iterator[Frame]:
    household = _household()
    key = f"{household.address:012x}"
    for serial, each in enumerate(takewhile(lambda one: one.at <= until, household.life(start))):
        if key in ids:
            yield _packet(household, household.address, ids[key], serial, each.at, each.adu)
    yield _packet(household, household.address + 1, None, 1, until, b"")  # somebody nobody registered


def _packet(household: Household, address: int, device: UUID | None, serial: int, at: int, adu: bytes) -> Frame:
    profile = household.profile
    sent = write_time(datetime.fromtimestamp(at, UTC), profile)
    packet = Packet(serial & 0xFFFF, SEND, address, 1, sent, adu, profile.version)
    return Frame(gb26875_key(address), device, _us(at), write_packet(packet, profile), profile.name)


def _truck_frames(ids: dict[str, UUID], start: int, until: int) -> Iterator[Frame]:
    truck = _truck()
    key = jt808_key(truck.phone)
    device = ids.get(key.partition(".")[2])
    if device is None:
        return
    for serial, deed in enumerate(takewhile(lambda one: one.at <= until, truck.life(start))):
        if deed.msg_id in (LOCATION, BATCH) and len(deed.body) < 1000:
            header = Header(deed.msg_id, truck.phone, serial & 0xFFFF, truck.version)
            raw = write_header(header, len(deed.body)) + deed.body
            yield Frame(key, device, _us(deed.at), raw, truck.version.value)
