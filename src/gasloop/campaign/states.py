"""The states of a campaign and the moves between them, as data."""

from enum import StrEnum

from gasloop.kernel.states import Move, StateTable


class CampaignState(StrEnum):
    """Where a campaign stands."""

    PLANNED = "planned"
    COMMITTED = "committed"
    RUNNING = "running"
    CLOSED = "closed"
    VOIDED = "voided"


MOVES = StateTable(
    "campaign",
    [
        Move("commit", CampaignState.PLANNED, CampaignState.COMMITTED),
        Move("take_all", CampaignState.PLANNED, CampaignState.RUNNING),
        Move("draw", CampaignState.COMMITTED, CampaignState.RUNNING),
        Move("close", CampaignState.RUNNING, CampaignState.CLOSED),
        Move("void", CampaignState.PLANNED, CampaignState.VOIDED),
        Move("void", CampaignState.COMMITTED, CampaignState.VOIDED),
    ],
)
