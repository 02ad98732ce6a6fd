"""From what a person types to the record meant: a number, a credit code, a whole name. In the actor's reach only."""

from typing import TypedDict, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from gasloop.access.scoping import scoped
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.models import Building, Party, Person, Site
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.registry.uscc import tidy

R = TypeVar("R", Party, Site, Person, Building)


class Holder(TypedDict, total=False):
    """One of the three, as `register_credential` takes it."""

    party_id: UUID
    site_id: UUID
    person_id: UUID


class Target(TypedDict, total=False):
    """One of the two, as `ServiceFacts` takes it."""

    site_id: UUID
    building_id: UUID


def party_meant(actor: Actor, text: str, field: str = "party") -> Party:
    """A party by number, code or whole name; Refusal when there is none, or several of that name."""
    code, name = tidy(text), " ".join(text.split())
    rows = Party.objects.filter(Q(number=code_of(code)) | Q(uscc=code) & ~Q(uscc="") | Q(name=name))
    return _one(actor, rows, text, field)


def holder_meant(actor: Actor, text: str) -> Holder:
    """Who holds a paper: RY… is a person, D… a site, anything else a party."""
    code = tidy(text)
    if code.startswith("RY"):
        return {"person_id": _one(actor, Person.objects.filter(number=code_of(code)), text, "holder").pk}
    if code.startswith("D") and not code.startswith("DW"):
        return {"site_id": _one(actor, Site.objects.filter(number=code_of(code)), text, "holder").pk}
    return {"party_id": party_meant(actor, text, "holder").pk}


def target_meant(actor: Actor, text: str) -> Target:
    """Whom a service is for: LD… is a building, D… a site."""
    code = tidy(text)
    if code.startswith("LD"):
        return {"building_id": _one(actor, Building.objects.filter(number=code_of(code)), text, "target").pk}
    return {"site_id": _one(actor, Site.objects.filter(number=code_of(code)), text, "target").pk}


def code_of(typed: str) -> str:
    """`D202600012` as numbers are written: `D2026-00012` (`tidy` drops hyphens)."""
    letters = typed.rstrip("0123456789")
    digits = typed[len(letters) :]
    return f"{letters}{digits[:4]}-{digits[4:]}" if len(digits) > 4 else typed


def _one(actor: Actor, rows: "QuerySet[R]", text: str, field: str) -> R:
    found = list(scoped(actor, rows.filter(voided_at__isnull=True), REGISTRY_VIEW)[:2])
    if len(found) == 1:
        return found[0]
    many = sentence("有几个都叫“{text}”，请填编号。")
    none = sentence("没有找到“{text}”，请核对编号，或先登记。")
    raise Refusal("registry.lookup", many if found else none, field=field, params={"text": text.strip()[:60]})
