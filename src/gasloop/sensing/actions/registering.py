"""A device comes into the register, by hand or out of the list of unknown senders."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.registry.numbering import next_number
from gasloop.relay.actions import emit, verb
from gasloop.sensing import acts
from gasloop.sensing.credentials import credential, new_secret
from gasloop.sensing.events import DevicesChanged
from gasloop.sensing.facts import DeviceFacts, Lies, lies, may_write
from gasloop.sensing.models import Device, Presence, UnknownSender

PREFIX = "SB"


@dataclass(frozen=True, slots=True)
class Registered:
    """A device and the only time its credential is shown; empty where its protocol knows none, or it was there."""

    device: Device
    credential: str = field(repr=False)


@verb
def register_device(
    actor: Actor,
    *,
    facts: DeviceFacts,
    id: UUID | None = None,  # noqa: A002 - the record's id, as the client may make it
) -> Registered:
    """A device in reach of the actor. The same id again with the same key gives the device, without its credential."""
    stated = facts.checked()
    where = lies(stated)
    may_write(actor, where)
    if made := _made_before(stated, id):
        return Registered(made, "")
    secret = new_secret()
    device = new_row(stated, where, secret, next_number(PREFIX), id)
    if not _insert(device):
        raise key_taken()
    Presence.objects.create(device_id=device.pk, territory=where.territory, line=where.line)
    UnknownSender.objects.filter(protocol=stated.protocol, key=stated.key).update(adopted_at=clock.now())
    append(actor, act=acts.DEVICE_REGISTERED, record=device, body=named(device))
    emit(DevicesChanged(territory=device.territory, device_ids=(str(device.pk),)))
    return Registered(device, credential(device.protocol, device.pk, secret))


@verb
def adopt_sender(actor: Actor, *, sender_id: UUID, facts: DeviceFacts) -> Registered:
    """Register an unknown sender: protocol and key are what it showed, the rest is stated."""
    sender = UnknownSender.objects.filter(pk=sender_id, adopted_at__isnull=True).first()
    if sender is None:
        raise NotFound
    if (facts.protocol, facts.checked().key) != (sender.protocol, sender.key):
        raise Refusal(
            "sensing.adopt.other", sentence("登记的协议和标识与这个发送方不一致，请从未登记清单重新进入。"), field="key"
        )
    return register_device(actor, facts=facts)


def new_row(stated: DeviceFacts, where: Lies, secret: str, number: str, key: UUID | None = None) -> Device:
    """The row of a new device, not saved."""
    return Device(
        id=key or new_id(),
        number=number,
        secret=secret,
        territory=where.territory,
        line=where.line,
        owner_office_id=where.owner_office_id,
        **stated.columns(),
    )


def _made_before(stated: DeviceFacts, key: UUID | None) -> Device | None:
    row = Device.objects.filter(pk=key).first() if key else None
    if row is not None and (row.protocol, row.key, row.name) != (stated.protocol, stated.key, stated.name):
        raise Refusal(
            "sensing.id_taken", sentence("这个编号已经登记过另一台设备。请刷新后重新填写，不要覆盖原记录。"), field="id"
        )
    return row


def _insert(device: Device) -> bool:
    try:
        with transaction.atomic():
            device.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def key_taken() -> Refusal:
    """Two devices in use cannot answer to one key."""
    return Refusal("sensing.key.taken", sentence("这个设备标识已有在用设备登记；更换设备请先停用原设备。"), field="key")


def named(device: Device) -> dict[str, str]:
    """What the log's sentences need."""
    return {"name": device.name, "number": device.number, "protocol": device.protocol, "key": device.key}


def online_until(device: Device) -> timedelta:
    """How long it counts as online after it was heard."""
    return timedelta(seconds=device.silent_after_s)
