"""A registered device is corrected, gets a new credential, or is retired."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from gasloop.access.scoping import get_scoped
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.relay.actions import emit, verb
from gasloop.sensing import acts
from gasloop.sensing.actions.registering import Registered, key_taken, named
from gasloop.sensing.credentials import credential, new_secret
from gasloop.sensing.events import DevicesChanged
from gasloop.sensing.facts import DeviceFacts, lies, may_write
from gasloop.sensing.models import Device, Presence
from gasloop.sensing.permissions import SENSING_EDIT
from gasloop.sensing.states import DEVICE_STATES, DeviceState


@verb
def correct_device(actor: Actor, *, device_id: UUID, why: str, changes: dict[str, Any]) -> Device:
    """Correct what is registered; `changes` by the names of `DeviceFacts`. The protocol stays."""
    device, reason = _in_use(actor, device_id), _reason(why)
    if changes.get("protocol", device.protocol) != device.protocol:
        raise Refusal(
            "sensing.protocol.fixed", sentence("换了协议就是另一台设备，请停用后重新登记。"), field="protocol"
        )
    stated = replace(DeviceFacts.of(device), **changes).checked()
    where = lies(stated)
    may_write(actor, where)
    columns = stated.columns() | {
        "territory": where.territory,
        "line": where.line,
        "owner_office_id": where.owner_office_id,
    }
    changed = {name: value for name, value in columns.items() if getattr(device, name) != value}
    if not changed:
        raise Refusal("sensing.correct.nothing", sentence("没有改动任何内容。"))
    _update(device, changed)
    Presence.objects.filter(pk=device.pk).update(territory=where.territory, line=where.line)
    before = {name: str(getattr(device, name)) for name in changed}
    device.refresh_from_db()
    append(actor, act=acts.DEVICE_CORRECTED, record=device, body={**named(device), "why": reason, "before": before})
    _tell(device)
    return device


@verb
def rotate_credential(actor: Actor, *, device_id: UUID, why: str) -> Registered:
    """A new secret; whatever the device knew before is refused from now on. The credential is shown this once."""
    device, reason, secret = _in_use(actor, device_id), _reason(why), new_secret()
    made = credential(device.protocol, device.pk, secret)
    if not made:
        raise Refusal("sensing.credential.none", sentence("这种协议没有接入凭据，只按地址识别。"))
    device.secret = secret
    device.rev += 1
    device.save(update_fields=["secret", "rev"])
    append(actor, act=acts.CREDENTIAL_ROTATED, record=device, body={**named(device), "why": reason})
    _tell(device)
    return Registered(device, made)


@verb
def retire_device(actor: Actor, *, device_id: UUID, why: str, on: date | None = None) -> Device:
    """Out of use since `on` (today). What it still sends is kept among the unknown; its readings stay."""
    device, reason, day = _in_use(actor, device_id), _reason(why), on or clock.today()
    if day > clock.today():
        raise Refusal("sensing.day.future", sentence("日期晚于今天，请在事情发生后再登记。"), field="on")
    target = DEVICE_STATES.target("retire", DeviceState(device.state))
    rows = Device.objects.filter(pk=device.pk, state=device.state)
    if rows.update(state=target, ended_on=day, rev=F("rev") + 1) != 1:
        raise Refusal("sensing.busy", sentence("别人刚刚改动了这台设备，请刷新后再试。"))
    Presence.objects.filter(pk=device.pk).delete()
    device.refresh_from_db()
    body = {**named(device), "why": reason, "day": day.isoformat()}
    append(actor, act=acts.DEVICE_RETIRED, record=device, body=body)
    _tell(device)
    return device


def _in_use(actor: Actor, key: UUID) -> Device:
    rows = Device.objects.filter(voided_at__isnull=True).select_for_update(of=("self",))
    device = get_scoped(actor, rows, SENSING_EDIT, key)
    if device.state != DeviceState.IN_USE:
        raise Refusal("sensing.retired", sentence("这台设备已经停用，登记不再改动。"))
    return device


def _update(device: Device, changed: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            rows = Device.objects.filter(pk=device.pk, state=DeviceState.IN_USE)
            rows.update(**changed, rev=F("rev") + 1)
    except IntegrityError:
        raise key_taken() from None


def _reason(why: str) -> str:
    if not why.strip():
        raise Refusal("sensing.why.missing", sentence("请写明原因，它会留在登记里。"), field="why")
    return why.strip()


def _tell(device: Device) -> None:
    emit(DevicesChanged(territory=device.territory, device_ids=(str(device.pk),)))
