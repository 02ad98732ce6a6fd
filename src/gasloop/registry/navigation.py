"""The room's place in the navigation."""

from django.utils.translation import pgettext_lazy

from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.shell.navigation import nav

nav(45, pgettext_lazy("menu", "对象"), "registry:sites", "building-store", REGISTRY_VIEW, key="d")
nav(46, pgettext_lazy("menu", "单位"), "registry:parties", "id-badge-2", REGISTRY_VIEW)
