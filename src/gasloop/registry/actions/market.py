"""Market entry and exit (三(四)2): recorded once, effective everywhere the party stands."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from gasloop.access.scoping import get_scoped, scoped
from gasloop.evidence.actions import append
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.actions.credentials import end_credential
from gasloop.registry.actions.once import busy
from gasloop.registry.actions.services import end_service
from gasloop.registry.actions.sites import close_site
from gasloop.registry.events import PartyEntered, PartyExited
from gasloop.registry.facts.checks import past
from gasloop.registry.facts.checks import reason as because
from gasloop.registry.models import Credential, Party, Service, Site
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.registry.states import PARTY_STATES, CredentialState, PartyState, SiteState
from gasloop.relay.actions import emit, verb

CLAUSE = "三(四)2"
STANDING = (CredentialState.IN_FORCE, CredentialState.SUSPENDED)


@verb
def exit_market(actor: Actor, *, party_id: UUID, why: str, on: date | None = None) -> Party:
    """The party left the market on `on` (today), or was put out of it: its sites close, its licences and theirs end,
    what it does for others ends. All or nothing: Refusal when it left already or something of it is out of reach.
    """
    day, reason = past(on), because(why)
    party = _moved(actor, party_id, "exit", exited_on=day, exited_why=reason)
    _require_all_in_reach(actor, party)
    sites = Site.objects.filter(party=party, state=SiteState.OPEN, voided_at__isnull=True).order_by("id")
    papers = Credential.objects.filter(party=party, state__in=STANDING, voided_at__isnull=True).order_by("id")
    theirs = Credential.objects.filter(site__party=party, state__in=STANDING, voided_at__isnull=True).order_by("id")
    keys = [*papers.values_list("pk", flat=True), *theirs.values_list("pk", flat=True)]
    because_of = f"{party.name}（{party.number}）退出市场：{reason}"
    for key in keys:
        end_credential(actor, credential_id=key, why=because_of, on=day)
    for key in list(sites.values_list("pk", flat=True)):
        close_site(actor, site_id=key, why=because_of, on=day)
    for key in list(_running(party, day).values_list("pk", flat=True)):
        end_service(actor, service_id=key, why=because_of, on=day)
    append(actor, act=acts.PARTY_EXITED, record=party, body={**_named(party), "why": reason, "day": day.isoformat()})
    emit(PartyExited(territory=party.territory, party_id=str(party.pk), day=day.isoformat()))
    return party


@verb
def enter_market(actor: Actor, *, party_id: UUID, why: str, on: date | None = None) -> Party:
    """The party is in the market again from `on` (today). Its sites and licences stay as they are: each is opened or
    registered anew by whoever saw that it may be."""
    day, reason = past(on), because(why)
    party = _moved(actor, party_id, "enter", entered_on=day, exited_on=None, exited_why="")
    append(actor, act=acts.PARTY_ENTERED, record=party, body={**_named(party), "why": reason, "day": day.isoformat()})
    emit(PartyEntered(territory=party.territory, party_id=str(party.pk), day=day.isoformat()))
    return party


def _moved(actor: Actor, key: UUID, move: str, **written: object) -> Party:
    """The guarded change of state."""
    rows = Party.objects.filter(voided_at__isnull=True).select_for_update(of=("self",))
    party = get_scoped(actor, rows, REGISTRY_EDIT, key)
    target = PARTY_STATES.target(move, PartyState(party.state))
    if Party.objects.filter(pk=party.pk, state=party.state).update(state=target, **written) != 1:
        raise busy()
    party.refresh_from_db()
    return party


def _running(party: Party, day: date) -> QuerySet[Service]:
    """What the party does for others beyond `day`."""
    still = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    return Service.objects.filter(still, party=party, begins_on__lte=day, voided_at__isnull=True).order_by("id")


def _require_all_in_reach(actor: Actor, party: Party) -> None:
    """Half an exit would be none: whoever cannot close every site of the party leaves it to somebody who can."""
    own = Site.objects.filter(party=party, state=SiteState.OPEN, voided_at__isnull=True)
    if own.exclude(pk__in=scoped(actor, own, REGISTRY_EDIT).values("pk")).exists():
        raise Refusal(
            "registry.exit.reach",
            sentence("{name}有对象不在您的管辖范围内，请由镇里统一办理退出。"),
            basis=CLAUSE,
            params={"name": party.name},
        )


def _named(party: Party) -> dict[str, str]:
    return {"name": party.name, "number": party.number}
