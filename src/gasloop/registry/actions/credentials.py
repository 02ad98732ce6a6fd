"""Licences and certificates: registered, corrected, renewed, suspended, revoked, ended."""

from dataclasses import replace
from datetime import date
from typing import TypedDict
from uuid import UUID

from gasloop.access.scope import may
from gasloop.access.scoping import get_scoped
from gasloop.evidence.actions import append
from gasloop.evidence.acts import Act
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.actions.once import busy, earlier, inserted, request_digest
from gasloop.registry.actions.parties import shown
from gasloop.registry.events import CredentialChanged
from gasloop.registry.facts import CredentialFacts, columns, differences
from gasloop.registry.facts.checks import past
from gasloop.registry.facts.checks import reason as because
from gasloop.registry.kinds import CredentialKind
from gasloop.registry.models import Credential, Party, Person, Site
from gasloop.registry.numbering import next_number
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.registry.states import CREDENTIAL_STATES, CredentialState, PartyState, SiteState
from gasloop.relay.actions import emit, verb

PREFIX = "ZZ"


class CredentialChanges(TypedDict, total=False):
    """What a correction may change; a new term is a renewal, not a correction."""

    kind: str
    document_no: str
    issuer: str
    valid_from: date | None
    valid_to: date | None
    allows: str


@verb
def register_credential(
    actor: Actor,
    *,
    kind: str,
    document_no: str,
    issuer: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    allows: str = "",
    party_id: UUID | None = None,
    site_id: UUID | None = None,
    person_id: UUID | None = None,
    id: UUID | None = None,  # noqa: A002 - the record's id, as the client may make it
) -> Credential:
    """A paper held by a party, a site or a person in reach. The same request with the same `id` gives it again.

    Refusal: no or several holders, a certificate for a company, a number that is registered, a holder who left.
    """
    facts = CredentialFacts(
        kind=kind,
        document_no=document_no,
        issuer=issuer,
        valid_from=valid_from,
        valid_to=valid_to,
        allows=allows,
        party_id=party_id,
        site_id=site_id,
        person_id=person_id,
    )
    holder = _holder(actor, facts)
    facts = facts.checked()
    digest = request_digest(facts)
    if made := earlier(Credential, id, digest):
        return made
    _refuse_gone(holder)
    _refuse_known(facts)
    paper = new_credential(holder, facts, digest, id)
    if not inserted(paper, lambda: _refuse_known(facts)):
        return Credential.objects.get(pk=paper.pk)
    log(actor, acts.CREDENTIAL_REGISTERED, paper)
    tell(paper)
    return paper


@verb
def correct_credential(actor: Actor, *, credential_id: UUID, why: str, changes: CredentialChanges) -> Credential:
    """Correct what is registered; `why` is kept. Nothing happens when nothing differs."""
    paper, reason = credential_in_reach(actor, credential_id), because(why)
    before = CredentialFacts.of(paper)
    after = replace(before, **changes).checked()
    differs = differences(before, after)
    if not differs:
        return paper
    if {"kind", "document_no"} & set(differs):
        _refuse_known(after)
    for name, value in columns(after).items():
        setattr(paper, name, value)
    paper.save()
    log(actor, acts.CREDENTIAL_CORRECTED, paper, why=reason, changes=shown(differs))
    tell(paper)
    return paper


@verb
def renew_credential(
    actor: Actor,
    *,
    credential_id: UUID,
    document_no: str,
    valid_from: date,
    valid_to: date | None,
    id: UUID | None = None,  # noqa: A002 - the successor's id, as the client may make it
) -> Credential:
    """A new paper took over from this one; gives the successor. Refusal when this one is not in force."""
    old = credential_in_reach(actor, credential_id)
    facts = replace(
        CredentialFacts.of(old), document_no=document_no, valid_from=valid_from, valid_to=valid_to
    ).checked()
    digest = request_digest(facts, renews=old.pk)
    if made := earlier(Credential, id, digest):
        return made
    if facts.document_no != old.document_no:
        _refuse_known(facts)
    target = CREDENTIAL_STATES.target("renew", CredentialState(old.state))
    # The old paper makes room first: its successor often keeps the number.
    _moved(old, target, ended_on=past(min(valid_from, old.valid_to or valid_from), "valid_from"))
    successor = new_credential(old.holder, facts, digest, id)
    if not inserted(successor, lambda: _refuse_known(facts)):
        raise busy()
    Credential.objects.filter(pk=old.pk).update(replaced_by=successor, review_due_on=None, review_cause="")
    old.refresh_from_db()
    log(actor, acts.CREDENTIAL_RENEWED, old, successor=successor.number)
    log(actor, acts.CREDENTIAL_REGISTERED, successor)
    tell(old)
    tell(successor)
    return successor


@verb
def suspend_credential(actor: Actor, *, credential_id: UUID, why: str, on: date | None = None) -> Credential:
    """Whoever issued it holds it back from `on` (today)."""
    return _change(actor, credential_id, "suspend", acts.CREDENTIAL_SUSPENDED, why, on)


