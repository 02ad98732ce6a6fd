"""The verbs of the campaign room."""

from gasloop.campaign.actions.assigning import assign_targets, assign_to_post
from gasloop.campaign.actions.drawing import commit_seed, draw_targets, take_all
from gasloop.campaign.actions.experts import Invited, dismiss_expert, invite_expert, report_as_expert
from gasloop.campaign.actions.planning import CampaignPlan, close_campaign, plan_campaign, void_campaign

__all__ = [
    "CampaignPlan",
    "Invited",
    "assign_targets",
    "assign_to_post",
    "close_campaign",
    "commit_seed",
    "dismiss_expert",
    "draw_targets",
    "invite_expert",
    "plan_campaign",
    "report_as_expert",
    "take_all",
    "void_campaign",
]
