"""What the self-check room adds to the object file."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may
from gasloop.access.scoping import scoped
from gasloop.registry.models import Site
from gasloop.registry.panels import action, panel
from gasloop.selfcheck.models import SelfCheck
from gasloop.selfcheck.permissions import SELF_CHECK_ADMIT, SELF_CHECK_VIEW

SHOWN = 10


def checks_of(request: ActorRequest, site: Site) -> str:
    """The site's own checks, missed ones among them."""
    if not may(request.actor, SELF_CHECK_VIEW):
        return ""
    rows = scoped(request.actor, SelfCheck.objects.filter(site=site), SELF_CHECK_VIEW)
    checks = list(rows.order_by("-first_day", "rhythm")[:SHOWN])
    return render_to_string("selfcheck/of_site.html", {"checks": checks}, request=request) if checks else ""


panel(35, _("自查"), checks_of)
action(60, _("企业账号"), "selfcheck:admit", "user-plus", SELF_CHECK_ADMIT)
