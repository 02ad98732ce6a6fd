"""The room's place in the navigation, and where its duties are done."""

from django.utils.translation import gettext_lazy as _

from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.plan.duty_pages import duty_page
from gasloop.shell.navigation import nav

nav(30, _("隐患"), "hazard:hazards", "alert-triangle", HAZARD_VIEW, key="h")
duty_page(Hazard.SUBJECT_KIND, "hazard:hazard")
