"""The room's place in the navigation."""

from django.utils.translation import gettext_lazy as _

from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.shell.navigation import nav

nav(40, _("检查"), "inspection:visits", "clipboard-check", VISIT_VIEW, key="v")
