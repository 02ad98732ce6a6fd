"""Import a plan document: the paper as printed, its clauses, the offices it names, the linter's remarks."""

from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from gasloop.access.actions import add_office
from gasloop.access.models import Office, Territory
from gasloop.access.scoping import require
from gasloop.evidence import attachments
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.kernel.territory import parent
from gasloop.plan import acts
from gasloop.plan.compiler import Unreadable, parse
from gasloop.plan.compiler.document import Paper
from gasloop.plan.compiler.reading import read_text
from gasloop.plan.events import PlanImported
from gasloop.plan.models import Clause, ClauseOffice, Phase, PlanDocument, Remark
from gasloop.plan.offices import registered_offices
from gasloop.plan.permissions import PLAN_IMPORT
from gasloop.relay.actions import emit, verb


@verb
def import_plan(actor: Actor, *, content: bytes, filename: str, territory: str = "") -> PlanDocument:
    """Load a paper (.txt, .docx). An office that the register does not know stays a name, and the plan page says
    so; only the operator's own import (command line) registers it as the plan writes it.

    A document with the same number in the same territory is superseded, not overwritten. Refusal when it is no plan.
    """
    territory = territory or only_town()
    require(actor, PLAN_IMPORT, territory=territory, line="")
    text = _read(content, filename)
    paper = parse(text)
    if not paper.is_plan:
        raise Refusal(
            "plan.not_a_plan",
            sentence("这份文件不是整治方案：{reason}。请换成印发的方案正文。"),
            params={"reason": paper.reason or ""},
            field="file",
        )
    original = attachments.store(actor, content=BytesIO(content), filename=filename, media_type=_media_type(filename))
    document = _document(paper, text, original.sha256, territory)
    _supersede(actor, document)
    document.save()
    _phases(document, paper)
    _clauses(actor, document, paper)
    Remark.objects.bulk_create(
        Remark(document=document, position=n, code=r.code, where=r.where, message=r.message)
        for n, r in enumerate(paper.lint)
    )
    append(
        actor,
        act=acts.PLAN_IMPORTED,
        record=document,
        body={"title": document.title, "items": len(paper.items), "doc_no": document.doc_no},
        attachments=[original.sha256],
    )
    emit(PlanImported(document_id=str(document.pk), territory=territory))
    return document


def _read(content: bytes, filename: str) -> str:
    """The paper's text; the compiler reads files, since a .docx is one."""
    with TemporaryDirectory() as place:
        path = Path(place) / Path(filename).name
        path.write_bytes(content)
        try:
            return read_text(path)
        except Unreadable as unreadable:
            raise Refusal("plan.unreadable", sentence("{why}"), params={"why": str(unreadable)}, field="file") from None


def only_town() -> str:
    """The territory a plan governs when nobody says: the only town there is; Refusal when there are several or none."""
    towns = list(Territory.objects.filter(kind=Territory.Kind.TOWN)[:2])
    if len(towns) != 1:
        raise Refusal(
            "plan.territory_unclear",
            sentence("请写明方案适用的辖区（--territory），目前登记的镇街不是恰好一个。"),
            field="territory",
        )
    return towns[0].path


def _document(paper: Paper, text: str, sha256: str, territory: str) -> PlanDocument:
    return PlanDocument(
        title=(paper.title or "")[:200],
        doc_no=paper.doc_no or "",
        issuer=(paper.issuer or "")[:120],
        issued_on=date.fromisoformat(paper.date) if paper.date else None,
        original_sha256=sha256,
        text=text,
        territory=territory,
    )


def _supersede(actor: Actor, document: PlanDocument) -> None:
    """An earlier import of the same paper steps aside; findings point at clause numbers, not at its rows."""
    for earlier in PlanDocument.objects.filter(
        territory=document.territory, doc_no=document.doc_no, voided_at__isnull=True
    ).select_for_update():
        earlier.voided_at, earlier.voided_by, earlier.voided_why = clock.now(), actor.id, "superseded"
        earlier.save(update_fields=["voided_at", "voided_by", "voided_why"])
        append(actor, act=acts.PLAN_SUPERSEDED, record=earlier, body={"title": earlier.title})


