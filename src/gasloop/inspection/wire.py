"""Shapes of visits on the API."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from gasloop.access.wire import example
from gasloop.hazard.wire import Instant
from gasloop.inspection.actions import Answered, Signature, VisitReport
from gasloop.inspection.models import Visit
from gasloop.kernel.coordinates import Datum, to_wgs84

Name = Annotated[str, Field(max_length=60)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="SHA-256 that POST /attachments answered")]


class AnswerIn(Schema):
    """One answer: `value` is a number, true/false, an ISO date, a choice's code or photo digests, as the item asks."""

    item: str
    value: bool | float | str | list[str] | None
    note: str = ""
    photos: list[Digest] = Field(default_factory=list)


class SignatureIn(Schema):
    """A signature image by digest, or the reason why there is none."""

    name: Name = ""
    image: Digest | None = None
    reason: Annotated[str, Field(max_length=120)] = ""

    def signature(self) -> Signature:
        return Signature(name=self.name, image=self.image or "", reason=self.reason)


class PositionIn(Schema):
    """Decimal degrees in `datum`; kept, and answered, in WGS-84 with six places."""

    lat: Annotated[Decimal, Field(ge=-90, le=90)]
    lng: Annotated[Decimal, Field(ge=-180, le=180)]
    datum: Datum = Datum.WGS84

    def kept(self) -> tuple[Decimal, Decimal]:
        """The position as it is kept."""
        if self.datum == Datum.WGS84:
            return self.lat, self.lng
        lat, lng = to_wgs84(float(self.lat), float(self.lng), self.datum)
        return Decimal(f"{lat:.6f}"), Decimal(f"{lng:.6f}")


class VisitIn(Schema):
    """A visit to record. `id` is made by the sender (UUIDv7); the same report under the same id is harmless."""

    model_config = example(
        id="0190d6a2-5f6e-7c11-8f5d-2f1f0c7b9a30",
        site="0190d6a2-5f6e-7c11-8f5d-2f1f0c7b9a31",
        effective_at="2026-11-20T09:30:00+08:00",
        answers=[{"item": "HOSE-LENGTH", "value": 2.6}],
        inspector={"name": "李强", "reason": "现场未带签字笔"},
        site_person={"name": "张老板", "reason": "拒签"},
    )

    id: UUID
    site: UUID
    visited_at: Instant = Field(alias="effective_at")
    result: Visit.Result = Visit.Result.CHECKED
    answers: list[AnswerIn] = Field(default_factory=list)
    inspector: SignatureIn
    site_person: SignatureIn = Field(default_factory=SignatureIn)
    companions: list[Name] = Field(default_factory=list)
    photos: list[Digest] = Field(default_factory=list)
    note: str = ""
    position: PositionIn | None = None

    def report(self) -> VisitReport:
        return VisitReport(
            id=self.id,
            site_id=self.site,
            visited_at=self.visited_at,
            result=self.result.value,
            answers=[Answered(a.item, a.value, a.note, tuple(a.photos)) for a in self.answers],
            inspector=self.inspector.signature(),
            site_person=self.site_person.signature(),
            companions=tuple(self.companions),
            photos=tuple(self.photos),
            note=self.note,
            position=self.position.kept() if self.position else None,
        )


class VisitOut(Schema):
    """A recorded visit."""

    id: UUID
    number: str
    site: UUID
    site_name: str
    result: str
    effective_at: datetime
    received_at: datetime
    inspectors: list[str]
    hazards_found: int
    hazards: list[UUID] | None = None

    @classmethod
    def of(cls, visit: Visit, hazards: list[UUID] | None = None) -> "VisitOut":
        return cls(
            id=visit.pk,
            number=visit.number,
            site=visit.site_id,
            site_name=visit.site.name,
            result=visit.result,
            effective_at=visit.visited_at,
            received_at=visit.received_at,
            inspectors=visit.inspectors,
            hazards_found=visit.hazards_found,
            hazards=hazards,
        )


class VisitPage(Schema):
    """A page of visits, newest first; `next` is the cursor of the page after it."""

    items: list[VisitOut]
    next: UUID | None


class AttachmentOut(Schema):
    """A stored file: what later calls name it by."""

    sha256: str
    size: int
    media_type: str


class CheckItemOut(Schema):
    """One item of a site's checklist of today."""

    code: str
    rule: str
    place: str
    question: str
    hint: str
    answer: str
    unit: str
    choices: list[dict[str, str]]
    photo_required: bool
    clauses: list[str]
