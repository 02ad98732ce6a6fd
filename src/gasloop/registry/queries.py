"""Reading the register, through the actor's scope."""

from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from gasloop.access.models import Territory
from gasloop.access.scope import granting
from gasloop.access.scoping import get_scoped, scoped
from gasloop.kernel.actor import Actor
from gasloop.registry.kinds import SiteKind, line_of_site
from gasloop.registry.models import Building, Credential, Household, Installation, Party, Person, Service, Site
from gasloop.registry.permissions import REGISTRY_EDIT, REGISTRY_VIEW
from gasloop.registry.states import CredentialState, InstallationState


def sites(actor: Actor) -> QuerySet[Site]:
    """The sites the actor may see, voided ones left out, with party and office."""
    rows = Site.objects.filter(voided_at__isnull=True).select_related("party", "owner_office")
    return scoped(actor, rows, REGISTRY_VIEW)


def site(actor: Actor, key: UUID) -> Site:
    """One site in reach, a voided one too; NotFound otherwise."""
    return get_scoped(actor, Site.objects.select_related("party", "owner_office"), REGISTRY_VIEW, key)


def parties(actor: Actor) -> QuerySet[Party]:
    """The parties the actor may see, voided ones left out."""
    return scoped(actor, Party.objects.filter(voided_at__isnull=True), REGISTRY_VIEW)


def party(actor: Actor, key: UUID) -> Party:
    """One party in reach; NotFound otherwise."""
    return get_scoped(actor, Party.objects.all(), REGISTRY_VIEW, key)


def searched_sites(rows: QuerySet[Site], text: str) -> QuerySet[Site]:
    """Those whose number, name, address or operator contains `text`."""
    wanted = text.strip()
    return (
        rows.filter(
            Q(number__istartswith=wanted)
            | Q(name__icontains=wanted)
            | Q(address__icontains=wanted)
            | Q(party__name__icontains=wanted)
        )
        if wanted
        else rows
    )


def searched_parties(rows: QuerySet[Party], text: str) -> QuerySet[Party]:
    """Those whose number, name or code contains `text`."""
    wanted = text.strip()
    return (
        rows.filter(Q(number__istartswith=wanted) | Q(name__icontains=wanted) | Q(uscc__icontains=wanted))
        if wanted
        else rows
    )


def territories_to_register_in(actor: Actor) -> QuerySet[Territory]:
    """Where the actor may register something: villages, communities and grid cells in the scope of the posts."""
    rows = Territory.objects.order_by("path")
    if actor.kind == "system":
        return rows
    reach = Q(pk__in=[])
    for grant in granting(actor, REGISTRY_EDIT):
        reach |= Q(path__startswith=grant.territory)
    return rows.filter(reach)


def installations(of: Site) -> QuerySet[Installation]:
    """The parts of a site the caller already reaches: those in use first, then by kind."""
    rows = Installation.objects.filter(site=of, voided_at__isnull=True).select_related("replaced_by")
    return rows.order_by(Case(When(state=InstallationState.IN_USE, then=0), default=1), "kind", "-id")


def kinds_to_register(actor: Actor) -> list[SiteKind]:
    """The kinds of site some post of the actor may register."""
    by_hand: list[SiteKind] = [kind for kind in SiteKind if kind != SiteKind.HOUSEHOLD]
    if actor.kind == "system":
        return by_hand
    grants = granting(actor, REGISTRY_EDIT)
    return [kind for kind in by_hand if any(g.lines is None or line_of_site(kind) in g.lines for g in grants)]


def people(actor: Actor) -> QuerySet[Person]:
    """The people the actor may see, voided ones left out."""
    return scoped(actor, Person.objects.filter(voided_at__isnull=True).select_related("party"), REGISTRY_VIEW)


def person(actor: Actor, key: UUID) -> Person:
    """One person in reach; NotFound otherwise."""
    return get_scoped(actor, Person.objects.select_related("party"), REGISTRY_VIEW, key)


def credentials(actor: Actor) -> QuerySet[Credential]:
    """The papers the actor may see: those in force first, by the day they run out."""
    rows = Credential.objects.filter(voided_at__isnull=True).select_related("party", "site", "person")
    standing = Case(When(state=CredentialState.IN_FORCE, then=0), default=1)
    return scoped(actor, rows, REGISTRY_VIEW).order_by(standing, "valid_to", "-id")


def credential(actor: Actor, key: UUID) -> Credential:
    """One paper in reach; NotFound otherwise."""
    rows = Credential.objects.select_related("party", "site", "person", "replaced_by")
    return get_scoped(actor, rows, REGISTRY_VIEW, key)


def services(actor: Actor) -> QuerySet[Service]:
    """Who serves whom, as far as the actor may see it; newest first."""
    rows = Service.objects.filter(voided_at__isnull=True).select_related("party", "site", "building")
    return scoped(actor, rows, REGISTRY_VIEW).order_by("-begins_on", "-id")


def service(actor: Actor, key: UUID) -> Service:
    """One service in reach; NotFound otherwise."""
    return get_scoped(actor, Service.objects.select_related("party", "site", "building"), REGISTRY_VIEW, key)


def building(actor: Actor, key: UUID) -> Building:
    """One building in reach; NotFound otherwise."""
    return get_scoped(actor, Building.objects.filter(voided_at__isnull=True), REGISTRY_VIEW, key)


def doors(of: Building) -> QuerySet[Household]:
    """The doors of a building the caller already reaches, as one walks past them."""
    return Household.objects.filter(building=of, voided_at__isnull=True).order_by("door_key")


def household(actor: Actor, key: UUID) -> Household:
    """One household in reach; NotFound otherwise."""
    rows = Household.objects.filter(voided_at__isnull=True).select_related("building")
    return get_scoped(actor, rows, REGISTRY_VIEW, key)


def installation(actor: Actor, key: UUID) -> Installation:
    """One part in reach; NotFound otherwise."""
    return get_scoped(actor, Installation.objects.filter(voided_at__isnull=True), REGISTRY_VIEW, key)
