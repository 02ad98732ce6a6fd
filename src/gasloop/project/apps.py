"""The doors: once every room is there, what the rooms declare is read in."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules

from gasloop.project import clockfile

DECLARATIONS = (
    "permissions",
    "acts",
    "events",
    "handlers",
    "jobs",
    "navigation",
    "panels",
    "looks",
    "lives",
    "maplayers",
    "event_tables",
)


class ProjectConfig(AppConfig):
    name = "gasloop.project"
    label = "project"
    verbose_name = "平台"

    def ready(self) -> None:
        autodiscover_modules(*DECLARATIONS)
        if settings.CONFIG.demo:
            clockfile.install(settings.CONFIG.data_dir)
