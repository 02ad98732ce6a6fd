"""The room's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    name = "gasloop.plan"
    label = "plan"
    verbose_name = _("方案与责任")
