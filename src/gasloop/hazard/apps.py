"""The room's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HazardConfig(AppConfig):
    name = "gasloop.hazard"
    label = "hazard"
    verbose_name = _("隐患闭环")
