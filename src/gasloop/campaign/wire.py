"""Shapes of campaigns on the API."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from gasloop.campaign.actions import CampaignPlan
from gasloop.campaign.actions.planning import day_span
from gasloop.campaign.criteria import Criteria
from gasloop.campaign.models import Campaign, ExpertReport, Target
from gasloop.campaign.queries import Counts
from gasloop.kernel.ids import new_id

Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="SHA-256 that POST /attachments answered")]


class CampaignIn(Schema):
    """A campaign to plan. `id` is made by the sender; the same plan again under it is answered again."""

    id: UUID = Field(default_factory=new_id)
    title: Annotated[str, Field(max_length=120)]
    territory: str
    starts_on: date
    ends_on: date
    method: Campaign.Method = Campaign.Method.ALL
    size: Annotated[int, Field(ge=1, le=10_000)] | None = None
    line: str = ""
    clause_ref: Annotated[str, Field(max_length=40)] = ""
    kinds: list[str] = Field(default_factory=list)
    gas_source: str = ""
    risk: str = ""
    unvisited_days: Annotated[int, Field(ge=1, le=3650)] | None = None

    def plan(self) -> CampaignPlan:
        asked = Criteria(tuple(self.kinds), self.gas_source, self.risk, self.unvisited_days)
        return CampaignPlan(
            id=self.id,
            title=self.title,
            territory=self.territory,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            method=self.method.value,
            size=self.size,
            line=self.line,
            clause_ref=self.clause_ref,
            criteria=asked,
        )


class CampaignOut(Schema):
    """A campaign; `seed` and `word` only after the draw."""

    id: UUID
    number: str
    title: str
    state: str
    method: str
    territory: str
    starts_on: date
    ends_on: date
    criteria: dict[str, Any]
    size: int | None
    commitment: str
    committed_at: datetime | None
    seed: str
    word: str
    drawn_at: datetime | None

    @classmethod
    def of(cls, campaign: Campaign) -> "CampaignOut":
        starts, ends = day_span(campaign)
        return cls(
            id=campaign.pk,
            number=campaign.number,
            title=campaign.title,
            state=campaign.state,
            method=campaign.method,
            territory=campaign.territory,
            starts_on=starts,
            ends_on=ends,
            criteria=campaign.criteria,
            size=campaign.size,
            commitment=campaign.commitment,
            committed_at=campaign.committed_at,
            seed=campaign.revealed,
            word=campaign.word,
            drawn_at=campaign.drawn_at,
        )


class CampaignPage(Schema):
    """A page of campaigns, newest first; `next` is the cursor of the page after it."""

    items: list[CampaignOut]
    next: UUID | None


class CoverageOut(Schema):
    """How far a campaign is: `tried` are targets where somebody was and nobody could check."""

    targets: int
    covered: int
    tried: int
    left: int
    unassigned: int
    hazards: int

    @classmethod
    def of(cls, counts: Counts) -> "CoverageOut":
        return cls(
            targets=counts.targets,
            covered=counts.covered,
            tried=counts.tried,
            left=counts.left,
            unassigned=counts.unassigned,
            hazards=counts.hazards,
        )


class TargetOut(Schema):
    """An object of a campaign. `visit` is the id that its visit is to be recorded under."""

    id: UUID
    site: UUID
    site_name: str
    address: str
    post: UUID | None
    position: int
    visit: UUID

    @classmethod
    def of(cls, target: Target) -> "TargetOut":
        return cls(
            id=target.pk,
            site=target.site_id,
            site_name=target.site.name,
            address=target.site.address,
            post=target.post_id,
            position=target.position,
            visit=target.visit_id,
        )


class TargetPage(Schema):
    """A page of targets by id; `next` is the cursor of the page after it."""

    items: list[TargetOut]
    next: UUID | None


class WordIn(Schema):
    """The word that somebody present named."""

    word: Annotated[str, Field(max_length=120)]


class WhyIn(Schema):
    """Why."""

    why: Annotated[str, Field(max_length=200)]


class AssignIn(Schema):
    """Posts to share out among; `anew`: also what somebody has already. With `targets` exactly these, to one post."""

    posts: Annotated[list[UUID], Field(min_length=1, max_length=200)]
    anew: bool = False
    targets: list[UUID] = Field(default_factory=list)


class AssignedOut(Schema):
    """How many were given to somebody."""

    assigned: int


class ExpertIn(Schema):
    """Who is invited; `until` at the latest the campaign's last day."""

    name: Annotated[str, Field(max_length=60)]
    body: Annotated[str, Field(max_length=60)]
    username: Annotated[str, Field(max_length=60)]
    until: date | None = None


class ExpertOut(Schema):
    """The new account; the password is told this once."""

    post: UUID
    username: str
    password: str


class ReportIn(Schema):
    """An expert's report. `id` is made by the sender."""

    id: UUID = Field(default_factory=new_id)
    result: ExpertReport.Result
    conclusion: str
    seen_on: date
    files: list[Digest] = Field(default_factory=list)


class ReportOut(Schema):
    """A report as it stands."""

    id: UUID
    target: UUID
    by: str
    body: str
    result: str
    conclusion: str
    seen_on: date
    files: list[str]

    @classmethod
    def of(cls, report: ExpertReport) -> "ReportOut":
        return cls(
            id=report.pk,
            target=report.target_id,
            by=report.by_name,
            body=report.by_title,
            result=report.result,
            conclusion=report.conclusion,
            seen_on=report.seen_on,
            files=report.files,
        )
