"""Many devices at once: set-based, one evidence entry for the batch, one event."""

from collections.abc import Sequence

from gasloop.evidence.actions import append_batch
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.registry.numbering import next_numbers
from gasloop.relay.actions import emit, verb
from gasloop.sensing import acts
from gasloop.sensing.actions.registering import PREFIX, Registered, new_row
from gasloop.sensing.credentials import credential, new_secret
from gasloop.sensing.events import DevicesChanged
from gasloop.sensing.facts import DeviceFacts, Lies, lies, may_write
from gasloop.sensing.models import Device, Presence
from gasloop.sensing.states import DeviceState

EVENT_ROWS = 1000


@verb
def import_devices(actor: Actor, *, rows: Sequence[DeviceFacts]) -> list[Registered]:
    """Register all of `rows` or none; Refusal names the row (from 1) and its field. Credentials are shown this once."""
    if not rows:
        return []
    stated = [_checked(number, row) for number, row in enumerate(rows, 1)]
    _keys_free(stated)
    places = _places(actor, stated)
    numbers = next_numbers(PREFIX, len(stated))
    secrets = [new_secret() for _ in stated]
    devices = [
        new_row(facts, where, secret, number)
        for facts, where, secret, number in zip(stated, places, secrets, numbers, strict=True)
    ]
    Device.objects.bulk_create(devices, batch_size=1000)
    Presence.objects.bulk_create(
        [Presence(device_id=device.pk, territory=device.territory, line=device.line) for device in devices],
        batch_size=5000,
    )
    append_batch(actor, act=acts.DEVICES_IMPORTED, records=devices)
    for start in range(0, len(devices), EVENT_ROWS):
        emit(DevicesChanged(device_ids=tuple(str(device.pk) for device in devices[start : start + EVENT_ROWS])))
    return [
        Registered(device, credential(device.protocol, device.pk, secret))
        for device, secret in zip(devices, secrets, strict=True)
    ]


def _checked(number: int, row: DeviceFacts) -> DeviceFacts:
    try:
        return row.checked()
    except NotFound:
        raise
    except Refusal as refusal:
        raise in_row(number, refusal) from None


def in_row(number: int, refusal: Refusal) -> Refusal:
    """The same refusal, saying in which row."""
    refusal.params["row"] = number
    return Refusal(
        refusal.code, refusal.text, basis=refusal.basis, field=f"rows.{number}.{refusal.field}", params=refusal.params
    )


def _keys_free(stated: Sequence[DeviceFacts]) -> None:
    asked = [(facts.protocol, facts.key) for facts in stated]
    if len(set(asked)) != len(asked):
        raise Refusal("sensing.import.twice", sentence("表中同一设备标识出现了两次，请先核对。"))
    keys = [key for _, key in asked]
    there = Device.objects.filter(key__in=keys, state=DeviceState.IN_USE, voided_at__isnull=True)
    taken = set(there.values_list("protocol", "key")) & set(asked)
    if taken:
        protocol, key = min(taken)
        raise Refusal(
            "sensing.import.taken",
            sentence("{protocol}标识{key}已有在用设备登记，另有{more}个也是。"),
            params={"protocol": protocol, "key": key, "more": len(taken) - 1},
        )


def _places(actor: Actor, stated: Sequence[DeviceFacts]) -> list[Lies]:
    """Where each lies; what many share is looked up once."""
    known: dict[tuple[object, str, str], Lies] = {}
    found = []
    for number, facts in enumerate(stated, 1):
        same = (facts.stands_for, facts.territory, facts.kind)
        if same not in known:
            try:
                known[same] = lies(facts)
                may_write(actor, known[same])
            except NotFound:
                raise
            except Refusal as refusal:
                raise in_row(number, refusal) from None
        found.append(known[same])
    return found
