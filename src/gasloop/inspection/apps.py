"""The room's app."""

from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "gasloop.inspection"
    label = "inspection"
    verbose_name = "检查"
