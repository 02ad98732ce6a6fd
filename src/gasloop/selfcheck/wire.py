"""Shapes of self-checks on the API."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import Answered
from gasloop.inspection.wire import AnswerIn, Digest
from gasloop.selfcheck.actions import OwnReport
from gasloop.selfcheck.models import SelfCheck


class SelfCheckOut(Schema):
    """A self-check: due, done or missed. `items` are the codes it asks for."""

    id: UUID
    site: UUID
    site_name: str
    rhythm: str
    first_day: date
    due_at: datetime
    state: str
    done_at: datetime | None
    by: str
    hazards_found: int
    items: list[str]

    @classmethod
    def of(cls, check: SelfCheck, items: list[str] | None = None) -> "SelfCheckOut":
        return cls(
            id=check.pk,
            site=check.site_id,
            site_name=check.site.name,
            rhythm=check.rhythm,
            first_day=check.first_day,
            due_at=check.due_at,
            state=check.state,
            done_at=check.done_at,
            by=check.by_name,
            hazards_found=check.hazards_found,
            items=items or [],
        )


class SelfCheckPage(Schema):
    """A page of self-checks, newest id first; `next` is the cursor of the page after it."""

    items: list[SelfCheckOut]
    next: UUID | None


class OwnReportIn(Schema):
    """What the enterprise says of one check: an answer to every item."""

    answers: list[AnswerIn]
    note: str = ""
    photos: list[Digest] = Field(default_factory=list)

    def report(self, check_id: UUID) -> OwnReport:
        answers = [Answered(a.item, a.value, a.note, tuple(a.photos)) for a in self.answers]
        return OwnReport(check_id=check_id, answers=answers, note=self.note, photos=tuple(self.photos))


class OwnHazardOut(Schema):
    """A hazard at one of the own sites."""

    id: UUID
    number: str
    site: UUID
    site_name: str
    description: str
    state: str
    due_at: datetime
    control_measure: str

    @classmethod
    def of(cls, hazard: Hazard) -> "OwnHazardOut":
        return cls(
            id=hazard.pk,
            number=hazard.number,
            site=hazard.site_id,
            site_name=hazard.site.name,
            description=hazard.description,
            state=hazard.state,
            due_at=hazard.due_at,
            control_measure=hazard.control_measure,
        )


class OwnProofIn(Schema):
    """What was done, with at least one photo."""

    note: str
    photos: Annotated[list[Digest], Field(min_length=1)]


class EnterpriseIn(Schema):
    """Who signs in for the party behind a site."""

    name: Annotated[str, Field(max_length=60)]
    username: Annotated[str, Field(max_length=60)]
    title: Annotated[str, Field(max_length=60)] = "安全管理员"
    until: date | None = None


class EnterpriseOut(Schema):
    """The new sign-in; the password is told this once."""

    post: UUID
    username: str
    password: str
    sites: int


class CheckWhyIn(Schema):
    """Why."""

    why: Annotated[str, Field(max_length=200)]
