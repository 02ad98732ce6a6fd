"""Addresses of the inspection room."""

from django.urls import include, path

from gasloop.inspection.web import paper, rounds, views
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
    path("buildings/<uuid:building_id>/round/", rounds.round_, name="round"),
]
