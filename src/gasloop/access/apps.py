"""Access is the room of scope."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "gasloop.access"
    label = "access"
    verbose_name = "账号与权限"

    def ready(self) -> None:
        from gasloop.access.models import Office, Territory
        from gasloop.access.standing import stands

        stands(Territory, Office)
