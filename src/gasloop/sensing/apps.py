"""The room's app."""

from django.apps import AppConfig


class SensingConfig(AppConfig):
    name = "gasloop.sensing"
    label = "sensing"
    verbose_name = "感知"
