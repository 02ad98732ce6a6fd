"""Every address of the house. The matrix test walks this table and refuses an address without a guard."""

from django.urls import include, path

from gasloop.project import health, trust
from gasloop.project.api import api
from gasloop.project.api_page import api_page
from gasloop.project.home import home

urlpatterns = [
    path("api/v1/", api.urls),  # first: programs ask most often, and every address before costs each of them a try
    path("", home, name="home"),
    path("", include("gasloop.shell.urls")),
    path("", include("gasloop.access.web.urls")),
    path("", include("gasloop.registry.web.urls")),
    path("", include("gasloop.atlas.web.urls")),
    path("", include("gasloop.rulebook.web.urls")),
    path("", include("gasloop.plan.web.urls")),
    path("", include("gasloop.referral.web.urls")),
    path("", include("gasloop.hazard.web.urls")),
    path("", include("gasloop.inspection.web.urls")),
    path("", include("gasloop.campaign.web.urls")),
    path("", include("gasloop.selfcheck.web.urls")),
    path("", include("gasloop.sensing.web.urls")),
    path("", include("gasloop.oversight.web.urls")),
    path("api/", api_page, name="api-page"),
    path("trust/", trust.trust, name="trust"),
    path("trust/ca.crt", trust.certificate, name="trust-certificate"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = "gasloop.shell.errors.bad_request"
handler403 = "gasloop.shell.errors.denied"
handler404 = "gasloop.shell.errors.not_found"
handler500 = "gasloop.project.outage.server_error"
