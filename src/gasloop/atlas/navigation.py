"""The map's place in the navigation."""

from django.utils.translation import gettext_lazy as _

from gasloop.atlas.permissions import MAP_VIEW
from gasloop.shell.navigation import nav

nav(44, _("一张图"), "atlas:map", "map-2", MAP_VIEW, key="m")
