"""Addresses of the hazard room."""

from django.urls import include, path

from gasloop.hazard.web import views, zero
from gasloop.hazard.web.listings import ExtensionListing, HazardListing, MajorListing
from gasloop.shell.listing import urls

app_name = "hazard"
urlpatterns = [
    path("hazards/", include(urls(HazardListing))),
    path("hazards/major/", include(urls(MajorListing))),
    path("hazards/extensions/", include(urls(ExtensionListing))),
    path("hazards/zero/", zero.zero, name="zero"),
    path("hazards/extensions/<uuid:extension_id>/", zero.of_extension, name="of-extension"),
    path("hazards/major/<uuid:case_id>/", zero.of_major, name="of-major"),
    path("hazards/<uuid:hazard_id>/", views.hazard, name="hazard"),
    path("hazards/<uuid:hazard_id>/photos/<str:sha256>", views.photo, name="photo"),
    path("hazards/<uuid:hazard_id>/<slug:name>/", views.step, name="step"),
]
