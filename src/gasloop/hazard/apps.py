"""The room's app."""

from django.apps import AppConfig


class HazardConfig(AppConfig):
    name = "gasloop.hazard"
    label = "hazard"
    verbose_name = "隐患闭环"
