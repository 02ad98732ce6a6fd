"""The room's place in the navigation."""

from django.utils.translation import pgettext_lazy

from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.shell.navigation import nav

nav(40, pgettext_lazy("menu", "检查"), "inspection:visits", "clipboard-check", VISIT_VIEW, key="v")
