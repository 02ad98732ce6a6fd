"""The room's place in the navigation."""

from django.utils.translation import gettext_lazy as _

from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.shell.navigation import nav

nav(30, _("隐患"), "hazard:hazards", "alert-triangle", HAZARD_VIEW, key="h")
