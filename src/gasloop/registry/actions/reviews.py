"""Are a licence's conditions still met? Demanded with a date, carried out with a finding (方案 二(五)1)."""

from datetime import date
from uuid import UUID

from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.actions.credentials import credential_in_reach, log, tell
from gasloop.registry.facts.checks import choice, past, wanted
from gasloop.registry.kinds import CERTIFICATES, ReviewCause, ReviewResult
from gasloop.registry.models import Credential, Review
from gasloop.registry.states import CredentialState
from gasloop.relay.actions import verb

CLAUSE = "二(五)1"


@verb
def demand_review(actor: Actor, *, credential_id: UUID, cause: str, due_on: date) -> Credential:
    """Somebody has to look by `due_on` whether the conditions are still met: after a penalty, a report, a change.

    Refusal: a personal certificate, one that is not in force or suspended, a day gone by.
    """
    paper = credential_in_reach(actor, credential_id)
    choice(cause, ReviewCause.values, "cause")
    if paper.kind in CERTIFICATES:
        raise Refusal(
            "registry.review.certificate", sentence("许可条件复核针对许可证照，人员证书请核对有效期。"), basis=CLAUSE
        )
    if due_on < clock.today():
        raise Refusal("registry.review.due", sentence("复核期限不能早于今天。"), field="due_on")
    standing = Credential.objects.filter(pk=paper.pk, state__in=(CredentialState.IN_FORCE, CredentialState.SUSPENDED))
    if standing.update(review_due_on=due_on, review_cause=cause) != 1:
        raise Refusal("registry.review.state", sentence("这份证照已经失效，不需要复核许可条件。"))
    paper.refresh_from_db()
    said = {"cause": str(ReviewCause(cause).label), "due": due_on.isoformat()}
    log(actor, acts.REVIEW_DEMANDED, paper, **said)
    tell(paper)
    return paper


@verb
def review_credential(
    actor: Actor, *, credential_id: UUID, result: str, findings: str, cause: str = "", on: date | None = None
) -> Review:
    """What the look at the conditions found on `on` (today). A demanded review is done with it.

    `cause` may stay empty where one was demanded. What follows from 不再符合 (order, revocation) the office takes.
    """
    paper, day = credential_in_reach(actor, credential_id), past(on)
    choice(result, ReviewResult.values, "result")
    choice(cause or paper.review_cause or ReviewCause.ROUTINE, ReviewCause.values, "cause")
    if paper.kind in CERTIFICATES:
        raise Refusal(
            "registry.review.certificate", sentence("许可条件复核针对许可证照，人员证书请核对有效期。"), basis=CLAUSE
        )
    review = Review.objects.create(
        credential=paper,
        on=day,
        cause=cause or paper.review_cause or ReviewCause.ROUTINE,
        result=result,
        findings=wanted(findings, "findings", 2000),
        by=actor.id,
        by_name=actor.name,
    )
    Credential.objects.filter(pk=paper.pk).update(review_due_on=None, review_cause="")
    paper.refresh_from_db()
    said = {"result": str(ReviewResult(result).label), "findings": review.findings, "day": day.isoformat()}
    log(actor, acts.REVIEWED, paper, **said)
    tell(paper)
    return review
