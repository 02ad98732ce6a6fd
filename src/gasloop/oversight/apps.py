"""The room's app."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "gasloop.oversight"
    label = "oversight"
    verbose_name = "调度"
