"""Addresses of the inspection room."""

from django.urls import include, path

from gasloop.inspection.web import doors, paper, rounds, views
from gasloop.inspection.web.listings import VisitListing
from gasloop.shell.listing import urls

app_name = "inspection"
urlpatterns = [
    path("visits/", include(urls(VisitListing))),
    path("visits/<uuid:visit_id>/", views.visit, name="visit"),
    path("visits/<uuid:visit_id>/photos/<str:sha256>", views.photo, name="photo"),
    path("sites/<uuid:site_id>/visit/", views.record, name="record"),
    path("sites/<uuid:site_id>/sheet/", paper.sheet, name="sheet"),
    path("sites/<uuid:site_id>/sheets/<uuid:visit_id>/", paper.key, name="key"),
    path("visits/<uuid:visit_id>/slip/", paper.slip, name="slip"),
    path("households/<uuid:household_id>/check/", doors.check, name="door-check"),
    path("households/<uuid:household_id>/gap/", doors.gap, name="door-gap"),
    path("households/<uuid:household_id>/hand-over/", doors.hand_over, name="door-refer"),
    path("buildings/<uuid:building_id>/round/", rounds.round_, name="round"),
]
