"""The room's app."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "gasloop.rulebook"
    label = "rulebook"
    verbose_name = "规则库"
