"""The room's app."""

from django.apps import AppConfig


class SelfcheckConfig(AppConfig):
    name = "gasloop.selfcheck"
    label = "selfcheck"
    verbose_name = "自查"
