"""Who serves whom: begun and ended."""

from datetime import date
from uuid import UUID

from gasloop.access.scoping import get_scoped
from gasloop.evidence.actions import append
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.actions.once import earlier, inserted, request_digest
from gasloop.registry.facts import ServiceFacts, columns
from gasloop.registry.facts.checks import in_order
from gasloop.registry.facts.checks import reason as because
from gasloop.registry.models import Building, Party, Service, Site
from gasloop.registry.numbering import next_number
from gasloop.registry.permissions import REGISTRY_EDIT, REGISTRY_VIEW
from gasloop.registry.states import PartyState
from gasloop.relay.actions import verb

PREFIX = "FW"


@verb
def begin_service(
    actor: Actor,
    *,
    facts: ServiceFacts,
    id: UUID | None = None,  # noqa: A002 - the record's id, as the client may make it
) -> Service:
    """A property manager or contracted technical service takes up work for a site or building in reach.

    Refusal: no or two targets, a party that left the market or cannot be seen, days in the wrong order.
    """
    target = _target(actor, facts)
    told = facts.checked()
    digest = request_digest(told)
    if made := earlier(Service, id, digest):
        return made
    party = _party(actor, told.party_id)
    service = Service(
        id=id or new_id(),
        number=next_number(PREFIX),
        territory=target.territory,
        line=target.line,
        owner_office_id=target.owner_office_id,
        request_digest=digest,
        **columns(told),
    )
    if not inserted(service):
        return Service.objects.get(pk=service.pk)
    body = {"party": party.name, "target": target.name, "kind": service.get_kind_display(), "number": service.number}
    append(actor, act=acts.SERVICE_BEGUN, record=service, body=body)
    return service


@verb
def end_service(actor: Actor, *, service_id: UUID, why: str, on: date) -> Service:
    """The service's last day is `on`, which may lie ahead. Refusal when an earlier end is registered."""
    rows = Service.objects.filter(voided_at__isnull=True).select_related("party", "site", "building")
    service = get_scoped(actor, rows.select_for_update(of=("self",)), REGISTRY_EDIT, service_id)
    reason = because(why)
    in_order(service.begins_on, on, "on")
    if service.ends_on is not None and service.ends_on <= on:
        raise Refusal("registry.service.ended", sentence("已经登记过更早或同一天的终止日期。"), field="on")
    service.ends_on, service.ended_why = on, reason
    service.save(update_fields=["ends_on", "ended_why"])
    body = {
        "party": service.party.name,
        "target": service.target.name,
        "kind": service.get_kind_display(),
        "number": service.number,
        "day": on.isoformat(),
        "why": reason,
    }
    append(actor, act=acts.SERVICE_ENDED, record=service, body=body)
    return service


def _target(actor: Actor, facts: ServiceFacts) -> Site | Building:
    try:
        if facts.site_id is not None:
            return get_scoped(actor, Site.objects.filter(voided_at__isnull=True), REGISTRY_EDIT, facts.site_id)
        if facts.building_id is not None:
            return get_scoped(actor, Building.objects.filter(voided_at__isnull=True), REGISTRY_EDIT, facts.building_id)
    except NotFound:
        pass
    raise Refusal("registry.service.target", sentence("请选一个服务对象：检查对象或楼栋，只选其一。"), field="target")


def _party(actor: Actor, key: UUID) -> Party:
    """A party the actor sees: it may well have its seat elsewhere in the town."""
    try:
        party = get_scoped(actor, Party.objects.filter(voided_at__isnull=True), REGISTRY_VIEW, key)
    except NotFound:
        raise Refusal(
            "registry.party.unknown", sentence("没有找到服务单位，请先在单位台账登记。"), field="party"
        ) from None
    if party.state == PartyState.EXITED:
        raise Refusal(
            "registry.party.exited", sentence("{name}已退出市场。"), field="party", params={"name": party.name}
        )
    return party
