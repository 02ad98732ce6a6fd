"""The parts of a site's gas installation: added, replaced, removed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypedDict
from uuid import UUID

from gasloop.access.scoping import get_scoped
from gasloop.evidence.actions import append
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.actions.once import busy, earlier, insert, request_digest
from gasloop.registry.actions.parties import shown
from gasloop.registry.events import InstallationChanged
from gasloop.registry.facts import InstallationFacts, columns, differences
from gasloop.registry.facts.checks import past
from gasloop.registry.facts.checks import reason as because
from gasloop.registry.lives import expected_end
from gasloop.registry.models import Installation, Site
from gasloop.registry.numbering import next_number
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.registry.states import INSTALLATION_STATES, InstallationState, SiteState
from gasloop.relay.actions import emit, verb

PREFIX = "SS"


class InstallationChanges(TypedDict, total=False):
    """What a correction may change."""

    kind: str
    place: str
    maker: str
    model: str
    serial: str
    made_on: date | None
    installed_on: date | None
    expires_on: date | None


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
    if site.state == SiteState.CLOSED:
        raise Refusal(
            "registry.site.closed",
            sentence("{name}已停业或退出市场。如已恢复，请先登记恢复经营。"),
            params={"name": site.name},
        )
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
    tell_of_part(part)
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
    day, reason = past(on), because(why)
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
    tell_of_part(successor)
    return successor


@verb
def correct_installation(
    actor: Actor, *, installation_id: UUID, why: str, changes: InstallationChanges
) -> Installation:
    """Correct what is registered; `why` is kept. Nothing happens when nothing differs."""
    part, reason = _in_reach(actor, installation_id), because(why)
    before = stated(part)
    after = replace(before, **changes).checked()
    differs = differences(before, after)
    if not differs:
        return part
    for name, value in {**columns(after), **lived(part.site, after)}.items():
        setattr(part, name, value)
    part.save()
    append(
        actor,
        act=acts.INSTALLATION_CORRECTED,
        record=part,
        body={**_named(part), "why": reason, "changes": shown(differs)},
    )
    tell_of_part(part)
    return part


def stated(part: Installation) -> InstallationFacts:
    """What somebody stated about the part; a derived end of life is nobody's statement."""
    facts = InstallationFacts.of(part)
    return replace(facts, expires_on=None) if part.expiry_basis else facts


@verb
def remove_installation(actor: Actor, *, installation_id: UUID, why: str, on: date | None = None) -> Installation:
    """The part was taken out for good on `on` (today). Refusal when it is no longer in use."""
    part = _in_reach(actor, installation_id)
    day, reason = past(on), because(why)
    _end(part, INSTALLATION_STATES.target("remove", InstallationState(part.state)), day)
    part.refresh_from_db()
    append(actor, act=acts.INSTALLATION_REMOVED, record=part, body={**_named(part), "why": reason})
    tell_of_part(part)
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
        **{**columns(facts), **lived(site, facts)},
    )


def lived(site: Site, facts: InstallationFacts) -> dict[str, object]:
    """Until when the part lasts: as its plate says, else as the rulebook does, else nobody knows."""
    if facts.expires_on is not None:
        return {"expires_on": facts.expires_on, "expiry_basis": ""}
    end = expected_end(facts.kind, site.kind, site.gas_source, facts.installed_on or facts.made_on)
    return {"expires_on": end[0], "expiry_basis": end[1][:120]} if end else {"expiry_basis": ""}


def _in_reach(actor: Actor, key: UUID) -> Installation:
    rows = Installation.objects.filter(voided_at__isnull=True).select_related("site").select_for_update(of=("self",))
    return get_scoped(actor, rows, REGISTRY_EDIT, key)


def _end(part: Installation, state: InstallationState, day: date, **written: Installation) -> None:
    rows = Installation.objects.filter(pk=part.pk, state=part.state)
    if rows.update(state=state, ended_on=day, **written) != 1:
        raise busy()


def _named(part: Installation) -> dict[str, str]:
    return {"site": part.site.name, "kind": part.get_kind_display(), "number": part.number}


def tell_of_part(part: Installation) -> None:
    emit(
        InstallationChanged(
            territory=part.territory,
            installation_id=str(part.pk),
            site_id=str(part.site_id),
            kind=part.kind,
            expires_on=part.expires_on.isoformat() if part.expires_on else "",
        )
    )
