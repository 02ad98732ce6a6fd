"""The room's verbs."""

from gasloop.referral.actions.answering import Answer, answer_referral, receive_referral
from gasloop.referral.actions.sending import Letter, remind_referral, send_referral, withdraw_referral

__all__ = [
    "Answer",
    "Letter",
    "answer_referral",
    "receive_referral",
    "remind_referral",
    "send_referral",
    "withdraw_referral",
]
