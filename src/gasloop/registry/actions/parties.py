"""Register and correct a party."""

from dataclasses import replace
from datetime import date
from typing import TypedDict
from uuid import UUID

from gasloop.access.scoping import get_scoped, require
from gasloop.evidence.actions import append
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.actions.once import busy, earlier, insert, request_digest
from gasloop.registry.facts import PartyFacts, columns, differences
from gasloop.registry.kinds import PartyKind, line_of_party
from gasloop.registry.models import Party
from gasloop.registry.numbering import next_number
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.registry.states import PartyState
from gasloop.relay.actions import verb

PREFIX = "DW"


class PartyChanges(TypedDict, total=False):
    """What a correction may change."""

    name: str
    kind: str
    territory: str
    uscc: str
    old_number: str
    no_uscc_reason: str
    representative: str
    contact: str
    phone: str
    entered_on: date | None


@verb
def register_party(
    actor: Actor,
    *,
    name: str,
    kind: str,
    territory: str,
    uscc: str = "",
    old_number: str = "",
    no_uscc_reason: str = "",
    representative: str = "",
    contact: str = "",
    phone: str = "",
    entered_on: date | None = None,
    id: UUID | None = None,  # noqa: A002 - the record's id, as the client may make it
) -> Party:
    """A company, institution or person. The same request with the same `id` again gives the record it made.

    Refusal: code missing, wrong or already registered, unknown territory or kind.
    """
    _may(actor, territory, kind)
    facts = PartyFacts(
        name=name,
        kind=kind,
        territory=territory,
        uscc=uscc,
        old_number=old_number,
        no_uscc_reason=no_uscc_reason,
        representative=representative,
        contact=contact,
        phone=phone,
        entered_on=entered_on,
    ).checked()
    digest = request_digest(facts)
    if made := earlier(Party, id, digest):
        return made
    refuse_duplicate(facts.uscc)
    party = Party(
        id=id or new_id(), line=line_of_party(kind), number=next_number(PREFIX), request_digest=digest, **columns(facts)
    )
    if not insert(party):
        refuse_duplicate(facts.uscc)
        if made := earlier(Party, id, digest):
            return made
        raise busy()
    append(actor, act=acts.PARTY_REGISTERED, record=party, body={"name": party.name, "number": party.number})
    return party


@verb
def correct_party(actor: Actor, *, party_id: UUID, why: str, changes: PartyChanges) -> Party:
    """Correct what is registered; `why` is kept. Nothing happens when nothing differs."""
    party = get_scoped(actor, Party.objects.filter(voided_at__isnull=True).select_for_update(), REGISTRY_EDIT, party_id)
    if not why.strip():
        raise Refusal("registry.why.missing", sentence("请写明更正的原因。"), field="why")
    before = PartyFacts.of(party)
    after = replace(before, **changes).checked()
    _may(actor, after.territory, after.kind)
    differs = differences(before, after)
    if not differs:
        return party
    if "uscc" in differs:
        refuse_duplicate(after.uscc)
    for name, value in columns(after).items():
        setattr(party, name, value)
    party.line = line_of_party(after.kind)
    party.save()
    personal = {"phone": [str(each) for each in differs.pop("phone")]} if "phone" in differs else None
    append(
        actor,
        act=acts.PARTY_CORRECTED,
        record=party,
        body={"name": party.name, "number": party.number, "why": why.strip(), "changes": shown(differs)},
        personal=personal,
    )
    return party


def shown(differs: dict[str, tuple[object, object]]) -> dict[str, list[str]]:
    """Differences as an entry keeps them."""
    return {
        name: [str(old if old is not None else ""), str(new if new is not None else "")]
        for name, (old, new) in differs.items()
    }


def refuse_duplicate(uscc: str) -> None:
    """Refusal when the code is registered. It is one register: what lies out of the actor's reach is not described."""
    if uscc and Party.objects.filter(uscc=uscc, voided_at__isnull=True).exists():
        raise Refusal(
            "registry.uscc.taken",
            sentence("统一社会信用代码{uscc}已经登记过。请在单位台账中查找并选用；查不到的，请联系镇内勤。"),
            field="uscc",
            params={"uscc": uscc},
        )


def _may(actor: Actor, territory: str, kind: str) -> None:
    """The line of an unknown kind is nobody's: whoever may not act at all learns nothing about kinds."""
    line = line_of_party(kind) if kind in PartyKind.values else ""
    require(actor, REGISTRY_EDIT, territory=territory, line=line)


def party_in_reach(actor: Actor, party_id: UUID) -> Party:
    """A party that the actor may name as the operator of a site."""
    try:
        party = get_scoped(actor, Party.objects.filter(voided_at__isnull=True), REGISTRY_EDIT, party_id)
    except NotFound:
        raise Refusal(
            "registry.party.unknown", sentence("没有找到这个经营单位，请先登记单位，再登记对象。"), field="party"
        ) from None
    if party.state == PartyState.EXITED:
        raise Refusal(
            "registry.party.exited",
            sentence("{name}已退出市场。如已恢复，请先登记重新进入市场。"),
            field="party",
            params={"name": party.name},
        )
    return party
