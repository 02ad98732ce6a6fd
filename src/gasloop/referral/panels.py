"""What the room adds to the hazard's page."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may, reaches
from gasloop.access.scoping import scoped
from gasloop.hazard.hazard_panels import panel
from gasloop.hazard.models import Hazard
from gasloop.referral.models import Referral
from gasloop.referral.permissions import REFERRAL_SEND, REFERRAL_VIEW


def referrals_of(request: ActorRequest, hazard: Hazard) -> str:
    """The hazard's referrals, newest first, and the button that makes another."""
    if not may(request.actor, REFERRAL_VIEW):
        return ""
    rows = list(scoped(request.actor, hazard.referrals.select_related("to_office"), REFERRAL_VIEW).order_by("-id"))
    sender = reaches(request.actor, REFERRAL_SEND, territory=hazard.territory, line=hazard.line)
    may_send = hazard.is_open and sender
    if not rows and not may_send:
        return ""
    shown = {"referrals": rows, "hazard": hazard, "may_send": may_send, "kinds": Referral.Kind}
    return render_to_string("referral/of_hazard.html", shown, request=request)


panel(10, _("移送抄告"), referrals_of)
