"""Shapes of referrals on the API."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from gasloop.referral.actions import Answer, Letter
from gasloop.referral.models import Referral


class LetterIn(Schema):
    """What is sent: to which office, how, why, what was done, by when an answer is asked."""

    to_office: UUID
    reason: str
    kind: Literal["hand_over", "inform"] = "hand_over"
    taken: str = ""
    answer_by: date | None = None

    def letter(self) -> Letter:
        return Letter(self.to_office, self.reason, self.kind, self.taken, self.answer_by)


class ReceiptIn(Schema):
    """Who signed for it, with files by digest."""

    by: Annotated[str, Field(max_length=80)]
    files: list[str] = Field(default_factory=list)


class ReferralAnswerIn(Schema):
    """The answer with files by digest."""

    outcome: Literal["rectified", "penalised", "in_hand", "returned"]
    text: str
    files: list[str] = Field(default_factory=list)

    def answer(self) -> Answer:
        return Answer(self.outcome, self.text, tuple(self.files))


class WithdrawIn(Schema):
    """Why it is taken back."""

    why: str


class ReferralOut(Schema):
    """A referral as it stands."""

    id: UUID
    number: str
    hazard: UUID
    to_office: UUID
    to_office_name: str
    kind: str
    state: str
    clause: str
    reason: str
    sent_at: datetime
    answer_due_at: datetime
    receipt_at: datetime | None
    reminders: int
    answered_at: datetime | None
    outcome: str
    answer: str
    territory: str

    @classmethod
    def of(cls, row: Referral) -> "ReferralOut":
        return cls(
            id=row.pk,
            number=row.number,
            hazard=row.hazard_id,
            to_office=row.to_office_id,
            to_office_name=row.to_office.name,
            kind=row.kind,
            state=row.state,
            clause=row.clause_ref,
            reason=row.reason,
            sent_at=row.sent_at,
            answer_due_at=row.answer_due_at,
            receipt_at=row.receipt_at,
            reminders=row.reminders,
            answered_at=row.answered_at,
            outcome=row.outcome,
            answer=row.answer,
            territory=row.territory,
        )


class ReferralPage(Schema):
    """A page of referrals, newest first; `next` is the cursor of the page after it."""

    items: list[ReferralOut]
    next: UUID | None
