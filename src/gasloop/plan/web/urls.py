"""Addresses of the plan room. The plan page itself, with its figures, is the bridge's (`oversight`)."""

from django.urls import include, path

from gasloop.plan.web import (
    absences,
    clocks,
    comparing,
    drafts,
    extracts,
    hand_overs,
    responsibility,
    standing,
    statements,
    tasks,
)
from gasloop.plan.web.hand_over_listing import DutyListing, HandOverListing
from gasloop.plan.web.listings import ExtractListing, ResponsibilityListing
from gasloop.plan.web.task_listing import TaskListing
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
    path("tasks/", include(urls(TaskListing))),
    path("tasks/take-up/", tasks.take_up_here, name="take-up-here"),
    path("tasks/take-up/<uuid:plan_id>/", tasks.take_up, name="take-up"),
    path("tasks/statements/", statements.statements, name="statements"),
    path("tasks/statements/<uuid:office_id>/<int:year>/paper", statements.paper, name="statement-paper"),
    path("tasks/rounds/<uuid:round_id>/", tasks.turn, name="round"),
    path("tasks/rounds/<uuid:round_id>/finish/", tasks.finish, name="round-finish"),
    path("tasks/<uuid:task_id>/", tasks.task, name="task"),
    path("tasks/<uuid:task_id>/note/", tasks.note, name="task-note"),
    path("tasks/<uuid:task_id>/term/", tasks.term, name="task-term"),
    path("tasks/<uuid:task_id>/assign/", tasks.assign, name="task-assign"),
    path("tasks/<uuid:task_id>/end/", tasks.end, name="task-end"),
    path("tasks/<uuid:task_id>/files/<str:sha256>", tasks.file, name="task-file"),
    path("extracts/", include(urls(ExtractListing))),
    path("extracts/<uuid:extract_id>/", extracts.extract, name="extract"),
    path("extracts/<uuid:extract_id>/paper", extracts.paper, name="extract-paper"),
    path("extracts/<uuid:extract_id>/receive/", extracts.receive, name="extract-receive"),
    path("extracts/<uuid:extract_id>/object/", extracts.object_to, name="extract-object"),
    path("duties/", include(urls(DutyListing))),
    path("duties/<uuid:duty_id>/", hand_overs.duty, name="duty"),
    path("duties/<uuid:duty_id>/clock/", clocks.clock, name="duty-clock"),
    path("duties/<uuid:duty_id>/resume/", clocks.resume, name="duty-resume"),
    path("reminders/seen/", clocks.seen, name="reminders-seen"),
    path("absences/", absences.absences, name="absences"),
    path("absences/<uuid:absence_id>/end/", absences.end, name="absence-end"),
    path("hand-overs/", include(urls(HandOverListing))),
    path("hand-overs/new/", hand_overs.new, name="hand-over-new"),
    path("hand-overs/<uuid:hand_over_id>/", hand_overs.hand_over, name="hand-over"),
    path("hand-overs/<uuid:hand_over_id>/sign/", hand_overs.sign, name="hand-over-sign"),
    path("hand-overs/<uuid:hand_over_id>/withdraw/", hand_overs.withdraw, name="hand-over-withdraw"),
    path("hand-overs/<uuid:hand_over_id>/files/<str:sha256>", hand_overs.file, name="hand-over-file"),
    path("objections/<uuid:objection_id>/", extracts.objection, name="objection"),
]
