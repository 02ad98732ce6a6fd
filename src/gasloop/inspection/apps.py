"""The room's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionConfig(AppConfig):
    name = "gasloop.inspection"
    label = "inspection"
    verbose_name = _("检查")
