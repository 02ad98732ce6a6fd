"""Addresses of the room."""

from django.urls import include, path

from gasloop.referral.web import views
from gasloop.referral.web.listings import ReferralListing
from gasloop.shell.listing import urls

app_name = "referral"
urlpatterns = [
    path("referrals/", include(urls(ReferralListing))),
    path("referrals/new/<uuid:hazard_id>/", views.new, name="new"),
    path("referrals/<uuid:referral_id>/", views.referral, name="referral"),
    path("referrals/<uuid:referral_id>/paper.docx", views.paper, name="paper"),
    path("referrals/<uuid:referral_id>/files/<str:sha256>", views.file, name="file"),
    path("referrals/<uuid:referral_id>/<slug:step>/", views.step, name="step"),
]
