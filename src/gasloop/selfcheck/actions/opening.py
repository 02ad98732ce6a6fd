"""Time opens the checks of a day, a week, a month, and misses what nobody did. Both exactly once, however late."""

from datetime import datetime, timedelta

from gasloop.evidence.actions import append_batch
from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.kernel.refusal import sentence
from gasloop.plan.actions import create_duty
from gasloop.plan.actions.duties import Owed
from gasloop.plan.models import Duty
from gasloop.plan.queries import answerable_office
from gasloop.relay.actions import emit, verb
from gasloop.selfcheck import acts
from gasloop.selfcheck.events import SelfChecksMissed
from gasloop.selfcheck.models import Enrolment, SelfCheck
from gasloop.selfcheck.rhythms import asked_of, last_day, periods

CLAUSE = "三(一)8"
# Days in which somebody asks why: platform default (confidence D), no legal force.
ASK_WITHIN = timedelta(days=3)
ASKED = sentence("漏查后{days}天内（平台默认）")
TITLE = sentence("{site}：自查漏做")


@verb
def open_checks(*, at: datetime, limit: int = 200) -> int:
    """Open what became due since the last time, day by day, also for days on which the machine was off; sites moved."""
    today = clock.legal_day(at)
    waiting = Enrolment.objects.filter(opened_on__lt=today, ended_on__isnull=True, site__closed_on__isnull=True)
    rows = list(waiting.select_for_update(of=("self",), skip_locked=True).select_related("site")[:limit])
    checks = []
    for enrolment in rows:
        since = max(enrolment.opened_on + timedelta(days=1), enrolment.since)
        for rhythm in asked_of(enrolment.site, today):
            for first in periods(rhythm, since, today):
                checks.append(
                    SelfCheck(
                        site=enrolment.site,
                        rhythm=rhythm,
                        first_day=first,
                        due_at=clock.last_of(last_day(rhythm, first)),
                        territory=enrolment.territory,
                        line=enrolment.line,
                        owner_office_id=enrolment.owner_office_id,
                    )
                )
    _open(checks)
    Enrolment.objects.filter(pk__in=[row.pk for row in rows]).update(opened_on=today)
    return len(rows)


def _open(checks: list[SelfCheck]) -> None:
    """Those that are not there yet; nobody else opens them, since the enrolments are locked."""
    sites = {check.site_id for check in checks}
    earliest = min((check.first_day for check in checks), default=None)
    there = set(
        SelfCheck.objects.filter(site__in=sites, first_day__gte=earliest).values_list("site_id", "rhythm", "first_day")
        if checks
        else ()
    )
    fresh = [check for check in checks if (check.site_id, check.rhythm, check.first_day) not in there]
    if fresh:
        SelfCheck.objects.bulk_create(fresh, batch_size=1000)
        append_batch(system(), act=acts.OPENED, records=fresh, territory="")


@verb
def mark_missed(*, at: datetime, limit: int = 500) -> int:
    """What was due and not done is missed; each site's office is asked to look into it, once until it checks again."""
    actor = system()
    late = SelfCheck.objects.filter(state=SelfCheck.State.DUE, due_at__lt=at, voided_at__isnull=True).order_by("due_at")
    rows = list(late.select_for_update(of=("self",), skip_locked=True).select_related("site__enrolment")[:limit])
    if not rows:
        return 0
    SelfCheck.objects.filter(pk__in=[row.pk for row in rows]).update(state=SelfCheck.State.MISSED)
    append_batch(actor, act=acts.MISSED, records=rows, territory="")
    _ask(rows, at)
    emit(SelfChecksMissed(count=len(rows), territory=""))
    return len(rows)


def _ask(rows: list[SelfCheck], at: datetime) -> None:
    """A duty per site that has none open."""
    enrolments = {row.site.enrolment.pk: (row.site, row.site.enrolment) for row in rows}
    asked = set(
        Duty.objects.filter(
            about_kind=Enrolment.SUBJECT_KIND,
            about_id__in=list(enrolments),
            kind=Duty.Kind.SELF_CHECK,
            state=Duty.State.OPEN,
        ).values_list("about_id", flat=True)
    )
    for key, (site, enrolment) in enrolments.items():
        if key in asked:
            continue
        create_duty(
            system(),
            about=enrolment.subject,
            owed=Owed(
                kind=Duty.Kind.SELF_CHECK,
                title=TITLE.format(site=site.name),
                due_at=clock.last_of(clock.legal_day(at) + ASK_WITHIN),
                due_sentence=ASKED.format(days=ASK_WITHIN.days),
                clause_ref=CLAUSE,
            ),
            office=site.owner_office or answerable_office([CLAUSE], site.territory),
            territory=site.territory,
            line=site.line,
        )
