"""Hand-overs on the API: the verbs of their pages, by the same names."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from gasloop.access.middleware import actor_from
from gasloop.access.models import Office, Post
from gasloop.kernel.refusal import NotFound
from gasloop.plan import actions
from gasloop.plan.handing import Side, hand_overs_for, what_moves
from gasloop.plan.models import HandOver

router = Router(tags=["plan"])
PAGE = 100


class SideIn(Schema):
    """A whole office, or a post of it."""

    office: UUID
    post: UUID | None = None

    def side(self) -> Side:
        """As registered; NotFound for an office or post that is not."""
        office = Office.objects.filter(pk=self.office).first()
        post = Post.objects.select_related("office").filter(pk=self.post, office=office).first() if self.post else None
        if office is None or (self.post and post is None):
            raise NotFound
        return Side(office, post)


class HandOverIn(Schema):
    """Who hands over to whom, and on what basis."""

    giving: SideIn
    taking: SideIn
    why: str


class SigningIn(Schema):
    """`signed_by` with `files` (digests of stored scans) for a signature on paper, else the caller signs."""

    part: Literal["give", "take"]
    signed_by: str = ""
    files: list[str] = Field(default_factory=list)


class HandOverWithdrawIn(Schema):
    """Why it does not take place."""

    why: str


class HandOverOut(Schema):
    """A hand-over. `moves` counts what would move while a signature is missing, what moved afterwards."""

    id: UUID
    giving: str
    taking: str
    why: str
    state: str
    given_by: str
    given_at: datetime | None
    taken_by: str
    taken_at: datetime | None
    moves: dict[str, int]
    before: dict[str, object]
    after: dict[str, object]

    @classmethod
    def of(cls, row: HandOver) -> "HandOverOut":
        """As the API shows it."""
        moved = {key: len(row.moved.get(key, ())) for key in ("duties", "tasks", "clauses")}
        moved["records"] = row.moved.get("records", 0)
        return cls(
            id=row.pk,
            giving=row.giving,
            taking=row.taking,
            why=row.why,
            state=row.state,
            given_by=row.given_by_name,
            given_at=row.given_at,
            taken_by=row.taken_by_name,
            taken_at=row.taken_at,
            moves=what_moves(Side(row.from_office, row.from_post)).counts() if row.is_open else moved,
            before=row.before,
            after=row.after,
        )


@router.get("/hand-overs", response=list[HandOverOut], operation_id="list_hand_overs")
def listed(request: HttpRequest, state: str = "", after: UUID | None = None) -> list[HandOverOut]:
    """Hand-overs in reach, oldest first; `after` is the id of the last one of the page before."""
    rows = hand_overs_for(actor_from(request)).select_related(
        "from_office", "from_post__office", "to_office", "to_post__office"
    )
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(pk__gt=after) if after else rows
    return [HandOverOut.of(row) for row in rows.order_by("id")[:PAGE]]


@router.post("/hand-overs", response=HandOverOut, operation_id="prepare_hand_over")
def prepare(request: HttpRequest, body: HandOverIn) -> HandOverOut:
    """Say who hands over to whom."""
    giving, taking = body.giving.side(), body.taking.side()
    return HandOverOut.of(actions.prepare_hand_over(actor_from(request), giving=giving, taking=taking, why=body.why))


@router.post("/hand-overs/{uuid:hand_over_id}/sign", response=HandOverOut, operation_id="sign_hand_over")
def sign(request: HttpRequest, hand_over_id: UUID, body: SigningIn) -> HandOverOut:
    """Sign for one side; with the second signature everything moves."""
    signing = actions.Signing(body.part, body.signed_by, tuple(body.files))
    return HandOverOut.of(actions.sign_hand_over(actor_from(request), hand_over_id=hand_over_id, signing=signing))


@router.post("/hand-overs/{uuid:hand_over_id}/withdraw", response=HandOverOut, operation_id="withdraw_hand_over")
def withdraw(request: HttpRequest, hand_over_id: UUID, body: HandOverWithdrawIn) -> HandOverOut:
    """It does not take place."""
    return HandOverOut.of(actions.withdraw_hand_over(actor_from(request), hand_over_id=hand_over_id, why=body.why))
