"""People, papers, services and parts on the API."""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from gasloop.access.middleware import actor_from
from gasloop.registry import queries
from gasloop.registry.actions import (
    begin_service,
    correct_credential,
    correct_installation,
    correct_person,
    demand_review,
    end_credential,
    end_service,
    person_left,
    register_credential,
    register_person,
    remove_installation,
    renew_credential,
    resume_credential,
    review_credential,
    revoke_credential,
    suspend_credential,
)
from gasloop.registry.actions.credentials import CredentialChanges
from gasloop.registry.actions.installations import InstallationChanges
from gasloop.registry.actions.people import PersonChanges
from gasloop.registry.facts import ServiceFacts
from gasloop.registry.web.api.changing import changes_of, with_ids
from gasloop.registry.wire.objects import InstallationOut
from gasloop.registry.wire.trade import (
    CredentialIn,
    CredentialOut,
    CredentialPatch,
    DemandIn,
    EndIn,
    PartPatch,
    PersonIn,
    PersonOut,
    PersonPatch,
    RenewalIn,
    ReviewIn,
    ServiceIn,
    ServiceOut,
    WhyOnIn,
)

router = Router(tags=["registry"])
MOVES = {
    "suspend": suspend_credential,
    "resume": resume_credential,
    "revoke": revoke_credential,
    "end": end_credential,
}


@router.post("/people", response={201: PersonOut}, operation_id="register_person")
def new_person(request: HttpRequest, body: PersonIn) -> PersonOut:
    """Register a person. The same request with the same `id` again answers with the person it made."""
    return PersonOut.of(register_person(actor_from(request), **with_ids(body, "party")))


@router.get("/people/{uuid:person_id}", response=PersonOut, operation_id="get_person")
def person(request: HttpRequest, person_id: UUID) -> PersonOut:
    """One person."""
    return PersonOut.of(queries.person(actor_from(request), person_id))


@router.patch("/people/{uuid:person_id}", response=PersonOut, operation_id="correct_person")
def corrected_person(request: HttpRequest, person_id: UUID, body: PersonPatch) -> PersonOut:
    """Correct what is registered."""
    changes = changes_of(PersonChanges, body, "party")
    return PersonOut.of(correct_person(actor_from(request), person_id=person_id, why=body.why, changes=changes))


@router.post("/people/{uuid:person_id}/left", response=PersonOut, operation_id="person_left")
def left(request: HttpRequest, person_id: UUID, body: WhyOnIn) -> PersonOut:
    """Record somebody's last day in the trade."""
    return PersonOut.of(person_left(actor_from(request), person_id=person_id, why=body.why, on=body.on))


@router.post("/credentials", response={201: CredentialOut}, operation_id="register_credential")
def new_credential(request: HttpRequest, body: CredentialIn) -> CredentialOut:
    """Register a licence or certificate."""
    made = register_credential(actor_from(request), **with_ids(body, "party", "site", "person"))
    return CredentialOut.of(made)


@router.get("/credentials/{uuid:credential_id}", response=CredentialOut, operation_id="get_credential")
def credential(request: HttpRequest, credential_id: UUID) -> CredentialOut:
    """One paper."""
    return CredentialOut.of(queries.credential(actor_from(request), credential_id))


@router.patch("/credentials/{uuid:credential_id}", response=CredentialOut, operation_id="correct_credential")
def corrected_credential(request: HttpRequest, credential_id: UUID, body: CredentialPatch) -> CredentialOut:
    """Correct what is registered."""
    changes = changes_of(CredentialChanges, body)
    done = correct_credential(actor_from(request), credential_id=credential_id, why=body.why, changes=changes)
    return CredentialOut.of(done)


@router.post("/credentials/{uuid:credential_id}/renew", response={201: CredentialOut}, operation_id="renew_credential")
def renewed(request: HttpRequest, credential_id: UUID, body: RenewalIn) -> CredentialOut:
    """A new paper took over; answers with it."""
    return CredentialOut.of(renew_credential(actor_from(request), credential_id=credential_id, **body.dict()))


@router.post("/credentials/{uuid:credential_id}/demand-review", response=CredentialOut, operation_id="demand_review")
def review_demanded(request: HttpRequest, credential_id: UUID, body: DemandIn) -> CredentialOut:
    """Its conditions are to be looked at again."""
    return CredentialOut.of(demand_review(actor_from(request), credential_id=credential_id, **body.dict()))


@router.post("/credentials/{uuid:credential_id}/review", response=CredentialOut, operation_id="review_credential")
def reviewed(request: HttpRequest, credential_id: UUID, body: ReviewIn) -> CredentialOut:
    """What a look at its conditions found."""
    told = {**body.dict(), "cause": body.cause or ""}
    return CredentialOut.of(review_credential(actor_from(request), credential_id=credential_id, **told).credential)


@router.post("/credentials/{uuid:credential_id}/{move}", response=CredentialOut, operation_id="change_credential")
def changed(
    request: HttpRequest, credential_id: UUID, move: Literal["suspend", "resume", "revoke", "end"], body: WhyOnIn
) -> CredentialOut:
    """Held back, in force again, revoked, ended."""
    act = MOVES[move]
    return CredentialOut.of(act(actor_from(request), credential_id=credential_id, why=body.why, on=body.on))


@router.post("/services", response={201: ServiceOut}, operation_id="begin_service")
def new_service(request: HttpRequest, body: ServiceIn) -> ServiceOut:
    """A property manager or technical service takes up work for a site or building."""
    told = with_ids(body, "party", "site", "building")
    key = told.pop("id")
    return ServiceOut.of(begin_service(actor_from(request), facts=ServiceFacts(**told), id=key))


@router.get("/services/{uuid:service_id}", response=ServiceOut, operation_id="get_service")
def service(request: HttpRequest, service_id: UUID) -> ServiceOut:
    """One service."""
    return ServiceOut.of(queries.service(actor_from(request), service_id))


@router.post("/services/{uuid:service_id}/end", response=ServiceOut, operation_id="end_service")
def ended(request: HttpRequest, service_id: UUID, body: EndIn) -> ServiceOut:
    """Its last day."""
    return ServiceOut.of(end_service(actor_from(request), service_id=service_id, why=body.why, on=body.on))


@router.get("/installations/{uuid:installation_id}", response=InstallationOut, operation_id="get_installation")
def installation(request: HttpRequest, installation_id: UUID) -> InstallationOut:
    """One part."""
    return InstallationOut.of(queries.installation(actor_from(request), installation_id))


@router.patch("/installations/{uuid:installation_id}", response=InstallationOut, operation_id="correct_installation")
def corrected_part(request: HttpRequest, installation_id: UUID, body: PartPatch) -> InstallationOut:
    """Correct what is registered of a part."""
    changes = changes_of(InstallationChanges, body)
    done = correct_installation(actor_from(request), installation_id=installation_id, why=body.why, changes=changes)
    return InstallationOut.of(done)


@router.post(
    "/installations/{uuid:installation_id}/remove", response=InstallationOut, operation_id="remove_installation"
)
def removed(request: HttpRequest, installation_id: UUID, body: WhyOnIn) -> InstallationOut:
    """The part was taken out for good."""
    done = remove_installation(actor_from(request), installation_id=installation_id, why=body.why, on=body.on)
    return InstallationOut.of(done)
