"""Addresses of the rulebook."""

from django.urls import include, path

from gasloop.rulebook.web import views
from gasloop.rulebook.web.listings import MeasureListing, RuleListing, SourceListing
from gasloop.shell.listing import urls

app_name = "rulebook"
urlpatterns = [
    path("rules/", include(urls(RuleListing))),
    path("rules/<uuid:rule_id>/", views.rule, name="rule"),
    path("rules/<uuid:rule_id>/bases/<uuid:basis_id>/confirm/", views.confirm, name="basis-confirm"),
    path("measures/", include(urls(MeasureListing))),
    path("measures/<uuid:measure_id>/", views.measure, name="measure"),
    path("sources/", include(urls(SourceListing))),
    path("sources/<uuid:source_id>/", views.source, name="source"),
]
