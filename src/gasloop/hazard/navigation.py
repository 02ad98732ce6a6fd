"""The room's place in the navigation, and where its duties are done."""

from django.utils.translation import pgettext_lazy

from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.plan.duty_pages import duty_page
from gasloop.shell.navigation import nav

nav(30, pgettext_lazy("menu", "隐患"), "hazard:hazards", "alert-triangle", HAZARD_VIEW, key="h")
duty_page(Hazard.SUBJECT_KIND, "hazard:hazard")
