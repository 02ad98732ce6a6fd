"""Shapes of hazards on the API."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from gasloop.hazard.actions.extending import Request
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Extension, Hazard, MajorCase

# Wide enough for every story, and inside of what a calendar in another zone can still say.
Instant = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC))]


class ProofIn(Schema):
    """A note, photos by digest, and when it was (now if absent)."""

    note: str = ""
    photos: list[str] = Field(default_factory=list)
    at: Instant | None = None

    def proof(self) -> Proof:
        return Proof(note=self.note, photos=tuple(self.photos), at=self.at)


class OrderIn(Schema):
    """The order: `due_on` absent keeps the rule's deadline."""

    control_measure: str
    answerable_person: Annotated[str, Field(max_length=60)]
    due_on: date | None = None


CauseCode = Literal[
    "", "aged", "fitted", "misused", "untrained", "unmanaged", "supplier", "product", "premises", "unknown"
]


class FixIn(ProofIn):
    """A fix on the spot; `cause` is a code, empty when nobody knows."""

    cause: CauseCode = ""


class RecheckIn(ProofIn):
    """The result of a re-check; `cause` counts when it is closed."""

    cause: CauseCode = ""

    passed: bool


class LookBackIn(ProofIn):
    """The result of a look-back."""

    rebounded: bool


class HazardOut(Schema):
    """A hazard as it stands."""

    id: UUID
    number: str
    site: UUID
    site_name: str
    rule: str
    rule_version: int
    clauses: list[str]
    severity: str
    state: str
    description: str
    measured: str
    owner: str | None
    territory: str
    found_at: datetime
    due_at: datetime
    due_sentence: str
    provisional: bool
    supervision_level: int
    control_measure: str
    answerable_person: str
    rectified_at: datetime | None
    closed_at: datetime | None
    cause: str
    merged_into: UUID | None

    @classmethod
    def of(cls, hazard: Hazard) -> "HazardOut":
        return cls(
            id=hazard.pk,
            number=hazard.number,
            site=hazard.site_id,
            site_name=hazard.site.name,
            rule=hazard.rule.code,
            rule_version=hazard.rule.version,
            clauses=hazard.clause_refs,
            severity=hazard.severity,
            state=hazard.state,
            description=hazard.description,
            measured=hazard.measured,
            owner=hazard.owner_office.name if hazard.owner_office else None,
            territory=hazard.territory,
            found_at=hazard.found_at,
            due_at=hazard.due_at,
            due_sentence=hazard.due_sentence,
            provisional=hazard.provisional,
            supervision_level=hazard.supervision_level,
            control_measure=hazard.control_measure,
            answerable_person=hazard.answerable_person,
            rectified_at=hazard.rectified_at,
            closed_at=hazard.closed_at,
            cause=hazard.cause,
            merged_into=hazard.merged_into_id,
        )


class HazardPage(Schema):
    """A page of hazards, newest first; `next` is the cursor of the page after it."""

    items: list[HazardOut]
    next: UUID | None


class ExtensionIn(Schema):
    """A request for more time: the last day, why, and what keeps people safe until then."""

    until: date
    reason: str
    control_measure: str

    def request(self) -> Request:
        return Request(self.until, self.reason, self.control_measure)


class DecisionIn(Schema):
    """The decision on a request; a refusal needs its reason."""

    granted: bool
    decision: str = ""


class ExtensionOut(Schema):
    """A request for more time as it stands."""

    id: UUID
    hazard: UUID
    state: str
    until: date
    reason: str
    control_measure: str
    asked_at: datetime
    decided_at: datetime | None
    decision: str

    @classmethod
    def of(cls, row: Extension) -> "ExtensionOut":
        return cls(
            id=row.pk,
            hazard=row.hazard_id,
            state=row.state,
            until=row.until,
            reason=row.reason,
            control_measure=row.control_measure,
            asked_at=row.asked_at,
            decided_at=row.decided_at,
            decision=row.decision,
        )


class MergeIn(Schema):
    """The hazards that are merged, and why."""

    duplicates: Annotated[list[UUID], Field(min_length=1, max_length=20)]
    why: str = ""


class MajorReportIn(Schema):
    """To whom a major hazard was reported, and how."""

    to: Annotated[str, Field(max_length=120)]
    note: str = ""


class ListIn(Schema):
    """When, by whom and under which number a major hazard was listed."""

    on: date
    by: Annotated[str, Field(max_length=120)]
    number: Annotated[str, Field(max_length=60)] = ""


class DelistIn(Schema):
    """When the listing ended, and what showed the result."""

    on: date
    note: str


class MajorOut(Schema):
    """How far a major hazard has been carried upward."""

    hazard: UUID
    state: str
    reported_at: datetime | None
    reported_to: str
    listed_on: date | None
    listed_by: str
    listed_as: str
    delisted_on: date | None

    @classmethod
    def of(cls, row: MajorCase) -> "MajorOut":
        return cls(
            hazard=row.hazard_id,
            state=row.state,
            reported_at=row.reported_at,
            reported_to=row.reported_to,
            listed_on=row.listed_on,
            listed_by=row.listed_by_whom,
            listed_as=row.listed_as,
            delisted_on=row.delisted_on,
        )
