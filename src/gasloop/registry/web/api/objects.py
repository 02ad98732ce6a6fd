"""Sites, parts and parties on the API."""

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router

from gasloop.access.middleware import actor_from
from gasloop.registry import queries
from gasloop.registry.actions import (
    add_installation,
    close_site,
    correct_party,
    correct_site,
    enter_market,
    exit_market,
    register_party,
    register_site,
    reopen_site,
)
from gasloop.registry.actions.parties import PartyChanges
from gasloop.registry.actions.sites import SiteChanges
from gasloop.registry.kinds import PartyKind, SiteKind
from gasloop.registry.models import Party, Site
from gasloop.registry.positions import in_wgs84
from gasloop.registry.web.api.changing import changes_of
from gasloop.registry.wire.objects import (
    CloseIn,
    InstallationIn,
    InstallationOut,
    PartyIn,
    PartyOut,
    PartyPage,
    PartyPatch,
    SiteIn,
    SiteOut,
    SitePage,
    SitePatch,
)

router = Router(tags=["registry"])
PAGE = 200
R = TypeVar("R", Party, Site)


@router.get("/sites", response=SitePage, operation_id="list_sites")
def sites(
    request: HttpRequest,
    cursor: UUID | None = None,
    kind: SiteKind | None = None,
    territory: str = "",
    q: str = "",
    limit: int = PAGE,
) -> SitePage:
    """Sites in reach, newest first. `territory` is a path and means its whole subtree; `q` part of name or address."""
    rows = queries.searched_sites(queries.sites(actor_from(request)), q)
    if kind is not None:
        rows = rows.filter(kind=kind)
    found, following = _cut(rows.filter(territory__startswith=territory), cursor, limit)
    return SitePage(items=[SiteOut.of(row) for row in found], next=following)


@router.post("/sites", response={201: SiteOut}, operation_id="register_site")
def new_site(request: HttpRequest, body: SiteIn) -> SiteOut:
    """Register a site. The same request with the same `id` again answers with the site it made."""
    facts = body.dict(exclude={"party", "owner_office", "gas_source", "datum"})
    facts["lat"], facts["lng"] = in_wgs84(body.lat, body.lng, body.datum)
    made = register_site(
        actor_from(request),
        **facts,
        party_id=body.party,
        owner_office_id=body.owner_office,
        gas_source=body.gas_source or "",
    )
    return SiteOut.of(made)


@router.get("/sites/{uuid:site_id}", response=SiteOut, operation_id="get_site")
def site(request: HttpRequest, site_id: UUID) -> SiteOut:
    """One site."""
    return SiteOut.of(queries.site(actor_from(request), site_id))


@router.post("/sites/{uuid:site_id}/close", response=SiteOut, operation_id="close_site")
def closed(request: HttpRequest, site_id: UUID, body: CloseIn) -> SiteOut:
    """Record that a site stopped business or left the market."""
    return SiteOut.of(close_site(actor_from(request), site_id=site_id, why=body.why, on=body.on))


@router.get("/sites/{uuid:site_id}/installations", response=list[InstallationOut], operation_id="list_installations")
def installations(request: HttpRequest, site_id: UUID) -> list[InstallationOut]:
    """The parts of a site's gas installation, those in use first."""
    found = queries.site(actor_from(request), site_id)
    return [InstallationOut.of(part) for part in queries.installations(found)]


@router.post("/sites/{uuid:site_id}/installations", response={201: InstallationOut}, operation_id="add_installation")
def new_installation(request: HttpRequest, site_id: UUID, body: InstallationIn) -> InstallationOut:
    """Register a part at a site."""
    return InstallationOut.of(add_installation(actor_from(request), site_id=site_id, **body.dict()))


@router.get("/parties", response=PartyPage, operation_id="list_parties")
def parties(
    request: HttpRequest, cursor: UUID | None = None, kind: PartyKind | None = None, q: str = "", limit: int = PAGE
) -> PartyPage:
    """Parties in reach, newest first; `q` part of name or code."""
    rows = queries.searched_parties(queries.parties(actor_from(request)), q)
    if kind is not None:
        rows = rows.filter(kind=kind)
    found, following = _cut(rows, cursor, limit)
    return PartyPage(items=[PartyOut.of(row) for row in found], next=following)


@router.post("/parties", response={201: PartyOut}, operation_id="register_party")
def new_party(request: HttpRequest, body: PartyIn) -> PartyOut:
    """Register a party. The same request with the same `id` again answers with the party it made."""
    return PartyOut.of(register_party(actor_from(request), **body.dict()))


@router.get("/parties/{uuid:party_id}", response=PartyOut, operation_id="get_party")
def party(request: HttpRequest, party_id: UUID) -> PartyOut:
    """One party."""
    return PartyOut.of(queries.party(actor_from(request), party_id))


@router.patch("/sites/{uuid:site_id}", response=SiteOut, operation_id="correct_site")
def corrected_site(request: HttpRequest, site_id: UUID, body: SitePatch) -> SiteOut:
    """Correct what is registered; its parts move with it."""
    changes = changes_of(SiteChanges, body, "party", "owner_office")
    return SiteOut.of(correct_site(actor_from(request), site_id=site_id, why=body.why, changes=changes))


@router.post("/sites/{uuid:site_id}/reopen", response=SiteOut, operation_id="reopen_site")
def reopened(request: HttpRequest, site_id: UUID, body: CloseIn) -> SiteOut:
    """Record that a site is in business again."""
    return SiteOut.of(reopen_site(actor_from(request), site_id=site_id, why=body.why, on=body.on))


@router.patch("/parties/{uuid:party_id}", response=PartyOut, operation_id="correct_party")
def corrected_party(request: HttpRequest, party_id: UUID, body: PartyPatch) -> PartyOut:
    """Correct what is registered."""
    changes = changes_of(PartyChanges, body)
    return PartyOut.of(correct_party(actor_from(request), party_id=party_id, why=body.why, changes=changes))


@router.post("/parties/{uuid:party_id}/exit", response=PartyOut, operation_id="exit_market")
def exited(request: HttpRequest, party_id: UUID, body: CloseIn) -> PartyOut:
    """Record that a party left the market, with its sites and papers."""
    return PartyOut.of(exit_market(actor_from(request), party_id=party_id, why=body.why, on=body.on))


@router.post("/parties/{uuid:party_id}/enter", response=PartyOut, operation_id="enter_market")
def entered(request: HttpRequest, party_id: UUID, body: CloseIn) -> PartyOut:
    """Record that a party is in the market again."""
    return PartyOut.of(enter_market(actor_from(request), party_id=party_id, why=body.why, on=body.on))


def _cut(rows: "QuerySet[R]", cursor: UUID | None, limit: int) -> tuple[list[R], UUID | None]:
    """A page of rows, newest first, and the cursor of the next."""
    size = max(1, min(limit, PAGE))
    rows = rows.order_by("-id") if cursor is None else rows.filter(pk__lt=cursor).order_by("-id")
    found = list(rows[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None
