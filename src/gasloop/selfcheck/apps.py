"""The room's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelfcheckConfig(AppConfig):
    name = "gasloop.selfcheck"
    label = "selfcheck"
    verbose_name = _("自查")
