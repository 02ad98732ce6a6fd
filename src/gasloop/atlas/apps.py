"""The room's app."""

from django.apps import AppConfig


class AtlasConfig(AppConfig):
    name = "gasloop.atlas"
    label = "atlas"
    verbose_name = "地图"
