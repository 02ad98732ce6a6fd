"""Addresses of the register."""

from django.urls import include, path

from gasloop.registry.web import parts, views
from gasloop.registry.web.listings import PartyListing, SiteListing
from gasloop.shell.listing import urls

app_name = "registry"
urlpatterns = [
    path("sites/", include(urls(SiteListing))),
    path("sites/new/", views.new_site, name="site-new"),
    path("sites/<uuid:site_id>/", views.site, name="site"),
    path("sites/<uuid:site_id>/correct/", views.correct, name="site-correct"),
    path("sites/<uuid:site_id>/close/", views.close, name="site-close"),
    path("sites/<uuid:site_id>/reopen/", views.reopen, name="site-reopen"),
    path("sites/<uuid:site_id>/installations/new/", parts.add, name="installation-new"),
    path("parties/", include(urls(PartyListing))),
    path("parties/<uuid:party_id>/", views.party, name="party"),
]