@verb
def resume_credential(actor: Actor, *, credential_id: UUID, why: str, on: date | None = None) -> Credential:
    """It is in force again from `on` (today)."""
    return _change(actor, credential_id, "resume", acts.CREDENTIAL_RESUMED, why, on)


@verb
def revoke_credential(actor: Actor, *, credential_id: UUID, why: str, on: date | None = None) -> Credential:
    """It was revoked on `on` (today), for good."""
    return _change(actor, credential_id, "revoke", acts.CREDENTIAL_REVOKED, why, on)


@verb
def end_credential(actor: Actor, *, credential_id: UUID, why: str, on: date | None = None) -> Credential:
    """It was given back or struck off on `on` (today), for good."""
    return _change(actor, credential_id, "end", acts.CREDENTIAL_ENDED, why, on)


def _change(actor: Actor, key: UUID, move: str, act: Act, why: str, on: date | None) -> Credential:
    paper, day, reason = credential_in_reach(actor, key), past(on), because(why)
    target = CREDENTIAL_STATES.target(move, CredentialState(paper.state))
    gone = target in (CredentialState.REVOKED, CredentialState.ENDED)
    stopped = {"ended_on": None, "ended_why": ""} if move == "resume" else {"ended_on": day, "ended_why": reason}
    _moved(paper, target, **stopped, **({"review_due_on": None, "review_cause": ""} if gone else {}))
    log(actor, act, paper, why=reason, day=day.isoformat())
    tell(paper)
    return paper


def _moved(paper: Credential, target: CredentialState, **written: object) -> None:
    """The guarded change of state."""
    if Credential.objects.filter(pk=paper.pk, state=paper.state).update(state=target, **written) != 1:
        raise busy()
    paper.refresh_from_db()


def credential_in_reach(actor: Actor, key: UUID) -> Credential:
    """A credential the actor may change, locked; NotFound otherwise."""
    rows = Credential.objects.filter(voided_at__isnull=True).select_related("party", "site", "person")
    return get_scoped(actor, rows.select_for_update(of=("self",)), REGISTRY_EDIT, key)


def new_credential(
    holder: Party | Site | Person, facts: CredentialFacts, digest: bytes, key: UUID | None
) -> Credential:
    """The record, lying where its holder lies."""
    return Credential(
        id=key or new_id(),
        number=next_number(PREFIX),
        holder_name=holder.name[:120],
        territory=holder.territory,
        line=holder.line,
        owner_office_id=holder.owner_office_id,
        request_digest=digest,
        **columns(facts),
    )


def _holder(actor: Actor, facts: CredentialFacts) -> Party | Site | Person:
    """Whoever is to hold it, in reach; Refusal at the field when there is nobody (or nobody in reach)."""
    try:
        if facts.party_id is not None:
            return get_scoped(actor, Party.objects.filter(voided_at__isnull=True), REGISTRY_EDIT, facts.party_id)
        if facts.site_id is not None:
            return get_scoped(actor, Site.objects.filter(voided_at__isnull=True), REGISTRY_EDIT, facts.site_id)
        if facts.person_id is not None:
            return get_scoped(actor, Person.objects.filter(voided_at__isnull=True), REGISTRY_EDIT, facts.person_id)
    except NotFound:
        raise Refusal(
            "registry.holder.unknown", sentence("没有找到持证者，请先登记单位、对象或人员。"), field="holder"
        ) from None
    if not may(actor, REGISTRY_EDIT):
        raise NotFound
    raise Refusal("registry.credential.holder", sentence("请选择持证者。"), field="holder")


def _refuse_gone(holder: Party | Site | Person) -> None:
    gone = (
        (isinstance(holder, Party) and holder.state == PartyState.EXITED)
        or (isinstance(holder, Site) and holder.state == SiteState.CLOSED)
        or (isinstance(holder, Person) and holder.left_on is not None)
    )
    if gone:
        raise Refusal(
            "registry.holder.gone",
            sentence("持证者已退出市场、停业或离职，不能再登记证照。如已恢复，请先登记恢复。"),
            field="holder",
        )


def _refuse_known(facts: CredentialFacts) -> None:
    known = Credential.objects.filter(kind=facts.kind, document_no=facts.document_no, voided_at__isnull=True)
    if known.exclude(state=CredentialState.RENEWED).exists():
        raise Refusal(
            "registry.credential.known",
            sentence("证号{document_no}的{kind}已经登记过。请在证照台账中查找；查不到的，请联系镇内勤。"),
            field="document_no",
            params={"document_no": facts.document_no, "kind": str(CredentialKind(facts.kind).label)},
        )


def log(actor: Actor, act: Act, paper: Credential, **body: str | dict[str, list[str]]) -> None:
    """One act on a credential; its sentence needs holder, kind and number."""
    said = {"holder": paper.holder_name, "kind": paper.get_kind_display(), "number": paper.number, **body}
    append(actor, act=act, record=paper, body=said)


def tell(paper: Credential) -> None:
    """Whoever counts down to its end learns that it changed."""
    emit(
        CredentialChanged(
            territory=paper.territory,
            credential_id=str(paper.pk),
            kind=paper.kind,
            state=paper.state,
            valid_to=paper.valid_to.isoformat() if paper.valid_to else "",
        )
    )
