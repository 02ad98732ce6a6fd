"""A cluster of three NATS servers loses one, be it the stream's leader: what was acknowledged is there, once."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from nats.aio.client import Client
from tests.wire.gateways.cluster import Cluster, own_cluster
from tests.wire.gateways.running_gateway import Gateway, device, enrol, frames, on_bus, own_gateway, stored
from tests.wire.gateways.sender import Sender

from gasloop.bus.devices import DEVICE_STREAM
from gasloop.project.runtime.processes import wait_until

TRUCKS = {f"0139000001{number:02d}": device(100 + number) for number in range(8)}
MORE = 300


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Cluster, Gateway]]:
    monkeypatch.setenv("GASLOOP_BUS_REPLICAS", "3")
    with own_cluster(tmp_path) as cluster:
        enrol(cluster.url, {f"jt808.{phone.lstrip('0')}": one for phone, one in TRUCKS.items()})
        with own_gateway(cluster.url, tmp_path, "publish_s=2") as gateway:
            yield cluster, gateway


def leader(cluster: Cluster) -> str:
    async def ask(bus: Client) -> str:
        info = await bus.jetstream().stream_info(DEVICE_STREAM)
        assert info.config.num_replicas == 3
        assert info.cluster is not None
        return str(info.cluster.leader or "")

    return on_bus(cluster.url, ask)


def test_one_of_three_is_lost_at_a_time_and_nothing_with_it(town: tuple[Cluster, Gateway]) -> None:
    cluster, gateway = town
    senders = [Sender(gateway.jt808, phone, one, number) for number, (phone, one) in enumerate(TRUCKS.items())]
    for sender in senders:
        sender.start()

    def acknowledged() -> int:
        return sum(len(sender.acknowledged) for sender in senders)

    def more() -> None:
        before = acknowledged()
        assert wait_until(lambda: acknowledged() > before + MORE, 60), gateway.said()

    more()
    led_by = leader(cluster)
    follower = next(node for node in cluster.nodes if node.name != led_by)
    for lost in (follower, cluster.named(led_by)):
        lost.kill()
        more()  # two are enough
        lost.start()
        assert wait_until(lambda: bool(leader(cluster)), 30)
        more()
    for sender in senders:
        sender.finish()
    kept = {one.raw[-34:] for one in frames(cluster.url) if one.device}
    told = {point for sender in senders for point in sender.acknowledged}
    batches = Counter(batch.batch_id for batch in stored(cluster.url))
    assert len(told) > 4 * MORE
    assert len(told - kept) == 0, "acknowledged and gone"
    assert [batch for batch, times in batches.items() if times > 1] == [], "stored twice"
