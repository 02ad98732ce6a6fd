"""The room's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignConfig(AppConfig):
    name = "gasloop.campaign"
    label = "campaign"
    verbose_name = _("检查行动")
