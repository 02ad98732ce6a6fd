"""What stands around a paragraph: what belongs below it, what follows, whether the paper ends here."""

from itertools import islice

from gasloop.plan.compiler.drafts import Plan
from gasloop.plan.compiler.front import is_signature, is_tail
from gasloop.plan.compiler.lines import Para
from gasloop.plan.compiler.numbering import RANK, Mark
from gasloop.plan.compiler.offices import NOTE_LINE, notes_in


class Surroundings:
    """The paragraphs by index, seen with the paper's numbers in mind."""

    def __init__(self, paras: list[Para], plan: Plan) -> None:
        self._paras = paras
        self._plan = plan

    def ends_here(self, at: int) -> bool:
        """A signature and nothing but short lines after it."""
        rest = self._paras[at : at + 7]
        return (
            at > 0
            and len(self._paras) - at <= 6
            and is_signature(self._paras[at].text)
            and all(not para.mark and len(para.text) <= 45 for para in rest)
        )

    def followed(self, at: int) -> bool:
        """Does something that belongs below the paragraph come next?"""
        if at + 1 >= len(self._paras):
            return False
        mark, following = self._paras[at].mark, self._paras[at + 1]
        if mark is None or following.mark is None:
            return (
                not is_signature(following.text)
                and not NOTE_LINE.match(following.text)
                and not is_tail(following.text)
                and at + 1 not in self._plan.headings
            )
        return RANK[following.mark.kind] > RANK[mark.kind]

    def children(self, at: int, mark: Mark) -> bool:
        """Is the next number one that lies below `mark`?"""
        for para in islice(self._paras, at + 1, at + 200):
            if para.mark:
                lower = RANK[para.mark.kind] > RANK[mark.kind]
                return lower and para.mark.kind in (*self._plan.levels, self._plan.item)
        return False

    def own_texts(self, at: int) -> list[str]:
        """The paragraph and the unnumbered ones right after it."""
        texts = [self._paras[at].text]
        for para in self._paras[at + 1 : at + 6]:
            if para.mark:
                break
            texts.append(para.text)
        return texts

    def assigned_points(self, at: int) -> int:
        """How many of the points `(1)` right below the item have offices of their own."""
        count, inside, counted = 0, False, False
        for para in islice(self._paras, at + 1, None):
            if para.mark and para.mark.kind != "subitem":
                break
            if para.mark:
                inside, counted = True, bool(notes_in(para.text))
                count += counted
            elif inside and not counted and NOTE_LINE.match(para.text):
                count, counted = count + 1, True
        return count
