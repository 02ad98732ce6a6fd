"""The room's places in the navigation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gasloop.selfcheck.permissions import SELF_CHECK_OWN, SELF_CHECK_VIEW
from gasloop.shell.navigation import nav

nav(43, pgettext_lazy("menu", "自查"), "selfcheck:checks", "checklist", SELF_CHECK_VIEW)
nav(4, _("本单位"), "selfcheck:own", "building-store", SELF_CHECK_OWN)
