"""The room's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    name = "gasloop.rulebook"
    label = "rulebook"
    verbose_name = _("规则库")

    def ready(self) -> None:
        from gasloop.access.unchanged import hardly_changes
        from gasloop.rulebook.models import Rule

        hardly_changes(Rule)
