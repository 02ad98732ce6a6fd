"""Addresses of the self-check room."""

from django.urls import include, path

from gasloop.selfcheck.web import own, views
from gasloop.selfcheck.web.listings import SelfCheckListing
from gasloop.shell.listing import urls

app_name = "selfcheck"
urlpatterns = [
    path("self-checks/", include(urls(SelfCheckListing))),
    path("self-checks/<uuid:check_id>/", views.check, name="check"),
    path("self-checks/sites/<uuid:enrolment_id>/", views.enrolment, name="enrolment"),
    path("sites/<uuid:site_id>/enterprise/", views.admit, name="admit"),
    path("sites/<uuid:site_id>/enterprise/<uuid:post_id>/dismiss/", views.dismiss, name="dismiss"),
    path("own/", own.own, name="own"),
    path("own/checks/<uuid:check_id>/", own.check, name="own-check"),
    path("own/hazards/<uuid:hazard_id>/", own.hazard, name="own-hazard"),
    path("own/hazards/<uuid:hazard_id>/photos/<str:sha256>", own.photo, name="own-photo"),
]
