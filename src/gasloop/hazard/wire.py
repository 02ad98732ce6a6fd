"""Shapes of hazards on the API."""

from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard

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


class RecheckIn(ProofIn):
    """The result of a re-check."""

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
        )


class HazardPage(Schema):
    """A page of hazards, newest first; `next` is the cursor of the page after it."""

    items: list[HazardOut]
    next: UUID | None
