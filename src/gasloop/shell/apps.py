"""Shell is the room every page stands in."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ShellConfig(AppConfig):
    name = "gasloop.shell"
    label = "shell"
    verbose_name = _("页面框架")

    def ready(self) -> None:
        # Rooms declare their entries and the looks of their states in drawers of these names.
        autodiscover_modules("navigation", "looks")
