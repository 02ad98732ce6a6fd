"""Which of a town's plans the clause numbers mean, and which is no longer followed: said by a person, with a reason."""

from datetime import date
from uuid import UUID

from gasloop.access.scoping import get_scoped
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan import acts
from gasloop.plan.actions.duties import drop_duties
from gasloop.plan.actions.tasks import close_task
from gasloop.plan.events import PlanStanding
from gasloop.plan.models import PlanDocument, Task
from gasloop.plan.permissions import PLAN_IMPORT
from gasloop.relay.actions import emit, verb


@verb
def lead_plan(actor: Actor, *, document_id: UUID, why: str) -> PlanDocument:
    """From now on rules, findings and duties there mean this plan's clauses; the one before stands beside."""
    document, why = _plan(actor, document_id), _reason(why)
    if document.leading:
        raise Refusal("plan.leads_already", sentence("条款编号已经以这份方案为准。"), field="why")
    if document.ended_on is not None:
        raise Refusal("plan.ended", sentence("这份方案已停止执行，不能作为条款编号的依据。"), field="why")
    PlanDocument.objects.filter(territory=document.territory, leading=True).update(leading=False)
    document.leading = True
    document.save(update_fields=["leading"])
    append(actor, act=acts.PLAN_LEADS, record=document, body={"title": document.title, "why": why})
    emit(PlanStanding(document_id=str(document.pk), standing=str(document.standing), territory=document.territory))
    return document


@verb
def end_plan(actor: Actor, *, document_id: UUID, why: str, day: date | None = None) -> PlanDocument:
    """The plan is no longer followed from `day` (today) on. It stays readable. Refusal while its clauses count.

    What was owed by it alone ends with it: its general duties, and extracts that nobody has answered.
    """
    document, why, day = _plan(actor, document_id), _reason(why), day or clock.today()
    if document.ended_on is not None:
        raise Refusal("plan.ended", sentence("这份方案已经登记停止执行。"), field="why")
    if document.leading:
        raise Refusal(
            "plan.leading_cannot_end",
            sentence("规则、隐患和事项都按这份方案的条款编号。请先确定另一份方案为准，再登记它停止执行。"),
            field="why",
        )
    document.ended_on, document.ended_why = day, why
    document.save(update_fields=["ended_on", "ended_why"])
    body = {"title": document.title, "why": why, "day": day.isoformat()}
    append(actor, act=acts.PLAN_ENDED, record=document, body=body)
    for task in document.tasks.select_for_update().filter(state=Task.State.OPEN, voided_at__isnull=True):
        close_task(actor, task, why)
    for extract in document.extracts.filter(voided_at__isnull=True):
        drop_duties(actor, about=extract.subject)
    emit(PlanStanding(document_id=str(document.pk), standing=str(document.standing), territory=document.territory))
    return document


def _plan(actor: Actor, document_id: UUID) -> PlanDocument:
    rows = PlanDocument.objects.select_for_update(of=("self",)).filter(voided_at__isnull=True)
    return get_scoped(actor, rows, PLAN_IMPORT, document_id)


def _reason(why: str) -> str:
    if not why.strip():
        raise Refusal("plan.standing.why", sentence("请写明依据，例如会议或文号。"), field="why")
    return why.strip()
