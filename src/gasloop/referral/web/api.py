"""Referrals on the API."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from gasloop.access.middleware import actor_from
from gasloop.access.scoping import scoped
from gasloop.referral.actions import (
    answer_referral,
    receive_referral,
    remind_referral,
    send_referral,
    withdraw_referral,
)
from gasloop.referral.actions.moving import referral_for
from gasloop.referral.models import Referral
from gasloop.referral.permissions import REFERRAL_VIEW
from gasloop.referral.wire import LetterIn, ReceiptIn, ReferralAnswerIn, ReferralOut, ReferralPage, WithdrawIn

router = Router(tags=["referrals"])
PAGE = 200


@router.get("/referrals", response=ReferralPage, operation_id="list_referrals")
def referrals(request: HttpRequest, cursor: UUID | None = None, limit: int = PAGE) -> ReferralPage:
    """Referrals in reach, newest id first."""
    rows = Referral.objects.filter(voided_at__isnull=True).select_related("to_office").order_by("-id")
    rows = scoped(actor_from(request), rows, REFERRAL_VIEW)
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    size = max(1, min(limit, PAGE))
    found = list(rows[: size + 1])
    more = len(found) > size
    return ReferralPage(items=[ReferralOut.of(row) for row in found[:size]], next=found[size - 1].pk if more else None)


@router.get("/referrals/{uuid:referral_id}", response=ReferralOut, operation_id="get_referral")
def referral(request: HttpRequest, referral_id: UUID) -> ReferralOut:
    """One referral."""
    return ReferralOut.of(referral_for(actor_from(request), REFERRAL_VIEW, referral_id))


@router.post("/hazards/{uuid:hazard_id}/refer", response=ReferralOut, operation_id="send_referral")
def sent(request: HttpRequest, hazard_id: UUID, body: LetterIn) -> ReferralOut:
    """Hand a hazard to the office that has the power."""
    return ReferralOut.of(send_referral(actor_from(request), hazard_id=hazard_id, letter=body.letter()))


@router.post("/referrals/{uuid:referral_id}/receive", response=ReferralOut, operation_id="receive_referral")
def received(request: HttpRequest, referral_id: UUID, body: ReceiptIn) -> ReferralOut:
    """Record the receipt."""
    actor = actor_from(request)
    return ReferralOut.of(receive_referral(actor, referral_id=referral_id, by=body.by, files=body.files))


@router.post("/referrals/{uuid:referral_id}/remind", response=ReferralOut, operation_id="remind_referral")
def reminded(request: HttpRequest, referral_id: UUID) -> ReferralOut:
    """Remind the receiver."""
    return ReferralOut.of(remind_referral(actor_from(request), referral_id=referral_id))


@router.post("/referrals/{uuid:referral_id}/answer", response=ReferralOut, operation_id="answer_referral")
def answered(request: HttpRequest, referral_id: UUID, body: ReferralAnswerIn) -> ReferralOut:
    """Record the answer; the hazard follows."""
    return ReferralOut.of(answer_referral(actor_from(request), referral_id=referral_id, answer=body.answer()))


@router.post("/referrals/{uuid:referral_id}/withdraw", response=ReferralOut, operation_id="withdraw_referral")
def withdrawn(request: HttpRequest, referral_id: UUID, body: WithdrawIn) -> ReferralOut:
    """Take a referral back."""
    return ReferralOut.of(withdraw_referral(actor_from(request), referral_id=referral_id, why=body.why))
