"""What an enterprise sees: its own sites, checks, hazards and papers, by the parties its posts are within."""

from django.db.models import Q, QuerySet

from gasloop.access.scope import own
from gasloop.hazard.models import Hazard
from gasloop.hazard.states import OPEN_STATES
from gasloop.kernel.actor import Actor
from gasloop.registry.models import Credential, Party, Site
from gasloop.registry.states import CredentialState
from gasloop.selfcheck.models import SelfCheck
from gasloop.selfcheck.permissions import SELF_CHECK_OWN


def own_sites(actor: Actor) -> QuerySet[Site]:
    """The sites of the own parties."""
    parties = own(actor, SELF_CHECK_OWN, Party.SUBJECT_KIND)
    return Site.objects.filter(party__in=parties, voided_at__isnull=True).order_by("name", "id")


def own_checks(actor: Actor) -> QuerySet[SelfCheck]:
    """Their checks, newest period first."""
    checks = SelfCheck.objects.filter(site__in=own_sites(actor).values("pk"), voided_at__isnull=True)
    return checks.select_related("site").order_by("-first_day", "rhythm", "id")


def own_hazards(actor: Actor) -> QuerySet[Hazard]:
    """Hazards at them, open ones first, by deadline."""
    hazards = Hazard.objects.filter(site__in=own_sites(actor).values("pk"), voided_at__isnull=True)
    return hazards.select_related("site", "rule", "owner_office").order_by("due_at", "id")


def own_open_hazards(actor: Actor) -> QuerySet[Hazard]:
    """Those that are not closed."""
    return own_hazards(actor).filter(state__in=OPEN_STATES)


def own_papers(actor: Actor) -> QuerySet[Credential]:
    """Licences of the own parties and sites, the next to end first."""
    parties = own(actor, SELF_CHECK_OWN, Party.SUBJECT_KIND)
    holders = Q(party__in=parties) | Q(site__party__in=parties)
    papers = Credential.objects.filter(holders, voided_at__isnull=True, state=CredentialState.IN_FORCE)
    return papers.order_by("valid_to", "id")
