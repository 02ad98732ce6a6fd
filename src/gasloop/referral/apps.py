"""The room's app."""

from django.apps import AppConfig


class ReferralConfig(AppConfig):
    name = "gasloop.referral"
    label = "referral"
    verbose_name = "移送抄告"
