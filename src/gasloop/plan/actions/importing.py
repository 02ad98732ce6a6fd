"""Put a plan document in force: one way for the command line and for a confirmed draft of the page."""

from dataclasses import dataclass
from datetime import date

from gasloop.access.actions import add_office
from gasloop.access.models import Office
from gasloop.access.scoping import require
from gasloop.evidence import attachments
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.kernel.territory import parent
from gasloop.plan import acts
from gasloop.plan.actions.reading import media_type, only_town, read_plan
from gasloop.plan.actions.rounds import carry_tasks
from gasloop.plan.actions.rows import write_clauses, write_phases, write_remarks
from gasloop.plan.compiler.document import Paper
from gasloop.plan.corrections import NEW, Corrections, corrected
from gasloop.plan.events import PlanImported
from gasloop.plan.models import PlanDocument
from gasloop.plan.names import NameKind, kind_of_name
from gasloop.plan.offices import matched_offices, spellings
from gasloop.plan.permissions import PLAN_IMPORT
from gasloop.plan.queries import imports_of
from gasloop.relay.actions import emit, verb


@dataclass(frozen=True, slots=True)
class Handed:
    """What is put in force: the compiler's reading, people's corrections, the stored original, where it governs."""

    paper: Paper
    text: str
    sha256: str
    territory: str
    corrections: Corrections


@verb
def import_plan(actor: Actor, *, content: bytes, filename: str, territory: str = "") -> PlanDocument:
    """Load a paper (.txt, .docx) as the compiler reads it, without a person's corrections (the command line).

    Refusal when it is no plan. See `put_in_force` for the rest.
    """
    territory = territory or only_town()
    require(actor, PLAN_IMPORT, territory=territory, line="")
    reading = read_plan(content, filename)
    original = attachments.store(actor, content=content, filename=filename, media_type=media_type(filename, content))
    return put_in_force(actor, Handed(reading.paper, reading.text, original.sha256, territory, Corrections()))


def put_in_force(actor: Actor, handed: Handed) -> PlanDocument:
    """The rows, the entry, the event. Inside a verb that has asked for the capability already.

    An office that the register does not know stays a name, and the responsibility list says so; only the operator's own
    import, or a person who may manage offices and asked for it, registers one. An earlier import of the same paper
    (same number, or same title where there is none) in the same territory is superseded, not overwritten.
    """
    paper = corrected(handed.paper, handed.corrections)
    if not paper.clauses():
        raise Refusal("plan.no_clauses", sentence("所有条款都被取消了，没有可以执行的内容。请至少保留一条。"))
    document = PlanDocument(
        title=(paper.title or "")[:200],
        doc_no=(paper.doc_no or "")[:60],
        issuer=(paper.issuer or "")[:120],
        issued_on=date.fromisoformat(paper.date) if paper.date else None,
        original_sha256=handed.sha256,
        text=handed.text,
        territory=handed.territory,
        corrections=handed.corrections.to_json(),
    )
    superseded = list(imports_of(document.territory, document.doc_no, document.title).values_list("pk", flat=True))
    document.leading = _supersede(actor, document) or not _led(document.territory)
    document.save()
    write_phases(document, paper)
    write_clauses(document, paper, _offices(actor, document, paper, handed.corrections))
    write_remarks(document, paper)
    carry_tasks(actor, superseded, document)
    body: JsonObject = {"title": document.title, "items": len(paper.items), "doc_no": document.doc_no}
    if handed.corrections:
        body = {**body, "corrections": handed.corrections.to_json()}
    append(actor, act=acts.PLAN_IMPORTED, record=document, body=body, attachments=[handed.sha256])
    emit(PlanImported(document_id=str(document.pk), territory=document.territory))
    return document


def _supersede(actor: Actor, document: PlanDocument) -> bool:
    """An earlier import of this paper steps aside; findings point at clause numbers, not at its rows. Had it led?"""
    led = False
    for earlier in imports_of(document.territory, document.doc_no, document.title).select_for_update():
        led = led or earlier.leading
        earlier.voided_at, earlier.voided_by, earlier.voided_why = clock.now(), actor.id, "superseded"
        earlier.save(update_fields=["voided_at", "voided_by", "voided_why"])
        append(actor, act=acts.PLAN_SUPERSEDED, record=earlier, body={"title": earlier.title})
    return led


def _led(territory: str) -> bool:
    """Has the territory a leading plan already? Another paper stands beside it until somebody says otherwise."""
    return PlanDocument.objects.filter(territory=territory, leading=True, voided_at__isnull=True).exists()


def _offices(actor: Actor, document: PlanDocument, paper: Paper, corrections: Corrections) -> dict[str, Office]:
    """Registered office by the name the paper uses, newly registered where that was asked for."""
    found = matched_offices(paper, document.territory, corrections.matches)
    outside = {named.name for each in paper.clauses() for named in each.offices if named.role == "counterpart"}
    spelt = spellings(paper)
    for name in sorted({named.name for each in paper.clauses() for named in each.offices} - found.keys()):
        asked = corrections.matches.get(name)
        automatic = actor.kind == "system" and asked is None and kind_of_name(name) == NameKind.OFFICE
        if name in found or not (asked == NEW or automatic):
            continue
        ways = spelt.get(name, {name})
        office = _register(actor, document, name=_proper(name, paper), ways=ways, outside=name in outside)
        found |= {way: office for way in ways if corrections.matches.get(way) in (None, NEW)}
    return found


def _proper(name: str, paper: Paper) -> str:
    return next((office.name for office in paper.offices if name in (office.name, *office.aliases)), name)


def _register(actor: Actor, document: PlanDocument, *, name: str, ways: set[str], outside: bool) -> Office:
    territory = parent(document.territory) if outside else document.territory
    return add_office(
        actor,
        name=name,
        aliases=sorted(ways - {name}),
        level=Office.Level.DISTRICT if outside else Office.Level.TOWN,
        territory=territory,
    )
