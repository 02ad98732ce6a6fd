"""The states of a referral and the moves between them, as data."""

from enum import StrEnum

from gasloop.kernel.states import Move, StateTable


class ReferralState(StrEnum):
    """How far a referral has come."""

    SENT = "sent"
    RECEIVED = "received"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


OPEN_STATES = (ReferralState.SENT, ReferralState.RECEIVED)

MOVES = StateTable(
    "referral",
    [
        Move("receive", ReferralState.SENT, ReferralState.RECEIVED),
        Move("answer", ReferralState.SENT, ReferralState.ANSWERED),
        Move("answer", ReferralState.RECEIVED, ReferralState.ANSWERED),
        Move("withdraw", ReferralState.SENT, ReferralState.WITHDRAWN),
        Move("withdraw", ReferralState.RECEIVED, ReferralState.WITHDRAWN),
    ],
)
