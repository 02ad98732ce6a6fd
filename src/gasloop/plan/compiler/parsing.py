"""From text to `Paper`: the steps in order, each in its own module."""

import re
from collections import Counter
from pathlib import Path

from gasloop.plan.compiler import wording
from gasloop.plan.compiler.deadlines import deadlines_in, standing_in
from gasloop.plan.compiler.document import Block, Clause, OfficeRole, Paper
from gasloop.plan.compiler.drafts import Draft, Outline
from gasloop.plan.compiler.duties import EXPLAINED, ROSTER, states_duty
from gasloop.plan.compiler.front import Front, front_of
from gasloop.plan.compiler.heads import offices_heading
from gasloop.plan.compiler.kinds import why_no_plan
from gasloop.plan.compiler.lines import Line, paragraphs, source_lines
from gasloop.plan.compiler.lint import remarks
from gasloop.plan.compiler.measures import measures_in
from gasloop.plan.compiler.numerals import chinese_stops
from gasloop.plan.compiler.offices import notes_in, offices_in, parse_note
from gasloop.plan.compiler.outline import Builder
from gasloop.plan.compiler.phases import phases_of
from gasloop.plan.compiler.reading import read_text
from gasloop.plan.compiler.register import register_of
from gasloop.plan.compiler.situations import listed_situations, situations_in
from gasloop.plan.compiler.tables import folded
from gasloop.plan.compiler.titles import THOUGHT

_FIRST_LEADS = re.compile(r"(?:排|列)(?:名)?(?:在)?(?:第一|首)位?的?(?:单位|部门)?(?:为|是)(?:总)?牵头|首位为牵头")


def parse_file(path: Path | str) -> Paper:
    """Read a .txt or .docx and compile it; `reading.Unreadable` when it cannot be read."""
    return parse(read_text(Path(path)))


def parse(text: str) -> Paper:
    """Compile a paper's text. Any text gives a Paper; what is no plan says so and why."""
    lines = source_lines(text)
    front = front_of(lines)
    outline = Builder(paragraphs(folded(lines[front.body :]))).build()
    items, duties, ids = _clauses(outline, first_leads=bool(_FIRST_LEADS.search(text)))
    reason = why_no_plan(front, outline, text)
    if reason is None and not (items or duties):
        reason = wording.NO_TASKS
    head = _head_blocks(lines, front)
    day = front.issued.isoformat() if front.issued else None
    if reason is not None:
        return Paper(
            is_plan=False,
            reason=reason,
            title=front.title,
            doc_no=front.doc_no,
            issuer=front.issuer,
            date=day,
            blocks=head + tuple(Block(b.kind, b.marker, b.text, b.line) for b in outline.blocks),
        )
    blocks = tuple(Block(b.kind, b.marker, b.text, b.line, ids.get(id(b.draft))) for b in outline.blocks)
    offices, variants = register_of([*items, *duties], text)
    paper = Paper(
        is_plan=True,
        title=front.title,
        doc_no=front.doc_no,
        issuer=front.issuer,
        date=day,
        sections=tuple(outline.sections),
        phases=phases_of(outline, "\n".join(line.text for line in lines[front.body :]), front.issued, front.title),
        items=tuple(items),
        paragraphs=tuple(duties),
        offices=offices,
        blocks=head + blocks,
    )
    return remarks(paper, outline, variants, text)


def _head_blocks(lines: list[Line], front: Front) -> tuple[Block, ...]:
    """The cover and the title, line by line."""
    return tuple(
        Block("title" if front.title_from <= at else "cover", "", line.text, line.number)
        for at, line in enumerate(lines[: front.body])
    )


