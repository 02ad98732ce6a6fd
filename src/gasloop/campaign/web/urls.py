"""Addresses of the campaign room."""

from django.urls import include, path

from gasloop.campaign.web import experts, views
from gasloop.campaign.web.listings import BlindSpotListing, CampaignListing, FoundListing, TargetListing
from gasloop.shell.listing import urls

app_name = "campaign"
urlpatterns = [
    path("campaigns/", include(urls(CampaignListing))),
    path("campaigns/new/", views.new, name="new"),
    path("campaigns/<uuid:campaign_id>/", views.campaign, name="campaign"),
    path("campaigns/<uuid:campaign_id>/commit/", views.commit, name="commit"),
    path("campaigns/<uuid:campaign_id>/draw/", views.carry_out_draw, name="carry-out-draw"),
    path("campaigns/<uuid:campaign_id>/draw.json", views.draw, name="draw"),
    path("campaigns/<uuid:campaign_id>/take-all/", views.take_all, name="take-all"),
    path("campaigns/<uuid:campaign_id>/assign/", views.assign, name="assign"),
    path("campaigns/<uuid:campaign_id>/close/", views.close, name="close"),
    path("campaigns/<uuid:campaign_id>/void/", views.void, name="void"),
    path("campaigns/<uuid:campaign_id>/routes/<uuid:post_id>/", views.route_of, name="route"),
    path("campaigns/<uuid:campaign_id>/routes/<uuid:post_id>/sheets/", views.route_sheets, name="route-sheets"),
    path("campaigns/<uuid:campaign_id>/experts/", experts.invite, name="invite"),
    path("campaigns/<uuid:campaign_id>/experts/<uuid:post_id>/dismiss/", experts.dismiss, name="dismiss"),
    path("campaign-reports/<uuid:report_id>/files/<str:sha256>", experts.file, name="report-file"),
    path("my-routes/", views.my_routes, name="my-routes"),
    path("targets/", include(urls(TargetListing))),
    path("blind-spots/", include(urls(BlindSpotListing))),
    path("campaign-hazards/", include(urls(FoundListing))),
    path("assist/", experts.mine, name="assist"),
    path("assist/<uuid:target_id>/", experts.report, name="assist-target"),
    path("assist/reports/<uuid:report_id>/files/<str:sha256>", experts.own_file, name="assist-file"),
]
