"""What the outline is built of: clauses and blocks being gathered, headings, and which number heads what."""

from dataclasses import dataclass, field

import msgspec

from gasloop.plan.compiler.document import BlockKind, Section
from gasloop.plan.compiler.front import is_tail
from gasloop.plan.compiler.heads import offices_heading
from gasloop.plan.compiler.lines import Para
from gasloop.plan.compiler.numbering import RANK, Kind
from gasloop.plan.compiler.offices import notes_in
from gasloop.plan.compiler.titles import is_item_title, unnumbered_headings


@dataclass
class Draft:
    """A clause being gathered: where it stands, its text, the notes that belong to it.

    `titled` while only its title has been read; `absorbs` when all unnumbered text below is its own; `run` names the
    row of numbers it counts on in; `inherited` notes stand in its section's heading; `part` is the title of its part;
    `by_office` while each line below its title is opened by another office (`住建局：…`, `消防大队：…`).
    """

    section: str | None
    subsection: str | None
    no: str | None
    text: str
    heading: str
    notes: list[str] = field(default_factory=list)
    titled: bool = False
    id: str = ""
    own_number: int = 0
    run: str = ""
    inherited: list[str] = field(default_factory=list)
    absorbs: bool = False
    line: int = 0
    part: str = ""
    by_office: bool = False


@dataclass
class DraftBlock:
    """A block whose clause may still get its id."""

    kind: BlockKind
    marker: str
    text: str
    line: int
    draft: Draft | None = None


class Heading(msgspec.Struct, frozen=True):
    """A title with where it stands: phases are looked for among these. `body` is what runs on behind the title."""

    kind: Kind | None
    number: int
    title: str
    above: str
    body: str
    section: str | None
    subsection: str | None


@dataclass
class Outline:
    """What the builder has found."""

    sections: list[Section] = field(default_factory=list)
    items: list[Draft] = field(default_factory=list)
    paragraphs: list[Draft] = field(default_factory=list)
    blocks: list[DraftBlock] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    numbered: list[Draft] = field(default_factory=list)


def with_article_parts(paras: list[Para]) -> list[Para]:
    """The same, where `第三条　实施步骤` is but a title over （一） or 1.: such articles head parts, as 一、 does."""
    articles = [at for at, para in enumerate(paras) if para.mark and para.mark.kind == "article"]
    others = any(para.mark and para.mark.kind in ("chapter", "section") for para in paras)
    titles = sum(is_item_title(paras[at].text) for at in articles)
    below = sum(_numbered_below(paras, at) for at in articles)
    if others or len(articles) < 3 or titles * 4 < len(articles) * 3 or below * 2 < len(articles):
        return paras
    return [_as_section(para) for para in paras]


def _numbered_below(paras: list[Para], at: int) -> bool:
    following = paras[at + 1].mark if at + 1 < len(paras) else None
    return following is not None and following.kind in ("bracket", "item", "subitem")


def _as_section(para: Para) -> Para:
    if para.mark is None or para.mark.kind != "article":
        return para
    return msgspec.structs.replace(para, mark=msgspec.structs.replace(para.mark, kind="section"))


class Plan(msgspec.Struct, frozen=True):
    """Which kinds of number head parts, and which number the items, in this paper."""

    levels: tuple[Kind, ...]
    item: Kind | None
    headings: frozenset[int]


def before_tail(paras: list[Para]) -> list[Para]:
    """The paragraphs up to the list of attachments: what is numbered below it says nothing about the body."""
    body_seen = False
    for at, para in enumerate(paras):
        if not para.mark and body_seen and is_tail(para.text):
            return paras[:at]
        body_seen = body_seen or para.mark is not None
    return paras


_ITEM_KINDS: tuple[Kind, ...] = ("item", "subitem")
_PART_KINDS: tuple[Kind, ...] = ("chapter", "section", "bracket", "task")


def plan_of(paras: list[Para]) -> Plan:
    """Look at all numbers of the paper once and decide what each kind stands for."""
    count: dict[Kind, int] = {}
    for para in before_tail(paras):
        if para.mark:
            count[para.mark.kind] = count.get(para.mark.kind, 0) + 1
    if count.get("article", 0) >= 3:
        item: Kind | None = "article"
    else:
        item = next((kind for kind in _ITEM_KINDS if kind in count), None) or _circled_tasks(paras)
    rank = RANK[item] if item else RANK["subitem"]
    levels: tuple[Kind, ...] = tuple(k for k in _PART_KINDS if k in count and RANK[k] < rank)
    if item == "article":
        levels = tuple(k for k in levels if k == "chapter" or (k == "section" and "chapter" not in count))
    headings: frozenset[int] = frozenset()
    if "chapter" not in count and "section" not in count:
        headings = frozenset(unnumbered_headings(paras))
    if item == "item" and not levels and count.get("decimal", 0) >= 2:
        return Plan(("item",), "decimal", frozenset())
    if item == "item" and not levels and not headings and _items_are_parts(paras):
        return Plan(("item",), "subitem", frozenset())
    return Plan(levels, item, headings)


def _circled_tasks(paras: list[Para]) -> Kind | None:
    """Where ① are the only numbers below （一）, they number tasks if most of them say whose they are."""
    circled = [para.text for para in before_tail(paras) if para.mark and para.mark.kind == "circle"]
    owned = sum(bool(notes_in(text) or offices_heading(text)) for text in circled)
    return "circle" if len(circled) > 1 and owned * 2 > len(circled) else None


def _items_are_parts(paras: list[Para]) -> bool:
    """In a paper of `1.` and `(1)` alone the arabic numbers head parts when they are titles."""
    arabic = [para for para in paras if para.mark and para.mark.kind == "item"]
    below = sum(1 for para in paras if para.mark and para.mark.kind == "subitem")
    return below >= 2 and sum(is_item_title(para.text) for para in arabic) * 2 > len(arabic)
