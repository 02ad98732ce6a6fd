"""Addresses of the register."""

from django.urls import include, path

from gasloop.registry.web import (
    coverage,
    credentials,
    finding,
    households,
    listings,
    parties,
    parts,
    people,
    services,
    views,
)
from gasloop.registry.web.hall import accounts, offices, posts, tokens
from gasloop.shell.listing import urls

app_name = "registry"

objects = [
    path("sites/", include(urls(listings.SiteListing))),
    path("sites/new/", views.new_site, name="site-new"),
    path("sites/<uuid:site_id>/", views.site, name="site"),
    path("sites/<uuid:site_id>/file.docx", views.site_paper, name="site-paper"),
    path("sites/<uuid:site_id>/correct/", views.correct, name="site-correct"),
    path("sites/<uuid:site_id>/close/", views.close, name="site-close"),
    path("sites/<uuid:site_id>/reopen/", views.reopen, name="site-reopen"),
    path("sites/<uuid:site_id>/installations/new/", parts.add, name="installation-new"),
    path("installations/", include(urls(listings.InstallationListing))),
    path("installations/<uuid:installation_id>/", parts.part, name="installation"),
    path("parties/", include(urls(listings.PartyListing))),
    path("parties/new/", parties.new, name="party-new"),
    path("parties/<uuid:party_id>/", parties.party, name="party"),
    path("parties/<uuid:party_id>/correct/", parties.correct, name="party-correct"),
    path("parties/<uuid:party_id>/exit/", parties.leave, name="party-exit"),
    path("parties/<uuid:party_id>/enter/", parties.come_back, name="party-enter"),
]

trade = [
    path("people/", include(urls(listings.PersonListing))),
    path("people/new/", people.new, name="person-new"),
    path("people/find/", finding.find, name="number-find"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/correct/", people.correct, name="person-correct"),
    path("people/<uuid:person_id>/left/", people.left, name="person-left"),
    path("credentials/", include(urls(listings.CredentialListing))),
    path("credentials/new/", credentials.new, name="credential-new"),
    path("credentials/<uuid:credential_id>/", credentials.credential, name="credential"),
    path("credentials/<uuid:credential_id>/correct/", credentials.correct, name="credential-correct"),
    path("credentials/<uuid:credential_id>/renew/", credentials.renew, name="credential-renew"),
    path("credentials/<uuid:credential_id>/demand-review/", credentials.demand, name="credential-demand"),
    path("credentials/<uuid:credential_id>/review/", credentials.review, name="credential-review"),
    path("credentials/<uuid:credential_id>/change/<slug:move>/", credentials.change, name="credential-change"),
    path("property-managers/", include(urls(listings.PropertyManagerListing))),
    path("technical-services/", include(urls(listings.TechnicalServiceListing))),
    path("services/new/", services.new, name="service-new"),
    path("services/<uuid:service_id>/", services.service, name="service"),
    path("services/<uuid:service_id>/end/", services.end, name="service-end"),
]

grid = [
    path("buildings/", include(urls(listings.BuildingListing))),
    path("buildings/new/", households.new_building, name="building-new"),
    path("buildings/<uuid:building_id>/", households.building, name="building"),
    path("buildings/<uuid:building_id>/correct/", households.correct_of_building, name="building-correct"),
    path("buildings/<uuid:building_id>/doors/", households.doors, name="building-doors"),
    path("buildings/<uuid:building_id>/doors/new/", households.new_door, name="door-new"),
    path("households/coverage/", coverage.coverage, name="coverage"),
    path("households/", include(urls(listings.HouseholdListing))),
    path("households/<uuid:household_id>/", households.household, name="household"),
    path("households/<uuid:household_id>/correct/", households.correct_of_household, name="household-correct"),
    path("households/<uuid:household_id>/notice/", households.notice, name="household-notice"),
    path("households/<uuid:household_id>/serve/", households.serve, name="household-serve"),
]

hall = [
    path("offices/", include(urls(listings.OfficeListing))),
    path("offices/new/", offices.new, name="office-new"),
    path("offices/<uuid:office_id>/", offices.office, name="office"),
    path("offices/<uuid:office_id>/rename/", offices.rename, name="office-rename"),
    path("offices/<uuid:office_id>/merge/", offices.merge, name="office-merge"),
    path("posts/", include(urls(listings.PostListing))),
    path("posts/new/", posts.new, name="post-new"),
    path("posts/<uuid:post_id>/", posts.post, name="post"),
    path("posts/<uuid:post_id>/assign/", posts.assign, name="post-assign"),
    path("posts/<uuid:post_id>/end/", posts.end, name="post-end"),
    path("accounts/", include(urls(listings.AccountListing))),
    path("accounts/new/", accounts.new, name="account-new"),
    path("accounts/<uuid:account_id>/", accounts.account, name="account"),
    path("accounts/<uuid:account_id>/reset/", accounts.reset, name="account-reset"),
    path("accounts/<uuid:account_id>/close/", accounts.close, name="account-close"),
    path("accounts/<uuid:account_id>/reopen/", accounts.reopen, name="account-reopen"),
    path("tokens/", include(urls(listings.TokenListing))),
    path("tokens/<uuid:token_id>/", tokens.token, name="token"),
    path("tokens/<uuid:token_id>/revoke/", tokens.revoke, name="token-revoke"),
    path("divisions/", include(urls(listings.DivisionListing))),
    path("divisions/new/", offices.new_division, name="division-new"),
]

urlpatterns = [*objects, *trade, *grid, *hall]
