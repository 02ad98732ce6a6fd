"""Evidence is the room of the log."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "gasloop.evidence"
    label = "evidence"
    verbose_name = _("存证")

    def ready(self) -> None:
        """Every room's `acts.py` is read, so that all sentences are known before the first entry is."""
        from gasloop.evidence import records

        autodiscover_modules("acts")
        records.check_declarations()
