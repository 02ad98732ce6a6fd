"""The room's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralConfig(AppConfig):
    name = "gasloop.referral"
    label = "referral"
    verbose_name = _("移送抄告")
