"""How the states of a referral look."""

from gasloop.referral.models import Referral
from gasloop.referral.states import ReferralState
from gasloop.shell.looks import Look, dress

dress(
    "referral.referral",
    "state",
    {
        ReferralState.SENT: Look("send", "wait"),
        ReferralState.RECEIVED: Look("hourglass", "wait"),
        ReferralState.ANSWERED: Look("circle-check", "done"),
        ReferralState.WITHDRAWN: Look("ban", "void"),
    },
)
dress(
    "referral.referral",
    "outcome",
    {
        Referral.Outcome.RECTIFIED: Look("circle-check", "done"),
        Referral.Outcome.PENALISED: Look("gavel", "done"),
        Referral.Outcome.IN_HAND: Look("hourglass", "wait"),
        Referral.Outcome.RETURNED: Look("arrow-back-up", "attention"),
    },
)
