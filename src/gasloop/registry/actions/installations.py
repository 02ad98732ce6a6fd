"""The parts of a site's gas installation: added, replaced, removed."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from gasloop.access.scoping import get_scoped
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.actions.once import busy, earlier, insert, request_digest
from gasloop.registry.events import InstallationChanged
from gasloop.registry.facts import InstallationFacts, columns
from gasloop.registry.models import Installation, Site
from gasloop.registry.numbering import next_number
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.registry.states import INSTALLATION_STATES, InstallationState
from gasloop.relay.actions import emit, verb

PREFIX = "SS"


@verb
def add_installation(
    actor: Actor,
    *,
    site_id: UUID,
    kind: str,
    place: str = "",
    maker: str = "",
    model: str = "",
    serial: str = "",
    made_on: date | None = None,
    installed_on: date | None = None,
    expires_on: date | None = None,
    attributes: Mapping[str, str | int | float | bool] | None = None,
    id: UUID | None = None,  # noqa: A002 - the record's id, as the client may make it
) -> Installation:
    """A part at a site in reach. The same request with the same `id` again gives the record it made."""
    site = get_scoped(actor, Site.objects.filter(voided_at__isnull=True), REGISTRY_EDIT, site_id)
    facts = InstallationFacts(
        kind=kind,
        place=place,
        maker=maker,
        model=model,
        serial=serial,
        made_on=made_on,
        installed_on=installed_on,
        expires_on=expires_on,
        attributes=attributes or {},
    ).checked()
    digest = request_digest(facts, site_id=site.pk)
    if made := earlier(Installation, id, digest):
        return made
    part = _row(site, facts, digest, id)
    if not insert(part):
        if made := earlier(Installation, id, digest):
            return made
        raise busy()
    body = {"site": site.name, "kind": part.get_kind_display(), "number": part.number}
    append(actor, act=acts.INSTALLATION_ADDED, record=part, body=body)
    _tell(part)
    return part


@verb
def replace_installation(
    actor: Actor,
    *,
    installation_id: UUID,
    why: str,
    new: InstallationFacts,
    on: date | None = None,
    id: UUID | None = None,  # noqa: A002 - the successor's id, as the client may make it
) -> Installation:
    """The part was changed for a new one on `on` (today); gives the successor. Refusal when it is no longer in use."""
    old = _in_reach(actor, installation_id)
    facts = new.checked()
    digest = request_digest(facts, replaces=old.pk)
    if made := earlier(Installation, id, digest):
        return made
    day, reason = _day(on), _reason(why)
    target = INSTALLATION_STATES.target("replace", InstallationState(old.state))
    successor = _row(old.site, facts, digest, id)
    if not insert(successor):
        raise busy()
    _end(old, target, day, replaced_by=successor)
    append(
        actor,
        act=acts.INSTALLATION_REPLACED,
        record=old,
        body={**_named(old), "successor": successor.number, "why": reason},
    )
    append(actor, act=acts.INSTALLATION_ADDED, record=successor, body=_named(successor))
    _tell(successor)
    return successor


@verb
def remove_installation(actor: Actor, *, installation_id: UUID, why: str, on: date | None = None) -> Installation:
    """The part was taken out for good on `on` (today). Refusal when it is no longer in use."""
    part = _in_reach(actor, installation_id)
    day, reason = _day(on), _reason(why)
    _end(part, INSTALLATION_STATES.target("remove", InstallationState(part.state)), day)
    part.refresh_from_db()
    append(actor, act=acts.INSTALLATION_REMOVED, record=part, body={**_named(part), "why": reason})
    _tell(part)
    return part


def _row(site: Site, facts: InstallationFacts, digest: bytes, key: UUID | None) -> Installation:
    return Installation(
        id=key or new_id(),
        site=site,
        number=next_number(PREFIX),
        territory=site.territory,
        line=site.line,
        owner_office_id=site.owner_office_id,
        request_digest=digest,
        **columns(facts),
    )


def _in_reach(actor: Actor, key: UUID) -> Installation:
    rows = Installation.objects.filter(voided_at__isnull=True).select_related("site").select_for_update(of=("self",))
    return get_scoped(actor, rows, REGISTRY_EDIT, key)


def _end(part: Installation, state: InstallationState, day: date, **written: Installation) -> None:
    rows = Installation.objects.filter(pk=part.pk, state=part.state)
    if rows.update(state=state, ended_on=day, **written) != 1:
        raise busy()


def _named(part: Installation) -> dict[str, str]:
    return {"site": part.site.name, "kind": part.get_kind_display(), "number": part.number}


def _day(on: date | None) -> date:
    day = on or clock.today()
    if day > clock.today():
        raise Refusal("registry.day.future", sentence("日期晚于今天，请在事情发生后再登记。"), field="on")
    return day


def _reason(why: str) -> str:
    if not why.strip():
        raise Refusal("registry.why.missing", sentence("请写明原因，它会留在登记里。"), field="why")
    return why.strip()


def _tell(part: Installation) -> None:
    emit(
        InstallationChanged(
            territory=part.territory,
            installation_id=str(part.pk),
            site_id=str(part.site_id),
            kind=part.kind,
            expires_on=part.expires_on.isoformat() if part.expires_on else "",
        )
    )
