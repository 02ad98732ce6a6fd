"""A closed object checks nothing itself; when it opens again, so do its self-checks."""

from datetime import date, timedelta
from uuid import UUID

from gasloop.evidence.actions import append, append_batch
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import sentence
from gasloop.plan.actions import drop_duties
from gasloop.relay.actions import verb
from gasloop.selfcheck import acts
from gasloop.selfcheck.models import Enrolment, SelfCheck

CLOSED = sentence("对象自{day}起停业")


@verb
def end_enrolment(actor: Actor, *, site_id: UUID, on: date) -> Enrolment | None:
    """The site closed on `on`: checks whose time was not over by then are owed no more, missed or not, and nobody is
    asked why. None when it checks nothing itself, or was ended already.
    """
    moved = Enrolment.objects.filter(site_id=site_id, ended_on__isnull=True).update(ended_on=on)
    if not moved:
        return None
    enrolment = Enrolment.objects.select_related("site").get(site_id=site_id)
    append(actor, act=acts.ENDED, record=enrolment, body=_said(enrolment, on))
    owed = SelfCheck.objects.filter(site_id=site_id, due_at__gte=clock.start_of(on), voided_at__isnull=True)
    lapsed = list(owed.exclude(state=SelfCheck.State.DONE).select_for_update())
    if lapsed:
        SelfCheck.objects.filter(pk__in=[check.pk for check in lapsed]).update(
            voided_at=clock.now(), voided_by=actor.id, voided_why=CLOSED.format(day=on.isoformat())
        )
        append_batch(actor, act=acts.LAPSED, records=lapsed, territory=enrolment.territory)
    drop_duties(actor, about=enrolment.subject)
    return enrolment


@verb
def resume_enrolment(actor: Actor, *, site_id: UUID, on: date) -> Enrolment | None:
    """The site is in business again from `on`. Owed from today (a day nobody was asked about is not missed), with the
    week and the month that run. None when its self-checks had not been ended.
    """
    today = clock.today()
    moved = Enrolment.objects.filter(site_id=site_id, ended_on__isnull=False).update(
        ended_on=None, since=today, opened_on=today - timedelta(days=1)
    )
    if not moved:
        return None
    enrolment = Enrolment.objects.select_related("site").get(site_id=site_id)
    append(actor, act=acts.RESUMED, record=enrolment, body=_said(enrolment, on))
    lapsed = SelfCheck.objects.filter(site_id=site_id, voided_at__isnull=False, due_at__gte=clock.now())
    again = list(lapsed.filter(state=SelfCheck.State.DUE).select_for_update())
    if again:
        SelfCheck.objects.filter(pk__in=[check.pk for check in again]).update(
            voided_at=None, voided_by=None, voided_why=""
        )
        append_batch(actor, act=acts.OWED_AGAIN, records=again, territory=enrolment.territory)
    return enrolment


def _said(enrolment: Enrolment, on: date) -> dict[str, str]:
    return {"site": enrolment.site.name, "day": on.isoformat()}
