"""The first page's place in the navigation."""

from django.utils.translation import gettext_lazy as _

from gasloop.shell.navigation import nav

nav(0, _("工作台"), "home", "layout-dashboard", key="w")
