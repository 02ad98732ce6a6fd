"""Addresses of the hazard room."""

from django.urls import include, path

from gasloop.hazard.web import views
from gasloop.hazard.web.listings import HazardListing
from gasloop.shell.listing import urls

app_name = "hazard"
urlpatterns = [
    path("hazards/", include(urls(HazardListing))),
    path("hazards/<uuid:hazard_id>/", views.hazard, name="hazard"),
    path("hazards/<uuid:hazard_id>/photos/<str:sha256>", views.photo, name="photo"),
    path("hazards/<uuid:hazard_id>/<slug:name>/", views.step, name="step"),
]
