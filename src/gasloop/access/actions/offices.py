"""Offices: opened, renamed, merged. The old office stays as it was; its posts go on under the new one."""

from collections.abc import Iterable
from datetime import date, timedelta

from gasloop.access.actions.posts import move_post
from gasloop.access.actors import not_ended
from gasloop.access.acts import OFFICE_ADDED, OFFICE_SUCCEEDED
from gasloop.access.authority import require_cover
from gasloop.access.events import OfficeSucceeded
from gasloop.access.models import Office, Post, Territory
from gasloop.access.wording import short
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.relay.actions import emit, verb


@verb
def add_office(
    actor: Actor,
    *,
    name: str,
    level: Office.Level,
    territory: str,
    aliases: Iterable[str] = (),
    valid_from: date | None = None,
) -> Office:
    """An office responsible for the division `territory` (a path). Refusal when one of that name is open there."""
    require_cover(actor, territory, None)
    # The system may run ahead: a plan names district offices before anybody registered the district.
    if territory and actor.kind != "system" and not Territory.objects.filter(path=territory).exists():
        raise Refusal("access.territory.unknown", sentence("没有这个区划，请先登记。"), field="territory")
    name = _free_name(name, territory)
    known_as = [short(alias, "aliases", 80) for alias in aliases]
    office = Office.objects.create(name=name, level=level, territory=territory, aliases=known_as, valid_from=valid_from)
    append(actor, act=OFFICE_ADDED, record=office, body={"name": name, "aliases": office.aliases})
    return office


@verb
def rename_office(actor: Actor, *, office: Office, name: str, day: date | None = None) -> Office:
    """The office under its new name from `day` (today) on; the old name stays as an alias."""
    require_cover(actor, office.territory, None)
    successor = Office.objects.create(
        name=_free_name(name, office.territory),
        level=office.level,
        territory=office.territory,
        aliases=[*office.aliases, office.name],
        valid_from=day or clock.today(),
    )
    append(actor, act=OFFICE_ADDED, record=successor, body={"name": successor.name, "aliases": successor.aliases})
    _succeed(actor, office, successor, day or clock.today())
    return successor


@verb
def merge_office(actor: Actor, *, office: Office, into: Office, day: date | None = None) -> Office:
    """From `day` (today) on `into` does the work of `office` and has its posts."""
    require_cover(actor, office.territory, None)
    require_cover(actor, into.territory, None)
    if into.pk == office.pk or into.valid_to is not None:
        raise Refusal("access.office.successor", sentence("承接单位须是另一个仍在运行的单位。"), field="into")
    _succeed(actor, office, into, day or clock.today())
    return into


def _free_name(name: str, territory: str) -> str:
    name = short(name, "name", 80)
    if not name:
        raise Refusal("access.office.name", sentence("请填写单位名称。"), field="name")
    if Office.objects.filter(name=name, territory=territory, valid_to__isnull=True).exists():
        raise Refusal("access.office.taken", sentence("已有名为“{name}”的单位。"), field="name", params={"name": name})
    return name


def _succeed(actor: Actor, old: Office, new: Office, day: date) -> None:
    last = day - timedelta(days=1)
    closed = Office.objects.filter(pk=old.pk, valid_to__isnull=True).update(valid_to=last, successor=new)
    if closed != 1:
        raise Refusal("access.office.closed", sentence("该单位已经停用，可能别人刚刚办理过，请刷新后再看。"))
    for post in Post.objects.select_for_update(of=("self",)).filter(not_ended(day), office=old).order_by("id"):
        move_post(actor, post, new, day)
    append(
        actor, act=OFFICE_SUCCEEDED, record=old, body={"name": old.name, "successor": new.name, "day": day.isoformat()}
    )
    emit(OfficeSucceeded(territory=old.territory, office_id=str(old.pk), successor_id=str(new.pk), day=day.isoformat()))
