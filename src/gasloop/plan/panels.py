"""What the plan room adds to the object file: what is owed there, by whom, by when."""

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may
from gasloop.access.scoping import scoped
from gasloop.plan.duty_pages import page_of
from gasloop.plan.models import Duty
from gasloop.plan.permissions import DUTY_VIEW
from gasloop.registry.models import Credential, Installation, Site
from gasloop.registry.panels import panel

SHOWN = 30


def duties_of(request: ActorRequest, site: Site) -> str:
    """Open duties on the site, its parts and its papers; those on its hazards stand with the hazards."""
    if not may(request.actor, DUTY_VIEW):
        return ""
    parts = list(Installation.objects.filter(site=site).values_list("pk", flat=True))
    held = Q(site=site) | Q(party=site.party_id) if site.party_id else Q(site=site)
    papers = list(Credential.objects.filter(held).values_list("pk", flat=True))
    about = (
        Q(about_kind=Site.SUBJECT_KIND, about_id=site.pk)
        | Q(about_kind=Installation.SUBJECT_KIND, about_id__in=parts)
        | Q(about_kind=Credential.SUBJECT_KIND, about_id__in=papers)
    )
    rows = scoped(request.actor, Duty.objects.filter(about, state=Duty.State.OPEN), DUTY_VIEW)
    duties = list(rows.select_related("owner_office").order_by("due_at", "id")[:SHOWN])
    shown = [(duty, page_of(duty)) for duty in duties]
    return render_to_string("plan/of_site.html", {"duties": shown}, request) if shown else ""


panel(10, _("待办"), duties_of)
