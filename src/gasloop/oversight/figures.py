"""A figure of the trace: a count and the list of the rows behind it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.scoping import scoped
from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.inspection.web.listings import asked_about
from gasloop.kernel.actor import Actor
from gasloop.plan.models import Duty
from gasloop.plan.permissions import DUTY_VIEW
from gasloop.referral.models import Referral
from gasloop.referral.permissions import REFERRAL_VIEW


@dataclass(frozen=True, slots=True)
class Figure:
    """A count and the list of the rows behind it."""

    key: str
    name: str
    value: int
    url: str


def figures_behind(actor: Actor, ref: str) -> list[Figure]:
    """What stands behind one clause beside objects and hazards: visits that asked about it, referrals, open duties."""
    referred = Referral.objects.filter(voided_at__isnull=True, hazard__clause_refs__contains=[ref])
    owed = Duty.objects.filter(voided_at__isnull=True, clause_ref=ref, state=Duty.State.OPEN)
    visits = Visit.objects.filter(asked_about([ref]), voided_at__isnull=True)

    def figure(key: str, name: str, count: int, url: str, **query: str) -> Figure:
        return Figure(key, name, count, f"{reverse(url)}?{urlencode({'clause': ref, **query})}")

    return [
        figure("visits", _("检查次数"), scoped(actor, visits, VISIT_VIEW).count(), "inspection:visits"),
        figure("referrals", _("已移送抄告"), scoped(actor, referred, REFERRAL_VIEW).count(), "referral:referrals"),
        figure("duties", _("待办"), scoped(actor, owed, DUTY_VIEW).count(), "plan:duties", state="open"),
    ]
