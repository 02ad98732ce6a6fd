"""The room's app."""

from django.apps import AppConfig


class CampaignConfig(AppConfig):
    name = "gasloop.campaign"
    label = "campaign"
    verbose_name = "检查行动"
