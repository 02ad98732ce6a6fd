"""The bridge's places in the navigation."""

from django.utils.translation import gettext_lazy as _

from gasloop.oversight.permissions import EVIDENCE_VIEW, FOLDER_MAKE, MONTH_VIEW
from gasloop.plan.permissions import PLAN_VIEW
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.shell.clauses import clause_page
from gasloop.shell.navigation import FOLLOWING, PROVING, nav

nav(10, _("方案"), "oversight:plan", "target-arrow", PLAN_VIEW, key="p")
nav(49, _("月报"), "oversight:month", "report-analytics", MONTH_VIEW, key="b")
nav(50, _("覆盖"), "oversight:coverage", "target", REGISTRY_VIEW, group=FOLLOWING, key="c")
nav(100, _("迎检资料"), "oversight:folders", "folders", FOLDER_MAKE, group=PROVING)
nav(101, _("存证"), "oversight:evidence", "shield-check", EVIDENCE_VIEW, group=PROVING, key="e")
clause_page("oversight:clause")
