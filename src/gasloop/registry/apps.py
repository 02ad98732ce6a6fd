"""The room's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "gasloop.registry"
    label = "registry"
    verbose_name = _("登记台账")
