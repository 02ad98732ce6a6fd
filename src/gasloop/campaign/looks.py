"""How the states of campaigns look."""

from gasloop.campaign.models import ExpertReport
from gasloop.campaign.states import CampaignState
from gasloop.shell.looks import Look, dress

dress(
    "campaign.campaign",
    "state",
    {
        CampaignState.PLANNED: Look("pencil", "todo"),
        CampaignState.COMMITTED: Look("lock", "wait"),
        CampaignState.RUNNING: Look("walk", "todo"),
        CampaignState.CLOSED: Look("circle-check", "done"),
        CampaignState.VOIDED: Look("ban", "void"),
    },
)
dress(
    "campaign.expertreport",
    "result",
    {
        ExpertReport.Result.FINE: Look("circle-check", "done"),
        ExpertReport.Result.PROBLEMS: Look("alert-triangle", "attention"),
        ExpertReport.Result.NOT_DONE: Look("circle-x", "wait"),
    },
)
