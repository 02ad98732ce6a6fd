"""The tree of a paper: parts, sections, items and the paragraphs between them, with nothing left out."""

import re

import msgspec

from gasloop.plan.compiler.document import Section
from gasloop.plan.compiler.drafts import Draft, DraftBlock, Heading, Outline, plan_of, with_article_parts
from gasloop.plan.compiler.front import is_tail
from gasloop.plan.compiler.heads import note_line, office_title, offices_heading, opened_by_office
from gasloop.plan.compiler.lines import Para
from gasloop.plan.compiler.numbering import Mark
from gasloop.plan.compiler.numerals import chinese, chinese_stops, narrow
from gasloop.plan.compiler.offices import NOTE_LINE, notes_in
from gasloop.plan.compiler.sharing import share_notes
from gasloop.plan.compiler.surroundings import Surroundings
from gasloop.plan.compiler.tables import head_of, is_row, merged_away, number_of, rest_of, row_of, runs_on
from gasloop.plan.compiler.titles import (
    DATED_STAGE,
    PHASE_LINE,
    PHASE_WORD,
    STEPS,
    THOUGHT,
    dated_stages,
    is_item_title,
    split_title,
    together,
)


class Builder:
    """One walk over the paragraphs. It keeps the open part, section and item."""

    def __init__(self, paras: list[Para]) -> None:
        self.paras = with_article_parts(paras)
        self.plan = plan_of(self.paras)
        self.around = Surroundings(self.paras, self.plan)
        self.out = Outline()
        self.section: str | None = None
        self.section_title = ""
        self.path: list[str] = []
        self.heading = ""
        self.open: Draft | None = None
        self.last: list[Draft] = []
        self.parts = 0
        self.shared: list[str] = []
        self.parent: Draft | None = None
        self.columns: list[str] = []
        self.row_notes: list[str] = []
        self.lead_in = ""
        self.leaf: Mark | None = None

    def build(self) -> Outline:
        """Walk; everything after the last paragraph (attachments, copies) is the tail."""
        body_seen = False
        for at, para in enumerate(self.paras):
            if not para.mark and ((body_seen and is_tail(para.text)) or self.around.ends_here(at)):
                self._tail(self.paras[at:])
                break
            body_seen = body_seen or para.mark is not None
            self._take(at, para)
        share_notes(self.out)
        return self.out

    def _take(self, at: int, para: Para) -> None:
        mark = para.mark
        if columns := head_of(para.marker + para.text):
            self.columns = columns
            self.out.blocks.append(DraftBlock("heading", para.marker, para.text, para.number))
        elif self.columns and is_row(para.marker + para.text):
            self._row(para, self._prefix())
        elif at in self.plan.headings:
            self._part(para, self.parts + 1, para.text)
        elif mark is None:
            self._plain(para)
        elif mark.kind in self.plan.levels:
            self._level(at, para, mark)
        elif mark.kind == self.plan.item:
            self._item(at, para, mark)
        elif mark.kind == "subitem" and (self.parent is not None or self.open is None or self._at_point()):
            self._point(para, mark)
        else:
            self._fold(para)

    # -- parts and sections ------------------------------------------------------------------------------------------

    def _part(self, para: Para, number: int, title: str) -> None:
        self.parts = number
        self.section = str(number) if self.plan.levels[:1] == ("item",) else chinese(number)
        self.columns = []
        self.section_title = together(title.strip().strip("【】").rstrip("。:："))
        self.path, self.heading = [], together(title)
        self.out.sections.append(Section(self.section, self.section_title))
        self._close()
        self.out.blocks.append(DraftBlock("section", para.marker, title, para.number))

    def _close(self) -> None:
        self.open, self.parent, self.last, self.shared, self.lead_in = None, None, [], [], ""

    def _level(self, at: int, para: Para, mark: Mark) -> None:
        depth = self.plan.levels.index(mark.kind) + (1 if self.plan.headings else 0)
        title, body = split_title(para.text, followed=self.around.followed(at))
        if self._is_leaf(at, mark, title, body, self.section_title if depth else ""):
            self._leaf(para, mark, depth)
            return
        above = self.section_title
        if depth == 0:
            self._part(para, mark.number, title)
        else:
            self.path = [*self.path[: depth - 1], *["1"] * (depth - 1 - len(self.path)), chinese(mark.number)]
            self.heading = together(title) or self.section_title
            self._close()
            self.out.blocks.append(DraftBlock("subsection", para.marker, title, para.number))
        self._remember(para, title, above, body)
        self.shared = notes_in(title) or office_title(title)
        if body.strip()[-1:] in ("：", ":") and office_title(re.sub(r"[（(](?:牵头|主办)[）)]", "", body)):
            self.shared = [body.strip().rstrip("：:")]
            self.out.blocks.append(DraftBlock("note", "", body, para.number))
        elif body.strip():
            self._paragraph(para.number, body)

    def _remember(self, para: Para, title: str, above: str, body: str) -> None:
        mark = para.mark
        kind, number = (mark.kind, mark.number) if mark else (None, 0)
        self.out.headings.append(Heading(kind, number, title, above, body, self.section, self._subsection()))

    def _is_leaf(self, at: int, mark: Mark, title: str, body: str, above: str) -> bool:
        """Is this （一） itself an item? When nothing numbered lies below it and offices are assigned to it, or when it
        has a text of its own in a paper that has no numbers below （一）. A 一、 with a title stays a part."""
        if mark.kind == "chapter" or self.around.children(at, mark) or THOUGHT.search(above) or THOUGHT.search(title):
            return False
        if (
            PHASE_WORD.search(title or self.paras[at].text[:20])
            or STEPS.search(above)
            or (mark.kind == "section" and title)
        ):
            return False
        if any(notes_in(text) or NOTE_LINE.match(text) for text in self.around.own_texts(at)):
            return True
        if mark.kind == "bracket" and body.strip() and office_title(title):
            return True
        own = bool(body.strip()) or _states_something(self.paras[at].text) or self._last_of_leaves(at, mark)
        lowest = mark.kind in [kind for kind in self.plan.levels if kind != "task"][-1:] or mark.kind == "task"
        return own and lowest and self.plan.item is None

    def _last_of_leaves(self, at: int, mark: Mark) -> bool:
        """`（五）一律建立用气档案。` behind four that are tasks, with nothing of its own below, is one too."""
        before = self.leaf
        follows = before is not None and (before.kind, before.number) == (mark.kind, mark.number - 1)
        return follows and self.open is not None and self.open.absorbs and not self.around.followed(at)

    def _leaf(self, para: Para, mark: Mark, depth: int) -> None:
        number = chinese(mark.number)
        if depth == 0:
            self.section, self.path, self.section_title = None, [], ""
        else:
            self.path = self.path[: depth - 1]
        self._close()
        mark_id = f"({number})" if depth else number
        draft = Draft(self.section, self._subsection(), number, para.text, self.heading, id=self._prefix() + mark_id)
        draft.absorbs, self.leaf = True, mark
        self._start(para, draft)

    # -- items -------------------------------------------------------------------------------------------------------

    def _subsection(self) -> str | None:
        return ".".join(self.path) or None

    def _run(self) -> str:
        """Items with the same run count on from each other."""
        return f"{self.section}/{self._subsection()}"

    def _prefix(self) -> str:
        """What stands before an item's number: `二(四)`."""
        return (self.section or "") + (f"({self._subsection()})" if self.path else "")

    def _item(self, at: int, para: Para, mark: Mark) -> None:
        no = str(mark.number)
        shown = f"({no})" if self.plan.levels == ("item",) else no
        heading = self.lead_in or self.heading
        draft = Draft(self.section, self._subsection(), no, para.text, heading, id=self._prefix() + shown)
        draft.own_number = mark.number
        draft.run = self._run()
        self.out.numbered.append(draft)
        self._start(para, draft)
        self.parent = draft if draft.titled and self.around.assigned_points(at) >= 2 else None

    def _tail(self, paras: list[Para]) -> None:
        """Attachments and copies are no clauses, but the rows of a task table are: `附件1(3)`."""
        self._close()
        self.columns = []
        name, titles = "附件", []
        for para in paras:
            line = para.marker + para.text
            if found := _ATTACHMENT_HEAD.match(line):
                name, titles = "附件" + narrow(found[1] or ""), [line[found.end() :].strip(" :：\u3000")]
                self.columns = []
            if columns := head_of(line):
                self.columns = columns
                self.section, self.path, self.heading = name, [], ""
                if name not in (section.no for section in self.out.sections):
                    self.out.sections.append(Section(name, "".join(title for title in titles if title)))
                self.out.blocks.append(DraftBlock("heading", para.marker, para.text, para.number))
            elif self.columns and is_row(line):
                self._row(para, self._prefix(), bracketed=True)
            else:
                titles = [*titles[-2:], line] if len(line) <= 40 and not (self.columns or found) else titles
                self.columns = []
                self.out.blocks.append(DraftBlock("tail", para.marker, para.text, para.number))

    def _row(self, para: Para, prefix: str, *, bracketed: bool = False) -> None:
        """A row of a task table: an item where it is numbered, else a paragraph; its cells say who and when."""
        line = para.marker + para.text
        if self.open is not None and runs_on(self.columns, line):
            self._run_on(para, self.open)
            return
        own, notes = row_of(self.columns, line)
        merged = merged_away(self.columns, line)
        notes = [note for note in self.row_notes if note.partition("：")[0] in merged] + notes
        self.row_notes = notes
        number = para.mark.number if para.mark else number_of(self.columns, line)
        if number is None:
            self._paragraph(para.number, para.text, para.marker)
            self.out.paragraphs[-1].text = own
            self.out.paragraphs[-1].notes.extend(notes)
            return
        no = str(number)
        draft = Draft(self.section, self._subsection(), no, own, self.heading)
        draft.id = prefix + (f"({no})" if bracketed else no)
        draft.own_number, draft.run = number, f"{self._run()}/table"
        draft.notes.extend(notes)
        self.out.numbered.append(draft)
        self._start(para, draft)
        draft.titled = False

    def _run_on(self, para: Para, row: Draft) -> None:
        text, notes = rest_of(self.columns, para.text)
        row.text += text
        for name, rest in notes:
            row.notes = [note + rest if note.startswith(name) else note for note in row.notes]
        self.out.blocks.append(DraftBlock("item", para.marker, para.text, para.number, row))

    def _start(self, para: Para, draft: Draft) -> None:
        listed = bool(self.last) and self.last[-1].text.endswith(("；", ";"))  # the last point of a list is no title
        draft.titled = is_item_title(para.text) and not listed
        draft.line, draft.inherited = para.number, list(self.shared)
        self.out.items.append(draft)
        self.open = draft
        self.last.append(draft)
        self.out.blocks.append(DraftBlock("item", para.marker, para.text, para.number, draft))
        if PHASE_WORD.search(para.text[:30]) or STEPS.search(self.section_title):
            title, body = split_title(para.text, followed=True)
            self._remember(para, title or para.text, self.section_title, body)

    def _point(self, para: Para, mark: Mark) -> None:
        """`(1)` is an item of its own below a mere title whose points have owners, or where no item is open."""
        parent = self.parent
        no = f"({mark.number})"
        if parent and parent in self.out.items:
            self._demote(parent)
        shown, prefix = (f"{parent.no}{no}", parent.id) if parent else (no, self._prefix())
        draft = Draft(self.section, self._subsection(), shown, para.text, self.heading, id=prefix + no)
        draft.own_number = mark.number
        draft.run = f"{self._run()}/{parent.id if parent else ''}()"
        self.out.numbered.append(draft)
        self._start(para, draft)

    def _at_point(self) -> bool:
        """Is the open item itself a point `(1)` that no title heads?"""
        return self.open is not None and self.open.no is not None and self.open.no.startswith("(")

    def _demote(self, parent: Draft) -> None:
        """A numbered title over `(1)`, `(2)` is a heading, not an item."""
        self.out.items.remove(parent)
        for block in self.out.blocks:
            if block.draft is parent:
                block.kind, block.draft = "heading", None

    def _fold(self, para: Para) -> None:
        if self.open is None:
            self._paragraph(para.number, para.text, para.marker)
            return
        self.open.text += "\n" + para.marker + para.text
        self.open.titled = False
        self.out.blocks.append(DraftBlock("item", para.marker, para.text, para.number, self.open))

    # -- paragraphs --------------------------------------------------------------------------------------------------

    def _plain(self, para: Para) -> None:
        note = note_line(para.text)
        if note is not None:
            self._note(para, note)
        elif self.open is not None and (
            self.open.titled or self.open.absorbs or (self.open.by_office and opened_by_office(para.text))
        ):
            self.open.by_office = not self.open.absorbs and opened_by_office(para.text)
            self.open.text += "\n" + para.text
            self.open.titled = False
            self.out.blocks.append(DraftBlock("item", "", para.text, para.number, self.open))
        else:
            if STEPS.search(self.section_title) and (stages := dated_stages(para.text)):
                for stage in stages:
                    self._remember(para, "", self.section_title, stage)
            elif STEPS.search(self.section_title) and DATED_STAGE.match(para.text):
                self._remember(para, "", self.section_title, para.text)
            elif PHASE_LINE.match(para.text):
                title, body = split_title(para.text, followed=True)
                self._remember(para, title or para.text, self.section_title, body)
                if title and not body.strip() and not notes_in(title):
                    self._close()
                    self.out.blocks.append(DraftBlock("heading", "", para.text, para.number))
                    return
            elif self._dates_the_heading():
                self.out.headings[-1] = msgspec.structs.replace(self.out.headings[-1], body=para.text)
            self._paragraph(para.number, para.text)

    def _dates_the_heading(self) -> bool:
        """Is this the first line below a bare stage title? There its dates may stand (`2024年12月上旬。各村…`)."""
        last = self.out.blocks[-1] if self.out.blocks else None
        return (
            last is not None
            and last.kind in ("section", "subsection")
            and bool(self.out.headings)
            and (last.kind == "subsection" or bool(PHASE_WORD.search(last.text)))
            and self.out.headings[-1].title == last.text
            and not self.out.headings[-1].body.strip()
        )

    def _note(self, para: Para, note: str) -> None:
        """`责任单位：…` on its own line belongs to the clause before it, or to the section it opens."""
        target = self.last[-1] if self.last else None
        if target is not None:
            for draft in self._sharing(target):
                draft.notes.append(note)
        else:
            self.shared.append(note)
        self.out.blocks.append(DraftBlock("note", para.marker, para.text, para.number, target))

    def _sharing(self, target: Draft) -> list[Draft]:
        """Who shares the note behind `target`: the points printed on its line, which the note closes together."""
        fellows = (d for d in self.last if d is not target and d.line == target.line and not notes_in(d.text))
        return [*(d for d in fellows if not d.notes or d.notes == target.notes), target]

    def _paragraph(self, line: int, text: str, marker: str = "") -> None:
        draft = Draft(self.section, self._subsection(), None, text, self.heading)
        draft.inherited, draft.line = list(self.shared), line
        draft.id = self._prefix()
        self.open = None
        self.lead_in = text if text.endswith(("：", ":")) else ""
        self.out.paragraphs.append(draft)
        self.last.append(draft)
        self.out.blocks.append(DraftBlock("paragraph", marker, text, line, draft))


_ATTACHMENT_HEAD = re.compile(r"^附\s*件\s*([\d一二三四五六七八九十]*)\s*(?=$|[:：.、]|[^\d一二三四五六七八九十])")


def _states_something(text: str) -> bool:
    """`应急办每月组织1次联合检查。` is no title: a closed sentence that begins with who does it."""
    return chinese_stops(text).endswith(("。", "；")) and bool(offices_heading(text))
