"""The plan room's places in the navigation, and where its duties are done."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gasloop.plan.duty_pages import duty_page
from gasloop.plan.models import Extract, HandOver, TaskRound
from gasloop.plan.permissions import DUTY_VIEW, PLAN_IMPORT, PLAN_VIEW
from gasloop.registry.models import Credential, Household, Installation
from gasloop.shell.navigation import ANSWERING, nav

nav(63, pgettext_lazy("menu", "全部事项"), "plan:duties", "list-details", DUTY_VIEW, group=ANSWERING)
nav(64, _("责任清单"), "plan:responsibility", "list-check", PLAN_VIEW, group=ANSWERING, key="r")
nav(65, _("一般职责"), "plan:tasks", "checklist", PLAN_VIEW, group=ANSWERING)
nav(66, _("导入方案"), "plan:imports", "file-import", PLAN_IMPORT, group=ANSWERING)
nav(68, _("离岗代理"), "plan:absences", "user-check", DUTY_VIEW, group=ANSWERING)
nav(67, _("交接"), "plan:hand-overs", "arrows-exchange", PLAN_VIEW, group=ANSWERING)
duty_page(HandOver.SUBJECT_KIND, "plan:hand-over")
duty_page(Extract.SUBJECT_KIND, "plan:extract")
duty_page(TaskRound.SUBJECT_KIND, "plan:round")
duty_page(Credential.SUBJECT_KIND, "registry:credential")
duty_page(Installation.SUBJECT_KIND, "registry:installation")
duty_page(Household.SUBJECT_KIND, "registry:household")
