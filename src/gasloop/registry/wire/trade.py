"""Shapes of people, papers, services and parts."""

from datetime import date
from uuid import UUID

from ninja import Schema

from gasloop.registry.kinds import CredentialKind, InstallationKind, ReviewCause, ReviewResult, ServiceKind
from gasloop.registry.wire.shaping import RecordOut


class WhyIn(Schema):
    """Why, and from which day (today if absent)."""

    why: str
    on: date | None = None


class PersonIn(Schema):
    """A person to register. `id` may be made by the client (UUIDv7): the same request again then changes nothing."""

    id: UUID | None = None
    name: str
    territory: str
    id_number: str = ""
    phone: str = ""
    party: UUID | None = None
    job: str = ""


class PersonPatch(Schema):
    """What to correct, and why; what is left out stays."""

    why: str
    name: str | None = None
    territory: str | None = None
    id_number: str | None = None
    phone: str | None = None
    party: UUID | None = None
    job: str | None = None


class PersonOut(RecordOut):
    """A person as registered; identity number and phone masked."""

    id: UUID
    number: str
    name: str
    territory: str
    line: str
    id_number: str
    phone: str
    party: UUID | None
    job: str
    left_on: date | None


class CredentialIn(Schema):
    """A paper and its one holder: a party, a site or a person."""

    id: UUID | None = None
    kind: CredentialKind
    document_no: str
    issuer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    allows: str = ""
    party: UUID | None = None
    site: UUID | None = None
    person: UUID | None = None


class CredentialPatch(Schema):
    """What to correct, and why; a new term is a renewal."""

    why: str
    kind: CredentialKind | None = None
    document_no: str | None = None
    issuer: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    allows: str | None = None


class RenewalIn(Schema):
    """The successor; without `valid_to` it is good for ever (长期)."""

    id: UUID | None = None
    document_no: str
    valid_from: date
    valid_to: date | None = None


class DemandIn(Schema):
    """That its conditions are looked at again, by which day."""

    cause: ReviewCause
    due_on: date


class ReviewIn(Schema):
    """What a look at the conditions found."""

    result: ReviewResult
    findings: str
    cause: ReviewCause | None = None
    on: date | None = None


class CredentialOut(RecordOut):
    """A paper as registered."""

    id: UUID
    number: str
    kind: CredentialKind
    document_no: str
    issuer: str
    valid_from: date | None
    valid_to: date | None
    allows: str
    party: UUID | None
    site: UUID | None
    person: UUID | None
    holder_name: str
    state: str
    ended_on: date | None
    review_due_on: date | None
    territory: str
    line: str


class ServiceIn(Schema):
    """Who serves whom: `party` a site or a building, one of them."""

    id: UUID | None = None
    kind: ServiceKind
    party: UUID
    begins_on: date
    site: UUID | None = None
    building: UUID | None = None
    ends_on: date | None = None
    contract_no: str = ""
    covers: str = ""


class ServiceOut(RecordOut):
    """A service as registered."""

    id: UUID
    number: str
    kind: ServiceKind
    party: UUID
    site: UUID | None
    building: UUID | None
    begins_on: date
    ends_on: date | None
    contract_no: str
    covers: str
    territory: str


class EndIn(Schema):
    """The last day, which may lie ahead, and why."""

    why: str
    on: date


class PartPatch(Schema):
    """What to correct on a part, and why; what is left out stays."""

    why: str
    kind: InstallationKind | None = None
    place: str | None = None
    maker: str | None = None
    model: str | None = None
    serial: str | None = None
    made_on: date | None = None
    installed_on: date | None = None
    expires_on: date | None = None
