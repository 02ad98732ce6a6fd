"""Capabilities of the campaign room."""

from gasloop.access.capabilities import READERS, capability
from gasloop.access.roles import Role
from gasloop.kernel.refusal import sentence

CAMPAIGN_VIEW = capability("campaign.view", sentence("查看检查行动"), READERS)
CAMPAIGN_MANAGE = capability("campaign.manage", sentence("组织检查行动"), {Role.HEAD, Role.CLERK})
# Only within a campaign, and there only the objects given to one's own post.
CAMPAIGN_ASSIST = capability("campaign.assist", sentence("作为外聘专家参加检查行动"), {Role.EXPERT})
