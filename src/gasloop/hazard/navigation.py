"""The room's place in the navigation, and where its duties are done."""

from django.utils.translation import pgettext_lazy

from gasloop.hazard.models import Extension, Hazard, MajorCase
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.plan.duty_pages import duty_page
from gasloop.shell.navigation import FOLLOWING, nav

nav(30, pgettext_lazy("menu", "隐患"), "hazard:hazards", "alert-triangle", HAZARD_VIEW, key="h")
duty_page(Hazard.SUBJECT_KIND, "hazard:hazard")
nav(51, pgettext_lazy("menu", "动态清零"), "hazard:zero", "target", HAZARD_VIEW, group=FOLLOWING)
nav(52, pgettext_lazy("menu", "重大隐患"), "hazard:majors", "alert-hexagon", HAZARD_VIEW, group=FOLLOWING)
nav(53, pgettext_lazy("menu", "延期"), "hazard:extensions", "calendar-plus", HAZARD_VIEW, group=FOLLOWING)
duty_page(Extension.SUBJECT_KIND, "hazard:of-extension")
duty_page(MajorCase.SUBJECT_KIND, "hazard:of-major")
