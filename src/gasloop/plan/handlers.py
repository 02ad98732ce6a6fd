"""What the plan room hears from the register: a duty whose reason is gone ends with it."""

from datetime import date, timedelta
from uuid import UUID

from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.kernel.subject import Subject
from gasloop.plan.actions import create_duty, drop_duties, finish_duties
from gasloop.plan.actions.duties import Owed, end_outdated
from gasloop.plan.models import Duty
from gasloop.plan.queries import answerable_office
from gasloop.registry.events import CredentialChanged, HouseholdApproach, InstallationChanged, SiteClosed
from gasloop.registry.kinds import Approach
from gasloop.registry.models import Credential, Household, Installation, Site
from gasloop.registry.states import CredentialState, InstallationState
from gasloop.relay.actions import verb
from gasloop.relay.listeners import listen

GRID_CLAUSE = "三(一)10"
# Days to leave a notice or to refer a door: platform default (confidence D), no legal force.
DOOR_TERM = timedelta(days=7)
OWED = {Approach.NOTICE: Duty.Kind.NOTICE, Approach.REFER: Duty.Kind.REFER}


@listen(CredentialChanged)
def credential_changed(event: CredentialChanged) -> None:
    """Renewed: done. Ended, revoked: dropped. Corrected: duties for another day than it has now are dropped."""
    paper = Credential.objects.get(pk=UUID(event.credential_id))
    about, actor = paper.subject, system()
    if paper.state == CredentialState.RENEWED:
        finish_duties(actor, about=about, kind=Duty.Kind.RENEW)
    elif paper.state in (CredentialState.ENDED, CredentialState.REVOKED):
        drop_duties(actor, about=about)
    else:
        end_outdated(actor, about=about, kind=Duty.Kind.RENEW, still=paper.valid_to)
    if paper.review_due_on is None:
        finish_duties(actor, about=about, kind=Duty.Kind.REVIEW)
    else:
        end_outdated(actor, about=about, kind=Duty.Kind.REVIEW, still=paper.review_due_on)


@listen(InstallationChanged)
def installation_changed(event: InstallationChanged) -> None:
    """Replaced or taken out: done. A successor tells of itself only, so the part it took over from is asked, too."""
    part = Installation.objects.get(pk=UUID(event.installation_id))
    for each in (part, Installation.objects.filter(replaced_by=part).first()):
        if each is not None:
            _settle_part(each)


def _settle_part(part: Installation) -> None:
    if part.state == InstallationState.IN_USE:
        end_outdated(system(), about=part.subject, kind=Duty.Kind.REPLACE, still=part.expires_on)
    else:
        finish_duties(system(), about=part.subject, kind=Duty.Kind.REPLACE)


@listen(SiteClosed)
def site_closed(event: SiteClosed) -> None:
    """Nothing is owed any more on a site that is closed, nor on its parts. Its hazards are the hazard room's."""
    key, actor = UUID(event.site_id), system()
    drop_duties(actor, about=Subject(Site.SUBJECT_KIND, key))
    owed = Duty.objects.filter(about_kind=Installation.SUBJECT_KIND, state=Duty.State.OPEN)
    parts = Installation.objects.filter(site_id=key).values("pk")
    for about_id in list(owed.filter(about_id__in=parts).values_list("about_id", flat=True)):
        drop_duties(actor, about=Subject(Installation.SUBJECT_KIND, about_id))


@listen(HouseholdApproach)
def household_approach(event: HouseholdApproach) -> None:
    """A door that wants a notice or a referral owes it within a week; what it no longer wants is done."""
    settle_door(UUID(event.household_id))


@verb
def settle_door(key: UUID) -> None:
    """Bring the duties on a door in line with what it wants now."""
    door = Household.objects.select_for_update(of=("self",)).select_related("building").get(pk=key)
    wanted = OWED.get(Approach(door.approach))
    for kind in set(OWED.values()) - {wanted}:
        finish_duties(system(), about=door.subject, kind=kind)
    if wanted is None or _owed(door, wanted):
        return
    day: date = clock.today() + DOOR_TERM
    create_duty(
        system(),
        about=door.subject,
        owed=Owed(
            kind=wanted,
            title=f"{door}：{wanted.label}",
            due_at=clock.last_of(day),
            due_sentence=f"上门未能入户后{DOOR_TERM.days}天内（平台默认）",
            clause_ref=GRID_CLAUSE,
        ),
        office=door.owner_office or answerable_office([GRID_CLAUSE], door.territory),
        territory=door.territory,
        line=door.line,
    )


def _owed(door: Household, kind: Duty.Kind) -> bool:
    return Duty.objects.filter(
        about_kind=Household.SUBJECT_KIND, about_id=door.pk, kind=kind, state=Duty.State.OPEN
    ).exists()
