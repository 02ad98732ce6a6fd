"""Numbers that are skipped or printed twice: among parts, sections, items."""

from collections.abc import Iterable
from itertools import pairwise

from gasloop.plan.compiler import wording
from gasloop.plan.compiler.document import Remark
from gasloop.plan.compiler.drafts import Draft, Outline
from gasloop.plan.compiler.numerals import chinese, value


def number_gaps(outline: Outline) -> list[Remark]:
    """One remark per missing number, `where` being the id it would have had."""
    return [*_parts(outline), *_sections(outline), *_numbered(outline.numbered)]


def _parts(outline: Outline) -> Iterable[Remark]:
    numbers = [number for section in outline.sections if (number := value(section.no))]
    alone = [d for d in outline.items if d.section is None and d.no and not d.own_number]
    if alone and numbers:
        numbers = sorted({*numbers, *(number for d in alone if (number := value(d.no or "")))})
    for missing in _missing(numbers):
        yield Remark("number_gap", chinese(missing), wording.say(wording.GAP_PART, number=chinese(missing)))
    for number in _repeated(numbers):
        yield Remark("number_gap", chinese(number), wording.say(wording.GAP_PART_TWICE, number=chinese(number)))


def _sections(outline: Outline) -> Iterable[Remark]:
    """（一）（二） within each part, whether they head sections or are items themselves."""
    groups: dict[str, list[int]] = {}
    for heading in outline.headings:
        if heading.kind in ("section", "bracket") and heading.subsection == chinese(heading.number):
            groups.setdefault(heading.section or "", []).append(heading.number)
    for draft in outline.items:
        if (
            not draft.own_number
            and draft.section
            and draft.subsection is None
            and draft.no
            and (number := value(draft.no))
        ):
            groups.setdefault(draft.section, []).append(number)
    for section, numbers in groups.items():
        for missing in _missing(sorted(numbers)):
            where = f"{section}({chinese(missing)})"
            yield Remark("number_gap", where, wording.say(wording.GAP_SECTION, where=where))


def _numbered(drafts: list[Draft]) -> Iterable[Remark]:
    """The items of the paper as one run of numbers, the points `(1)` below each title as a run of their own."""
    yield from _items([draft for draft in drafts if not draft.run.endswith("()")])
    for run in dict.fromkeys(draft.run for draft in drafts if draft.run.endswith("()")):
        yield from _items([draft for draft in drafts if draft.run == run])


def _items(items: list[Draft]) -> Iterable[Remark]:
    """Items count on from the one before (also across sections) or begin again at 1."""
    before: Draft | None = None
    for draft in items:
        if not draft.own_number:
            continue
        same = before is not None and before.run == draft.run
        last = before.own_number if before else 0
        if draft.own_number not in (last + 1, 1) or (same and draft.own_number == 1):
            if draft.own_number > last and (same or draft.own_number - last < 4):
                first = last + 1
            elif same:
                yield Remark("number_gap", draft.id, wording.say(wording.GAP_ITEM_TWICE, number=draft.no or ""))
                first = draft.own_number
            else:
                first = 1
            for missing in range(first, min(draft.own_number, first + 20)):
                where = _where(draft, missing)
                yield Remark("number_gap", where, wording.say(wording.GAP_ITEM, where=where))
        before = draft


def _where(draft: Draft, number: int) -> str:
    """The id the missing item would have had: `二(五)3` and 2 → `二(五)2`."""
    own = str(draft.own_number)
    bare = draft.id.partition("#")[0]
    at = bare.rfind(own)
    return bare[:at] + str(number) + bare[at + len(own) :]


def _missing(numbers: list[int]) -> list[int]:
    """Numbers left out between neighbours of a rising list, and before its first."""
    missing: list[int] = []
    last = 0
    for number in numbers:
        if last < number <= last + 20:
            missing.extend(range(last + 1, number))
        last = max(last, number) if number > last else number
    return missing


def _repeated(numbers: list[int]) -> list[int]:
    return [number for number, following in pairwise(numbers) if number == following]
