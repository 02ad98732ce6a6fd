"""Addresses of the plan room. The plan page itself, with its figures, is the bridge's (`oversight`)."""

from django.urls import include, path

from gasloop.plan.web import comparing, drafts, extracts, responsibility, standing
from gasloop.plan.web.listings import ExtractListing, ResponsibilityListing
from gasloop.shell.listing import urls

app_name = "plan"
urlpatterns = [
    path("plan/import/", drafts.imports, name="imports"),
    path("plan/<uuid:plan_id>/standing/", standing.standing, name="standing"),
    path("plan/compare/", comparing.compare, name="compare"),
    path("plan/import/<uuid:draft_id>/", drafts.draft, name="draft"),
    path("plan/import/<uuid:draft_id>/original", drafts.original, name="draft-original"),
    path("plan/import/<uuid:draft_id>/offices/", drafts.match, name="draft-offices"),
    path("plan/import/<uuid:draft_id>/phases/", drafts.phases, name="draft-phases"),
    path("plan/import/<uuid:draft_id>/discard/", drafts.discard, name="draft-discard"),
    path("plan/import/<uuid:draft_id>/confirm/", drafts.confirm, name="draft-confirm"),
    path("plan/import/<uuid:draft_id>/clauses/<str:ref>/", drafts.clause, name="draft-clause"),
    path("responsibility/", responsibility.responsibility, name="responsibility"),
    path("responsibility/clauses/", include(urls(ResponsibilityListing))),
    path("responsibility/clauses/<uuid:clause_id>/", responsibility.clause_offices, name="clause-offices"),
    path("responsibility/<uuid:plan_id>/send/", responsibility.send, name="send"),
    path("responsibility/<uuid:plan_id>/<uuid:office_id>/paper", responsibility.office_paper, name="office-paper"),
    path("extracts/", include(urls(ExtractListing))),
    path("extracts/<uuid:extract_id>/", extracts.extract, name="extract"),
    path("extracts/<uuid:extract_id>/paper", extracts.paper, name="extract-paper"),
    path("extracts/<uuid:extract_id>/receive/", extracts.receive, name="extract-receive"),
    path("extracts/<uuid:extract_id>/object/", extracts.object_to, name="extract-object"),
    path("objections/<uuid:objection_id>/", extracts.objection, name="objection"),
]
