"""A note that stands behind several tasks and belongs to all of them.

Two ways of printing show it: the points of one printed line, of which the last ends in the note; and a paper that
assigns part by part, with one note at the end of every part.
"""

from collections.abc import Iterable
from itertools import groupby

from gasloop.plan.compiler.drafts import Draft, Outline
from gasloop.plan.compiler.offices import notes_in


def share_notes(outline: Outline) -> None:
    """Give the fellows of an assigned task its notes."""
    for fellows in _on_one_line(outline.items):
        _share(fellows, notes_in(fellows[-1].text))
    for parts in (_parts(outline, by_section=False), _parts(outline, by_section=True)):
        if _assigned_by_part(parts):
            for part in parts:
                _share(part, part[-1].notes)
            return


def _share(fellows: list[Draft], notes: list[str]) -> None:
    if notes and not any(draft.notes or notes_in(draft.text) for draft in fellows[:-1]):
        for draft in fellows[:-1]:
            draft.notes.extend(notes)


def _on_one_line(items: Iterable[Draft]) -> list[list[Draft]]:
    """The numbered points of each printed line."""
    groups = (list(group) for _, group in groupby(items, key=lambda draft: (draft.line, draft.run)))
    return [group for group in groups if len(group) > 1 and group[0].own_number]


def _parts(outline: Outline, *, by_section: bool) -> list[list[Draft]]:
    """The tasks of each part (一、) or section （一） in reading order, items and paragraphs."""
    order = {id(block.draft): at for at, block in enumerate(outline.blocks) if block.draft and block.kind != "note"}
    drafts = sorted((d for d in (*outline.items, *outline.paragraphs) if id(d) in order), key=lambda d: order[id(d)])
    return [list(group) for _, group in groupby(drafts, key=lambda d: (d.section, "" if by_section else d.subsection))]


def _assigned_by_part(parts: list[list[Draft]]) -> bool:
    """Does every part that has notes have them at its end alone, and more than one part so?"""
    assigned = [part for part in parts if any(draft.notes or notes_in(draft.text) for draft in part)]
    several = [part for part in assigned if len(part) > 1]
    return len(several) > 1 and all(
        part[-1].notes and not any(draft.notes or notes_in(draft.text) for draft in part[:-1]) for part in assigned
    )
