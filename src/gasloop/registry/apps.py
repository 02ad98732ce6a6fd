"""The room's app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "gasloop.registry"
    label = "registry"
    verbose_name = "登记"
