"""The room's place in the navigation."""

from django.utils.translation import gettext_lazy as _

from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.shell.navigation import nav

nav(45, _("对象"), "registry:sites", "building-store", REGISTRY_VIEW, key="d")
nav(46, _("单位"), "registry:parties", "id-badge-2", REGISTRY_VIEW)
