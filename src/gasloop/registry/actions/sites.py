"""Register, correct, close, reopen and void a site."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypedDict
from uuid import UUID

from gasloop.access.scoping import get_scoped, require
from gasloop.evidence.actions import append
from gasloop.evidence.acts import Act
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.actions.once import busy, earlier, insert, request_digest
from gasloop.registry.actions.parties import party_in_reach, shown
from gasloop.registry.events import SiteClosed, SiteCorrected, SiteRegistered, SiteReopened
from gasloop.registry.facts import SiteFacts, columns, differences
from gasloop.registry.facts.checks import past
from gasloop.registry.facts.checks import reason as because
from gasloop.registry.kinds import SiteKind, line_of_site
from gasloop.registry.models import Installation, Site
from gasloop.registry.numbering import next_number
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.registry.positions import Degrees
from gasloop.registry.states import SITE_STATES, PartyState, SiteState
from gasloop.relay.actions import emit, verb

PREFIX = "D"


class SiteChanges(TypedDict, total=False):
    """What a correction may change. `lat`, `lng`: WGS-84 decimal degrees, both or neither."""

    name: str
    kind: str
    territory: str
    address: str
    party_id: UUID | None
    lat: Degrees | None
    lng: Degrees | None
    gas_source: str
    attributes: Mapping[str, object]
    owner_office_id: UUID | None


@verb
def register_site(
    actor: Actor,
    *,
    name: str,
    kind: str,
    territory: str,
    address: str,
    party_id: UUID | None = None,
    lat: Degrees | None = None,
    lng: Degrees | None = None,
    gas_source: str = "",
    attributes: Mapping[str, object] | None = None,
    owner_office_id: UUID | None = None,
    id: UUID | None = None,  # noqa: A002 - the record's id, as the client may make it
) -> Site:
    """An object that is checked. The same request with the same `id` again gives the record it made.

    Refusal: unknown territory, kind or party, no address, an impossible position, an attribute the kind has not.
    """
    _may(actor, territory, kind)
    facts = SiteFacts(
        name=name,
        kind=kind,
        territory=territory,
        address=address,
        party_id=party_id,
        lat=lat,
        lng=lng,
        gas_source=gas_source,
        attributes=attributes or {},
        owner_office_id=owner_office_id,
    ).checked()
    digest = request_digest(facts)
    if made := earlier(Site, id, digest):
        return made
    if party_id is not None:
        party_in_reach(actor, party_id)
    site = Site(
        id=id or new_id(), line=line_of_site(kind), number=next_number(PREFIX), request_digest=digest, **columns(facts)
    )
    if not insert(site):
        if made := earlier(Site, id, digest):
            return made
        raise busy()
    append(actor, act=acts.SITE_REGISTERED, record=site, body={"name": site.name, "number": site.number})
    emit(SiteRegistered(territory=site.territory, site_id=str(site.pk), kind=site.kind, line=site.line))
    return site


@verb
def correct_site(actor: Actor, *, site_id: UUID, why: str, changes: SiteChanges) -> Site:
    """Correct what is registered; `why` is kept. Its parts move with it. Nothing happens when nothing differs."""
    site = _in_reach(actor, site_id)
    before = SiteFacts.of(site)
    after = replace(before, **changes).checked()
    _may(actor, after.territory, after.kind)
    differs = differences(before, after)
    if not differs:
        return site
    if "party_id" in differs and after.party_id is not None:
        party_in_reach(actor, after.party_id)
    line = line_of_site(after.kind)
    Site.objects.filter(pk=site.pk).update(line=line, **columns(after))
    Installation.objects.filter(site_id=site.pk).update(
        territory=after.territory, line=line, owner_office_id=after.owner_office_id
    )
    site.refresh_from_db()
    _log(actor, acts.SITE_CORRECTED, site, why=because(why), changes=shown(differs))
    emit(SiteCorrected(territory=site.territory, site_id=str(site.pk), fields=tuple(differs)))
    return site


@verb
def close_site(actor: Actor, *, site_id: UUID, why: str, on: date | None = None) -> Site:
    """The site stopped business or left the market on `on` (today). Refusal when it is closed already."""
    day = past(on)
    site = _moved(actor, site_id, "close", closed_on=day, closed_why=because(why))
    _log(actor, acts.SITE_CLOSED, site, why=why.strip(), day=day.isoformat())
    emit(SiteClosed(territory=site.territory, site_id=str(site.pk), day=day.isoformat()))
    return site


@verb
def reopen_site(actor: Actor, *, site_id: UUID, why: str, on: date | None = None) -> Site:
    """The site is in business again from `on` (today). Refusal when it is open."""
    day, reason = past(on), because(why)
    _refuse_exited(_in_reach(actor, site_id))
    site = _moved(actor, site_id, "reopen", closed_on=None, closed_why="")
    _log(actor, acts.SITE_REOPENED, site, why=reason, day=day.isoformat())
    emit(SiteReopened(territory=site.territory, site_id=str(site.pk), day=day.isoformat()))
    return site


@verb
def void_site(actor: Actor, *, site_id: UUID, why: str) -> Site:
    """Registered by mistake (twice, the wrong place): it leaves the lists and stays in the log."""
    site, reason = _in_reach(actor, site_id), because(why)
    Site.objects.filter(pk=site.pk).update(voided_at=clock.now(), voided_by=actor.id, voided_why=reason)
    site.refresh_from_db()
    _log(actor, acts.SITE_VOIDED, site, why=reason)
    emit(SiteClosed(territory=site.territory, site_id=str(site.pk), day=clock.today().isoformat()))
    return site


def _moved(actor: Actor, site_id: UUID, move: str, **written: object) -> Site:
    """The guarded change of state; Refusal when the site is not in the state the move starts from."""
    site = _in_reach(actor, site_id)
    target = SITE_STATES.target(move, SiteState(site.state))
    if Site.objects.filter(pk=site.pk, state=site.state).update(state=target, **written) != 1:
        raise busy()
    site.refresh_from_db()
    return site


def _refuse_exited(site: Site) -> None:
    if site.party is not None and site.party.state == PartyState.EXITED:
        raise Refusal(
            "registry.site.operator_exited",
            sentence("经营单位{name}已退出市场，请先登记它重新进入市场，或更正经营单位。"),
            basis="三(四)2",
            params={"name": site.party.name},
        )


def _in_reach(actor: Actor, site_id: UUID) -> Site:
    rows = Site.objects.filter(voided_at__isnull=True).select_for_update(of=("self",))
    return get_scoped(actor, rows, REGISTRY_EDIT, site_id)


def _log(actor: Actor, act: Act, site: Site, **body: str | dict[str, list[str]]) -> None:
    append(actor, act=act, record=site, body={"name": site.name, "number": site.number, **body})


def _may(actor: Actor, territory: str, kind: str) -> None:
    line = line_of_site(kind) if kind in SiteKind.values else ""
    require(actor, REGISTRY_EDIT, territory=territory, line=line)
