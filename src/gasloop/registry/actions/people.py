"""Register, correct and see off people of the trade."""

from dataclasses import replace
from datetime import date
from typing import TypedDict
from uuid import UUID

from gasloop.access.scoping import get_scoped, require
from gasloop.evidence.actions import append
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry import acts
from gasloop.registry.actions.once import earlier, inserted, request_digest
from gasloop.registry.actions.parties import party_in_reach, shown
from gasloop.registry.facts import PersonFacts, columns, differences
from gasloop.registry.facts.checks import past
from gasloop.registry.facts.checks import reason as because
from gasloop.registry.models import Person
from gasloop.registry.numbering import next_number
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.relay.actions import verb

PREFIX = "RY"
PERSONAL = ("id_number", "phone")


class PersonChanges(TypedDict, total=False):
    """What a correction may change."""

    name: str
    territory: str
    id_number: str
    phone: str
    party_id: UUID | None
    job: str


@verb
def register_person(
    actor: Actor,
    *,
    name: str,
    territory: str,
    id_number: str = "",
    phone: str = "",
    party_id: UUID | None = None,
    job: str = "",
    id: UUID | None = None,  # noqa: A002 - the record's id, as the client may make it
) -> Person:
    """Somebody who works in the trade. The same request with the same `id` again gives the record it made.

    Refusal: no name, a wrong or known identity number, an unknown party or division.
    """
    party = party_in_reach(actor, party_id) if party_id else None
    require(actor, REGISTRY_EDIT, territory=territory, line=party.line if party else "")
    facts = PersonFacts(
        name=name, territory=territory, id_number=id_number, phone=phone, party_id=party_id, job=job
    ).checked()
    digest = request_digest(facts)
    if made := earlier(Person, id, digest):
        return made
    _refuse_known(facts.id_number)
    person = Person(
        id=id or new_id(),
        line=party.line if party else "",
        number=next_number(PREFIX),
        request_digest=digest,
        **columns(facts),
    )
    if not inserted(person, lambda: _refuse_known(facts.id_number)):
        return Person.objects.get(pk=person.pk)
    append(actor, act=acts.PERSON_REGISTERED, record=person, body={"name": person.name, "number": person.number})
    return person


@verb
def correct_person(actor: Actor, *, person_id: UUID, why: str, changes: PersonChanges) -> Person:
    """Correct what is registered; `why` is kept. Nothing happens when nothing differs."""
    person = person_in_reach(actor, person_id)
    before, reason = PersonFacts.of(person), because(why)
    after = replace(before, **changes).checked()
    differs = differences(before, after)
    if not differs:
        return person
    line = person.line
    if "party_id" in differs:
        line = party_in_reach(actor, after.party_id).line if after.party_id else ""
    require(actor, REGISTRY_EDIT, territory=after.territory, line=line)
    if "id_number" in differs:
        _refuse_known(after.id_number)
    for name, value in columns(after).items():
        setattr(person, name, value)
    person.line = line
    person.save()
    personal = {name: [str(each) for each in differs.pop(name)] for name in PERSONAL if name in differs}
    append(
        actor,
        act=acts.PERSON_CORRECTED,
        record=person,
        body={"name": person.name, "number": person.number, "why": reason, "changes": shown(differs)},
        personal=personal or None,
    )
    return person


@verb
def person_left(actor: Actor, *, person_id: UUID, why: str, on: date | None = None) -> Person:
    """The person's last day in the trade was `on` (today). Certificates stay theirs. Refusal when noted already."""
    person, day, reason = person_in_reach(actor, person_id), past(on), because(why)
    if Person.objects.filter(pk=person.pk, left_on__isnull=True).update(left_on=day) != 1:
        raise Refusal("registry.person.left", sentence("已经登记过离职，请刷新后再看。"))
    person.refresh_from_db()
    body = {"name": person.name, "number": person.number, "day": day.isoformat(), "why": reason}
    append(actor, act=acts.PERSON_LEFT, record=person, body=body)
    return person


def person_in_reach(actor: Actor, person_id: UUID) -> Person:
    """A person the actor may change, locked; NotFound otherwise."""
    rows = Person.objects.filter(voided_at__isnull=True).select_for_update(of=("self",))
    return get_scoped(actor, rows, REGISTRY_EDIT, person_id)


def _refuse_known(id_number: str) -> None:
    if id_number and Person.objects.filter(id_index=id_number, voided_at__isnull=True).exists():
        raise Refusal(
            "registry.person.known",
            sentence("这个身份证号已经登记过。请在人员台账中查找；查不到的，请联系镇内勤。"),
            field="id_number",
        )