def _clauses(outline: Outline, *, first_leads: bool) -> tuple[list[Clause], list[Clause], dict[int, str]]:
    ids: dict[int, str] = {}
    used: Counter[str] = Counter()
    titles = {section.no: section.title for section in outline.sections}
    for draft in outline.items:
        draft.part = titles.get(draft.section or "", "")
    items = [_clause(draft, _free(draft.id, used), ids, first_leads=first_leads) for draft in outline.items]
    known = frozenset(office.name for item in items for office in item.offices if len(office.name) > 2)
    duties: list[Clause] = []
    counts: dict[str, int] = {}
    for draft in outline.paragraphs:
        heading = draft.heading if THOUGHT.search(draft.heading) else titles.get(draft.section or "", "")
        if draft.section is None and (outline.sections or _ADDRESSED.match(draft.text)):
            continue
        if ROSTER.match(chinese_stops(draft.text)) or EXPLAINED.match(chinese_stops(draft.text)):
            continue
        assigned = bool(draft.notes or notes_in(draft.text))
        named = bool(offices_heading(chinese_stops(draft.text), known))
        if not (assigned or named or _listed(draft, chinese_stops(draft.text))) and not states_duty(
            draft.text, heading if not _redeemed(draft) else draft.heading
        ):
            continue
        counts[draft.id] = counts.get(draft.id, 0) + 1
        name = _free(f"{draft.id}¶{counts[draft.id]}", used)
        duties.append(_clause(draft, name, ids, first_leads=first_leads, known=known))
    return items, duties, ids


_ADDRESSED = re.compile(r"^[^。；！]{2,200}[:：]$")


def _redeemed(draft: Draft) -> bool:
    """`一、总体要求` is thought, yet `（三）工作目标` below it is not."""
    return bool(draft.subsection and draft.heading and not THOUGHT.search(draft.heading))


def _free(wanted: str, used: Counter[str]) -> str:
    """Ids are unique even where the paper prints a number twice: the second one is `二1#2`."""
    used[wanted] += 1
    return wanted if used[wanted] == 1 else f"{wanted}#{used[wanted]}"


def _clause(
    draft: Draft, name: str, ids: dict[int, str], *, first_leads: bool, known: frozenset[str] = frozenset()
) -> Clause:
    ids[id(draft)] = draft.id = name
    text = chinese_stops(draft.text)
    return Clause(
        id=name,
        section=draft.section,
        subsection=draft.subsection,
        no=draft.no,
        text=draft.text,
        offices=_offices(draft, first_leads=first_leads, known=known),
        situations=situations_in(text) or _listed(draft, text),
        measures=measures_in(text),
        deadlines=_deadlines(draft),
    )


def _deadlines(draft: Draft) -> tuple[str, ...]:
    """The terms of the text and of the notes below it, once each."""
    found = [*deadlines_in(draft.text)]
    for note in notes_in(draft.text):
        found += standing_in(note)
    for note in draft.notes:
        found += [*deadlines_in(note), *standing_in(note)]
    return tuple(dict.fromkeys(found))


_LISTS_FAULTS = re.compile(
    r"(?:严禁|禁止|不得有)[^，。；]{0,8}(?:行为|情形)[：:]?$|(?:整治|排查|检查|打击|治理|查处|行动|攻坚|整顿)(?:的)?(?:重点|内容|对象)|重点(?:整治|排查|检查|打击|治理|查处|纠治|严查)|(?:问题|隐患)清单|突出问题"
)


_PUNISHES = re.compile(
    r"(?:查处|打击|严查|纠治)[^。；，]{0,12}：$|(?:严禁|禁止|不得有)[^，。；]{0,8}(?:行为|情形)[：:]?$"
)
_NAMES_A_LIST = re.compile(r"^(?:整治|排查|检查|打击|治理|查处|行动)(?:的)?(?:重点|内容)[：。]")


def _listed(draft: Draft, text: str) -> tuple[str, ...]:
    """Below a heading such as 整治重点 the clause is itself the list of situations."""
    if _LISTS_FAULTS.search(draft.heading):
        return listed_situations(text, certain=bool(_PUNISHES.search(chinese_stops(draft.heading))))
    if _LISTS_FAULTS.search(draft.part):
        return listed_situations(text)
    if named := _NAMES_A_LIST.match(text):
        return listed_situations(text[named.end() :])
    return ()


def _offices(draft: Draft, *, first_leads: bool, known: frozenset[str]) -> tuple[OfficeRole, ...]:
    """The paper's own note decides; without one, the offices that the sentences begin with."""
    text = chinese_stops(draft.text)
    noted = offices_in(text)
    for note in draft.notes:
        noted += tuple(office for office in parse_note(note) if office not in noted)
    if first_leads and noted and not any(office.chief for office in noted):
        noted = (OfficeRole(noted[0].name, noted[0].role, True), *noted[1:])
    inherited = tuple(office for note in draft.inherited for office in parse_note(note))
    return noted or offices_heading(text, known) or inherited
