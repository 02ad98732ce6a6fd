"""Shapes of people, papers, services and parts."""

from datetime import date
from uuid import UUID

from ninja import Schema

from gasloop.access.wire import example
from gasloop.registry.kinds import CredentialKind, InstallationKind, ReviewCause, ReviewResult, ServiceKind
from gasloop.registry.wire.shaping import RecordOut


class WhyOnIn(Schema):
    """Why, and from which day (today if absent)."""

    model_config = example(why="已离职", on="2026-11-20")

    why: str
    on: date | None = None


class PersonIn(Schema):
    """A person to register. `id` may be made by the client (UUIDv7): the same request again then changes nothing."""

    model_config = example(name="张示例", territory="50/500152/500152109/shuangyan/", phone="13900000000", job="送气工")

    id: UUID | None = None
    name: str
    territory: str
    id_number: str = ""
    phone: str = ""
    party: UUID | None = None
    job: str = ""


class PersonPatch(Schema):
    """What to correct, and why; what is left out stays."""

    model_config = example(why="换了岗位", job="充装工")

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

    model_config = example(
        kind="food_business",
        document_no="示例-0001",
        valid_from="2025-01-01",
        valid_to="2030-01-01",
        party="0190d6a2-5f6e-7c11-8f5d-2f1f0c7b9a20",
    )

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

    model_config = example(why="抄录有误", valid_to="2029-12-31")

    why: str
    kind: CredentialKind | None = None
    document_no: str | None = None
    issuer: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    allows: str | None = None


class RenewalIn(Schema):
    """The successor; without `valid_to` it is good for ever (长期)."""

    model_config = example(document_no="示例-0002", valid_from="2030-01-01", valid_to="2035-01-01")

    id: UUID | None = None
    document_no: str
    valid_from: date
    valid_to: date | None = None


class DemandIn(Schema):
    """That its conditions are looked at again, by which day."""

    model_config = example(cause="penalty", due_on="2026-12-31")

    cause: ReviewCause
    due_on: date


class ReviewIn(Schema):
    """What a look at the conditions found."""

    model_config = example(result="met", findings="场所和人员仍符合许可条件")

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

    model_config = example(
        kind="technical",
        party="0190d6a2-5f6e-7c11-8f5d-2f1f0c7b9a20",
        begins_on="2026-01-01",
        building="0190d6a2-5f6e-7c11-8f5d-2f1f0c7b9a21",
    )

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

    model_config = example(why="合同到期", on="2026-12-31")

    why: str
    on: date


class PartPatch(Schema):
    """What to correct on a part, and why; what is left out stays."""

    model_config = example(why="补登型号", model="示例型")

    why: str
    kind: InstallationKind | None = None
    place: str | None = None
    maker: str | None = None
    model: str | None = None
    serial: str | None = None
    made_on: date | None = None
    installed_on: date | None = None
    expires_on: date | None = None
