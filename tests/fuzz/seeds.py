"""Where fuzzing begins: valid input of each target, made by our own writers and by the simulated devices."""

from collections.abc import Iterator
from itertools import islice

from gateways.gb26875.packet import SEND, Packet, write_packet
from gateways.gb26875.profile import PROFILES
from gateways.jt808.codec import encode_raw
from gateways.jt808.header import Header, Version
from gateways.jt808.messages import KINDS
from gateways.simulate.gas import Nature
from gateways.simulate.household import Household
from gateways.simulate.payload import sayings
from gateways.simulate.truck import Deed, Truck

START = 1_790_000_000
PLAN = """示例镇人民政府
关于印发《燃气安全整治方案》的通知
示府〔2026〕1号
一、总体要求
(一)检查(牵头单位:应急办)
1.每月检查一次。
"""
TABLE = '名称,日期,金额,是否\n示例店,2023年9月4日,"1,000元",是\n示例二,45000,3.5吨,×\n'


def _deeds() -> Iterator[tuple[Version, Deed]]:
    for number, version in enumerate(Version):
        for deed in islice(Truck(1, number, version).life(START), 0, 4000, 97):
            yield version, deed


def _stream() -> Iterator[bytes]:
    frames = [encode_raw(Header(d.msg_id, "12000000001", 7, v), d.body)[0] for v, d in _deeds()]
    for at in range(0, len(frames), 5):
        yield b"\x10" + b"".join(frames[at : at + 5])


def _messages() -> Iterator[bytes]:
    ids, versions = sorted(KINDS), list(Version)
    for version, deed in _deeds():
        yield bytes((ids.index(deed.msg_id), versions.index(version))) + deed.body
    for index in range(len(ids)):
        yield bytes((index, 1)) + bytes(range(40))


def _packets() -> Iterator[bytes]:
    nature = Nature(leaks_a_day=50, faults_a_day=20)
    for number in range(5):
        household = Household(1, number, nature=nature)
        profile = list(PROFILES.values()).index(household.profile)
        for telling in islice(household.life(START), 20):
            yield bytes((profile, SEND, 1, 2, 3, 4, 5, 26)) + telling.adu
    for adu_type in (1, 4, 5, 6, 7, 8, 21, 24, 25, 26, 28, 64, 90, 91):
        yield bytes((0, SEND, 1, 2, 3, 4, 5, 26, adu_type, 1)) + bytes(30)


def _gb_stream() -> Iterator[bytes]:
    for packet in _packets():
        yield b"\x08" + write_packet(Packet(1, SEND, 2, 3, packet[2:8], packet[8:])) * 2


def _payloads() -> Iterator[bytes]:
    from gateways.simulate.gas import Detector

    for saying in islice(sayings("d", Detector(1, 1), START), 5):
        yield saying.body
    yield b'{"t": 1790000000000, "items": [{"s": 1, "c": 2, "v": 12.5}]}'


def seeds(target: str) -> list[bytes]:
    """A corpus for the target; empty bytes among it."""
    made: dict[str, Iterator[bytes]] = {
        "jt808-stream": _stream(),
        "jt808-message": _messages(),
        "jt808-batch": (bytes((12, 20)) + deed.body * 2 for _, deed in _deeds()),
        "jt808-parts": (bytes((3, n, n, 1, 4)) * 6 for n in range(1, 6)),
        "gb26875-stream": _gb_stream(),
        "gb26875-packet": _packets(),
        "decode-cli": (one for some in (_stream(), _gb_stream()) for one in islice(some, 5)),
        "payload": _payloads(),
        "plan": iter((PLAN.encode(), PLAN.encode("gb18030"))),
        "sheet": iter((TABLE.encode(), TABLE.encode("gb18030"), TABLE.replace(",", "\t").encode(), "日期\n፩".encode())),
    }
    return [b"", *made[target]]
