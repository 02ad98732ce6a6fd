"""The plan room's places in the navigation, and where its duties are done."""

from django.utils.translation import gettext_lazy as _

from gasloop.plan.duty_pages import duty_page
from gasloop.plan.models import Extract, HandOver, TaskRound
from gasloop.plan.permissions import DUTY_VIEW, PLAN_IMPORT, PLAN_VIEW
from gasloop.registry.models import Credential, Household, Installation
from gasloop.shell.navigation import nav

nav(54, _("责任清单"), "plan:responsibility", "list-check", PLAN_VIEW, key="r")
nav(55, _("一般职责"), "plan:tasks", "checklist", PLAN_VIEW)
nav(56, _("导入方案"), "plan:imports", "file-import", PLAN_IMPORT)
nav(58, _("离岗代理"), "plan:absences", "user-check", DUTY_VIEW)
nav(57, _("交接"), "plan:hand-overs", "arrows-exchange", PLAN_VIEW)
duty_page(HandOver.SUBJECT_KIND, "plan:hand-over")
duty_page(Extract.SUBJECT_KIND, "plan:extract")
duty_page(TaskRound.SUBJECT_KIND, "plan:round")
duty_page(Credential.SUBJECT_KIND, "registry:credential")
duty_page(Installation.SUBJECT_KIND, "registry:installation")
duty_page(Household.SUBJECT_KIND, "registry:household")
