"""Access is the room of scope."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "gasloop.access"
    label = "access"
    verbose_name = _("账号与机构")

    def ready(self) -> None:
        from gasloop.access.models import Office, Territory
        from gasloop.access.unchanged import hardly_changes

        hardly_changes(Territory, Office)
