"""At the end of a phase: say what lay behind the hazards and what worked, and decide whether the phase is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gasloop.access.capabilities import Capability
from gasloop.access.scoping import get_scoped
from gasloop.evidence.actions import append
from gasloop.evidence.attachments import require_stored
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan import acts
from gasloop.plan.events import PhaseDecided
from gasloop.plan.models import Phase, PhaseFinding, PhaseGate
from gasloop.plan.permissions import PHASE_DECIDE, PHASE_RECORD
from gasloop.plan.phases import PhaseEnd, phase_ends
from gasloop.relay.actions import emit, verb

LOGGED = 120


@dataclass(frozen=True, slots=True)
class Gate:
    """A decision: `figures` are the counts it was made on, `files` what was laid before whoever decides."""

    passed: bool
    why: str
    figures: JsonObject
    files: Sequence[str] = ()


@verb
def record_phase_finding(
    actor: Actor, *, phase_id: UUID, kind: PhaseFinding.Kind, text: str, files: Sequence[str] = ()
) -> PhaseFinding:
    """A root cause or a lesson of a phase that has begun."""
    phase = _phase(actor, PHASE_RECORD, phase_id)
    _begun(phase)
    if not text.strip():
        raise Refusal("plan.phase.text", sentence("请写明原因或经验。"), field="text")
    require_stored(files)
    found = PhaseFinding.objects.create(
        document=phase.document,
        phase=phase.name,
        kind=kind,
        text=text.strip(),
        files=list(files),
        by_name=actor.name[:80],
        territory=phase.document.territory,
    )
    what = acts.PHASE_CAUSE if kind == PhaseFinding.Kind.CAUSE else acts.PHASE_LESSON
    body = {"phase": phase.name, "text": found.text[:LOGGED]}
    append(actor, act=what, record=found, body=body, attachments=list(files))
    return found


@verb
def decide_gate(actor: Actor, *, phase_id: UUID, gate: Gate) -> PhaseGate:
    """Passed or not, by whom, why. A phase passes once, after the one before, with causes, lessons and proof."""
    phase = _phase(actor, PHASE_DECIDE, phase_id)
    _begun(phase)
    if not gate.why.strip():
        raise Refusal("plan.gate.why", sentence("请写明通过或不通过的理由。"), field="why")
    ends = phase_ends(phase.document)
    own = next(at for at, end in enumerate(ends) if end.phase.pk == phase.pk)
    if ends[own].passed:
        raise Refusal("plan.gate.passed_already", sentence("这个阶段已经通过，不用再决定。"))
    if gate.passed:
        _may_pass(ends, own, gate)
    require_stored(gate.files)
    made = PhaseGate.objects.create(
        document=phase.document,
        phase=phase.name,
        passed=gate.passed,
        why=gate.why.strip(),
        figures=dict(gate.figures),
        files=list(gate.files),
        by_name=actor.name[:80],
        territory=phase.document.territory,
    )
    what = acts.GATE_PASSED if gate.passed else acts.GATE_HELD
    body: JsonObject = {"phase": phase.name, "why": made.why[:LOGGED], "figures": gate.figures}
    append(actor, act=what, record=made, body=body, attachments=list(gate.files))
    emit(
        PhaseDecided(document_id=str(phase.document_id), phase=phase.name, passed=gate.passed, territory=made.territory)
    )
    return made


def _may_pass(ends: Sequence[PhaseEnd], own: int, gate: Gate) -> None:
    before = next((end.phase.name for end in ends[:own] if not end.passed), None)
    if before is not None:
        raise Refusal(
            "plan.gate.order", sentence("“{phase}”还没有通过，请先决定它。"), params={"phase": before}, field="passed"
        )
    if not ends[own].causes or not ends[own].lessons:
        raise Refusal(
            "plan.gate.findings",
            sentence("通过之前，请先记下本阶段的深层次原因和经验做法，各至少一条。"),
            field="passed",
        )
    if not gate.files:
        raise Refusal("plan.gate.proof", sentence("请附上会议记录或验收材料。"), field="proof")


def _phase(actor: Actor, capability: Capability, phase_id: UUID) -> Phase:
    rows = Phase.objects.select_related("document").filter(document__voided_at__isnull=True)
    return get_scoped(actor, rows, capability, phase_id, prefix="document__")


def _begun(phase: Phase) -> None:
    if phase.start is not None and phase.start > clock.today():
        raise Refusal("plan.phase.not_begun", sentence("这个阶段还没有开始。"))