def _phases(document: PlanDocument, paper: Paper) -> None:
    Phase.objects.bulk_create(
        Phase(
            document=document,
            position=position,
            name=phase.name,
            start=date.fromisoformat(phase.start) if phase.start else None,
            end=date.fromisoformat(phase.end) if phase.end else None,
        )
        for position, phase in enumerate(paper.phases)
    )


def _clauses(actor: Actor, document: PlanDocument, paper: Paper) -> None:
    ordered = paper.clauses()
    items, headings = {item.id for item in paper.items}, _headings(paper)
    rows = {
        each.id: Clause(
            document=document,
            position=position,
            ref=each.id,
            kind=Clause.Kind.ITEM if each.id in items else Clause.Kind.PARAGRAPH,
            section=headings.get(each.id, ("", ""))[0][:200],
            subsection=headings.get(each.id, ("", ""))[1][:200],
            text=each.text,
            situations=list(each.situations),
            measures=list(each.measures),
            deadlines=list(each.deadlines),
        )
        for position, each in enumerate(ordered)
    }
    Clause.objects.bulk_create(rows.values())
    offices = _offices(actor, document, paper)
    ClauseOffice.objects.bulk_create(
        ClauseOffice(
            clause=rows[each.id],
            position=position,
            named=named.name,
            office=offices.get(named.name),
            role=named.role,
            chief=named.chief,
        )
        for each in ordered
        for position, named in enumerate(each.offices)
    )


def _headings(paper: Paper) -> dict[str, tuple[str, str]]:
    """Under which printed headings (section, subsection) each clause stands."""
    found: dict[str, tuple[str, str]] = {}
    section = subsection = ""
    for block in paper.blocks:
        if block.kind == "section":
            section, subsection = (block.marker + block.text).strip(), ""
        elif block.kind == "subsection":
            subsection = (block.marker + block.text).strip()
        if block.clause:
            found.setdefault(block.clause, (section, subsection))
    return found


def _offices(actor: Actor, document: PlanDocument, paper: Paper) -> dict[str, Office]:
    """Registered office by the name the paper uses. What nobody registered yet is, as the plan writes it."""
    outside = {named.name for each in paper.clauses() for named in each.offices if named.role == "counterpart"}
    named = {named.name for each in paper.clauses() for named in each.offices}
    spellings = {
        name: {office.name, *office.aliases} for office in paper.offices for name in (office.name, *office.aliases)
    }
    known = registered_offices(set().union(named, *spellings.values()), document.territory)
    found: dict[str, Office] = {}
    for name in sorted(named):
        ways = spellings.get(name, {name})
        office = next((known[way] for way in (name, *sorted(ways)) if way in known), None)
        if office is None and actor.kind == "system" and not _collective(name):
            office = _register(actor, document, name=_proper(name, paper), ways=ways, outside=name in outside)
            known |= dict.fromkeys(ways, office)
        if office is not None:
            found[name] = office
    return found


def _proper(name: str, paper: Paper) -> str:
    return next((office.name for office in paper.offices if name in (office.name, *office.aliases)), name)


def _collective(name: str) -> bool:
    """`各科室` and the like name everybody of a kind; no single office stands behind them."""
    return name.startswith(("各", "区直各", "镇直各", "有关", "相关"))


def _register(actor: Actor, document: PlanDocument, *, name: str, ways: set[str], outside: bool) -> Office:
    territory = parent(document.territory) if outside else document.territory
    return add_office(
        actor,
        name=name,
        aliases=sorted(ways - {name}),
        level=Office.Level.DISTRICT if outside else Office.Level.TOWN,
        territory=territory,
    )


def _media_type(filename: str) -> str:
    if filename.lower().endswith(".docx"):
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return "text/plain"
