"""A detector here and one in the other village; a sender nobody registered."""

from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.house.samples import Sample, parameter, sent

from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.sensing.actions import register_device
from gasloop.sensing.facts import DeviceFacts
from gasloop.sensing.models import UnknownSender


@parameter("device_id")
def devices(cast: Cast) -> Sample:
    here, there = (
        register_device(
            system(),
            facts=DeviceFacts(
                name="样例探测器（示例）", kind="detector", protocol="mqtt", key=key, territory=territory
            ),
        ).device.pk
        for key, territory in (("sample-here", COMMUNITY), ("sample-there", VILLAGE))
    )
    return Sample(here=here, there=there)


@parameter("sender_id")
def senders(cast: Cast) -> Sample:
    now = clock.now()
    made = UnknownSender.objects.create(protocol="mqtt", key="sample-new", first_seen=now, last_seen=now, frames=1)
    return Sample(here=made.pk)


NEW = {"name": "样例探测器（示例）", "kind": "detector", "protocol": "mqtt", "territory": COMMUNITY}
sent("api:register_device", {**NEW, "key": "sample-registered"})
sent("api:import_devices", {"rows": [{**NEW, "key": "sample-imported"}]})
sent("api:adopt_sender", {**NEW, "key": "sample-new"})
sent("api:correct_device", {"why": "样例", "place": "后门"})
sent("api:rotate_credential", {"why": "样例"})
sent("api:retire_device", {"why": "样例"})


@parameter("key", url="api:post_readings")
def signed_keys(cast: Cast) -> Sample:
    return Sample(here="sample-webhook", nowhere="nobody")
