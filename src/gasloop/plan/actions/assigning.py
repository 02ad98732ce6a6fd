"""Correct the offices of a clause that is in force already: with a reason, and with what stood there before."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from gasloop.access.models import Office
from gasloop.access.scoping import get_scoped
from gasloop.evidence.actions import append
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan import acts
from gasloop.plan.actions.drafting import check_names
from gasloop.plan.compiler.document import OfficeRole
from gasloop.plan.corrections import OPEN, read_corrections, role_of
from gasloop.plan.models import Clause, ClauseOffice, PlanDocument
from gasloop.plan.offices import related_offices
from gasloop.plan.permissions import PLAN_IMPORT
from gasloop.relay.actions import verb


@dataclass(frozen=True, slots=True)
class Assigned:
    """An office's part in a clause: `named` as the list shall call it, `office` registered (None: a name only)."""

    named: str
    role: ClauseOffice.Role
    chief: bool = False
    office: Office | None = None


@verb
def assign_clause(actor: Actor, *, clause_id: UUID, offices: Sequence[Assigned], why: str) -> Clause:
    """Set who answers for a clause. What the paper prints stays in its text; the correction is kept with the document
    and carried over when the paper is imported again. Refusal without a reason or when nothing would change."""
    clause = get_scoped(
        actor,
        Clause.objects.select_related("document").filter(document__voided_at__isnull=True),
        PLAN_IMPORT,
        clause_id,
        prefix="document__",
    )
    if not why.strip():
        raise Refusal("plan.assign.why", sentence("请写明更正的依据或理由。"), field="why")
    wanted = tuple(OfficeRole(each.named.strip(), role_of(each.role), each.chief) for each in offices)
    check_names(wanted)
    _check_registered(clause.document, offices)
    document = PlanDocument.objects.select_for_update().get(pk=clause.document_id)
    before = [_plain(each) for each in clause.offices.select_related("office")]
    clause.offices.all().delete()  # rows of a reading, not records: what stood here is in the entry below
    rows = [
        ClauseOffice(
            clause=clause,
            position=at,
            named=each.named.strip(),
            office=each.office,
            role=each.role,
            chief=each.chief,
        )
        for at, each in enumerate(offices)
    ]
    after = [_plain(row) for row in rows]
    if before == after:
        raise Refusal("plan.assign.same", sentence("责任单位没有变化。"), field="why")
    ClauseOffice.objects.bulk_create(rows)
    _remember(document, clause.ref, wanted, offices)
    append(
        actor,
        act=acts.CLAUSE_ASSIGNED,
        record=document,
        body={"ref": clause.ref, "why": why.strip(), "before": before, "after": after},
    )
    return clause


def _plain(each: ClauseOffice) -> dict[str, str | bool]:
    return {
        "named": each.named,
        "role": str(each.role),
        "chief": each.chief,
        "office": each.office.name if each.office else "",
    }


def _check_registered(document: PlanDocument, offices: Sequence[Assigned]) -> None:
    wanted = {each.office.pk for each in offices if each.office}
    known = related_offices(document.territory).filter(pk__in=wanted, valid_to__isnull=True).count()
    if known != len(wanted):
        raise Refusal("plan.office.unknown_here", sentence("所选单位已停用或不在本辖区，请重新选择。"), field="name")


def _remember(document: PlanDocument, ref: str, wanted: tuple[OfficeRole, ...], offices: Sequence[Assigned]) -> None:
    known = read_corrections(document.corrections)
    matches = {each.named.strip(): str(each.office.pk) if each.office else OPEN for each in offices}
    added = {name: match for name, match in matches.items() if match != OPEN}
    document.corrections = msgspec.structs.replace(
        known, offices={**known.offices, ref: wanted}, matches={**known.matches, **added}
    ).to_json()
    document.save(update_fields=["corrections"])
