"""The room's places in the navigation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gasloop.campaign.permissions import CAMPAIGN_ASSIST, CAMPAIGN_VIEW
from gasloop.inspection.permissions import VISIT_RECORD
from gasloop.shell.navigation import nav

nav(41, pgettext_lazy("menu", "检查行动"), "campaign:campaigns", "target-arrow", CAMPAIGN_VIEW)
nav(42, _("我的路线"), "campaign:my-routes", "route", VISIT_RECORD)
nav(5, _("我的检测任务"), "campaign:assist", "microscope", CAMPAIGN_ASSIST)
