"""存证: what the log says of a record, the proof of one entry, the seals."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from gasloop.access.capabilities import Capability
from gasloop.access.guard import page, signed_in
from gasloop.access.middleware import ActorRequest
from gasloop.access.scoping import Scoped, get_scoped
from gasloop.campaign.models import Campaign, ExpertReport
from gasloop.campaign.permissions import CAMPAIGN_VIEW
from gasloop.evidence import proofs, queries
from gasloop.evidence.models import Entry
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.kernel.subject import Subject
from gasloop.oversight.permissions import EVIDENCE_VIEW
from gasloop.plan.models import Extract, HandOver, PhaseGate, PlanDocument, Task
from gasloop.plan.permissions import PLAN_VIEW
from gasloop.plan.queries import readable_plans
from gasloop.referral.models import Referral
from gasloop.referral.permissions import REFERRAL_VIEW
from gasloop.registry.models import Building, Credential, Household, Installation, Party, Person, Site
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.selfcheck.models import Enrolment, SelfCheck
from gasloop.selfcheck.permissions import SELF_CHECK_VIEW
from gasloop.shell.detail import Crumb, Moment
from gasloop.shell.errors import say


@dataclass(frozen=True, slots=True)
class Door:
    """How a kind of record is reached: its rows and the capability that lets one see them."""

    rows: QuerySet[Scoped]
    capability: Capability


def _doors() -> dict[str, Door]:
    return {
        Hazard.SUBJECT_KIND: Door(Hazard.objects.all(), HAZARD_VIEW),
        Visit.SUBJECT_KIND: Door(Visit.objects.all(), VISIT_VIEW),
        SelfCheck.SUBJECT_KIND: Door(SelfCheck.objects.all(), SELF_CHECK_VIEW),
        Enrolment.SUBJECT_KIND: Door(Enrolment.objects.all(), SELF_CHECK_VIEW),
        Campaign.SUBJECT_KIND: Door(Campaign.objects.all(), CAMPAIGN_VIEW),
        ExpertReport.SUBJECT_KIND: Door(ExpertReport.objects.all(), CAMPAIGN_VIEW),
        Site.SUBJECT_KIND: Door(Site.objects.all(), REGISTRY_VIEW),
        Party.SUBJECT_KIND: Door(Party.objects.all(), REGISTRY_VIEW),
        Person.SUBJECT_KIND: Door(Person.objects.all(), REGISTRY_VIEW),
        Installation.SUBJECT_KIND: Door(Installation.objects.all(), REGISTRY_VIEW),
        Credential.SUBJECT_KIND: Door(Credential.objects.all(), REGISTRY_VIEW),
        Building.SUBJECT_KIND: Door(Building.objects.all(), REGISTRY_VIEW),
        Household.SUBJECT_KIND: Door(Household.objects.all(), REGISTRY_VIEW),
        Task.SUBJECT_KIND: Door(Task.objects.all(), PLAN_VIEW),
        PhaseGate.SUBJECT_KIND: Door(PhaseGate.objects.all(), PLAN_VIEW),
        Extract.SUBJECT_KIND: Door(Extract.objects.all(), PLAN_VIEW),
        HandOver.SUBJECT_KIND: Door(HandOver.objects.all(), PLAN_VIEW),
        Referral.SUBJECT_KIND: Door(Referral.objects.all(), REFERRAL_VIEW),
    }


@page(EVIDENCE_VIEW)
def seals(request: ActorRequest) -> HttpResponse:
    """The newest seals, and what the log can and cannot show."""
    return render(request, "oversight/seals.html", {"seals": queries.seals(), "limits": queries.limits_statement()})


@signed_in
def of_record(request: ActorRequest, kind: str, record_id: UUID) -> HttpResponse:
    """Everything the log says of a record, for whoever may see the record."""
    record = _record(request.actor, kind, record_id)
    moments = [
        (happening, Moment(at=happening.at, title=happening.text, who=_who(happening)))
        for happening in queries.timeline(record.subject)
    ]
    context = {
        "record": record,
        "kind": kind,
        "moments": moments,
        "limits": queries.limits_statement(),
        "crumbs": [Crumb(str(record)), Crumb(_("存证"))],
    }
    return render(request, "oversight/evidence_of.html", context)


def _who(happening: queries.Happening) -> str:
    """The actor with the posts held then; the sweeps' own name is the house's, so it is translated."""
    name = _("系统自动") if happening.actor == system().name else happening.actor
    return " · ".join((name, *happening.posts))


@signed_in
def proof(request: ActorRequest, kind: str, record_id: UUID, entry_id: UUID) -> HttpResponse:
    """The inclusion proof of one entry, as a QR code and as text."""
    record, entry = _entry(request.actor, kind, record_id, entry_id)
    context = {"record": record, "kind": kind, "entry": entry, "crumbs": [Crumb(str(record)), Crumb(_("存证证明"))]}
    try:
        made = proofs.proof_for(entry)
    except Refusal as refusal:
        return render(request, "oversight/proof.html", context | {"waits": say(refusal)})
    shown = {"text": proofs.compact(made), "qr": _qr(made)}
    return render(request, "oversight/proof.html", context | shown)


@signed_in
def proof_file(request: ActorRequest, kind: str, record_id: UUID, entry_id: UUID) -> HttpResponse:
    """The proof as a file for the offline verifier."""
    _, entry = _entry(request.actor, kind, record_id, entry_id)
    response = HttpResponse(proofs.as_file(proofs.proof_for(entry)), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="proof-{entry.pk}.txt"'
    return response


def _qr(made: proofs.Proof) -> str:
    """The QR code as SVG of our own making; empty when the proof does not fit one (the file always does)."""
    try:
        return mark_safe(proofs.qr_svg(made))  # noqa: S308 - drawn by segno from our own bytes, no text of anybody's
    except Refusal:
        return ""


def _record(actor: Actor, kind: str, record_id: UUID) -> Scoped:
    if kind == PlanDocument.SUBJECT_KIND:
        plan = readable_plans(actor).filter(pk=record_id).first()
        if plan is None or not any(grant.role in PLAN_VIEW.roles for grant in actor.grants):
            raise NotFound
        return plan
    door = _doors().get(kind)
    if door is None:
        raise NotFound
    return get_scoped(actor, door.rows, door.capability, record_id)


def _entry(actor: Actor, kind: str, record_id: UUID, entry_id: UUID) -> tuple[Scoped, Entry]:
    record = _record(actor, kind, record_id)
    entry = queries.entry_of(entry_id)
    if entry is None or entry.subject != Subject(kind, record_id):
        raise NotFound
    return record, entry
