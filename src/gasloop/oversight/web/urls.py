"""Addresses of the bridge."""

from django.urls import include, path

from gasloop.oversight.month.listings import MonthHazards, MonthObjects, MonthReferrals, MonthVisits
from gasloop.oversight.web import evidence, folders, month, phases, plan
from gasloop.oversight.web.listings import CoverageListing
from gasloop.shell.listing import urls

app_name = "oversight"
urlpatterns = [
    path("coverage/", include(urls(CoverageListing))),
    path("folders/", folders.folders, name="folders"),
    path("folders/<uuid:folder_id>/", folders.folder, name="folder"),
    path("folders/<uuid:folder_id>/file", folders.file, name="folder-file"),
    path("month/", month.month, name="month"),
    path("month/xlsx", month.workbook, name="month-xlsx"),
    path("month/text/", month.group_text, name="month-text"),
    path("month/objects/", include(urls(MonthObjects))),
    path("month/visits/", include(urls(MonthVisits))),
    path("month/hazards/", include(urls(MonthHazards))),
    path("month/referrals/", include(urls(MonthReferrals))),
    path("plan/", plan.newest, name="plan"),
    path("plan/<uuid:plan_id>/", plan.document, name="plan-document"),
    path("plan/<uuid:plan_id>/original", plan.original, name="plan-original"),
    path("plan/<uuid:plan_id>/phases/", phases.phases, name="phases"),
    path("plan/<uuid:plan_id>/phases/files/<str:sha256>", phases.file, name="phase-file"),
    path("phases/<uuid:phase_id>/finding/", phases.finding, name="phase-finding"),
    path("phases/<uuid:phase_id>/gate/", phases.gate, name="phase-gate"),
    path("clauses/<str:ref>/", plan.by_number, name="clause"),
    path("plan/<uuid:plan_id>/<str:ref>/evidence/", plan.clause_evidence, name="clause-evidence"),
    path("plan/<uuid:plan_id>/<str:ref>/", plan.clause, name="plan-clause"),
    path("evidence/", evidence.seals, name="evidence"),
    path("evidence/<str:kind>/<uuid:record_id>/", evidence.of_record, name="evidence-of"),
    path("evidence/<str:kind>/<uuid:record_id>/<uuid:entry_id>/", evidence.proof, name="proof"),
    path("evidence/<str:kind>/<uuid:record_id>/<uuid:entry_id>/file", evidence.proof_file, name="proof-file"),
]
