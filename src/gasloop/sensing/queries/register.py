"""Reading the register of devices."""

from uuid import UUID

from django.db.models import QuerySet

from gasloop.access.scope import may
from gasloop.access.scoping import get_scoped, scoped
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound
from gasloop.kernel.subject import Subject
from gasloop.sensing.models import Device, UnknownSender
from gasloop.sensing.permissions import SENSING_EDIT, SENSING_VIEW


def devices(actor: Actor) -> QuerySet[Device]:
    """The devices in reach, voided ones left out."""
    return scoped(actor, Device.objects.filter(voided_at__isnull=True), SENSING_VIEW)


def device(actor: Actor, key: UUID) -> Device:
    """One device in reach; NotFound otherwise."""
    return get_scoped(actor, Device.objects.select_related("owner_office"), SENSING_VIEW, key)


def devices_of(actor: Actor, subject: Subject) -> QuerySet[Device]:
    """The devices that stand for `subject`, those in use first."""
    return devices(actor).filter(stands_for_kind=subject.kind, stands_for_id=subject.id).order_by("state", "-id")


def unknown_senders(actor: Actor) -> QuerySet[UnknownSender]:
    """Senders nobody registered. They lie nowhere yet, so whoever may register devices sees them all."""
    rows = UnknownSender.objects.filter(adopted_at__isnull=True)
    return rows if may(actor, SENSING_EDIT) else rows.none()


def unknown_sender(actor: Actor, key: UUID) -> UnknownSender:
    """One of them; NotFound otherwise."""
    found = unknown_senders(actor).filter(pk=key).first()
    if found is None:
        raise NotFound
    return found
