"""What a plan paper is once it has been read: the shapes that `gasloop plan parse --json` prints.

Every text in here is the paper's own wording. What the paper does not say is None or empty; nothing is made up.
"""

from typing import Literal

import msgspec

Role = Literal["lead", "support", "counterpart"]
BlockKind = Literal["cover", "title", "section", "subsection", "heading", "item", "paragraph", "note", "tail"]


class OfficeRole(msgspec.Struct, frozen=True):
    """One office in one clause. `name` as printed there; `chief` when the paper says 牵头.

    `市公安局牵头` is `OfficeRole("市公安局", "lead", True)`.
    """

    name: str
    role: Role
    chief: bool = False


class Clause(msgspec.Struct, frozen=True):
    """A numbered item (`二(四)2`) or another paragraph that states a duty (`二(四)¶1`, with `no` None)."""

    id: str
    section: str | None
    subsection: str | None
    no: str | None
    text: str
    offices: tuple[OfficeRole, ...] = ()
    situations: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()


class Section(msgspec.Struct, frozen=True):
    """A part of the paper; `no` counted where the paper prints none."""

    no: str
    title: str


class Phase(msgspec.Struct, frozen=True):
    """A stage; ISO dates, None where the paper does not say."""

    name: str
    start: str | None
    end: str | None


class Office(msgspec.Struct, frozen=True):
    """One office of the register with the other ways the paper writes it."""

    name: str
    aliases: tuple[str, ...] = ()


class Remark(msgspec.Struct, frozen=True):
    """Something wrong with the paper itself: `where` is a clause id, a phase name or an office."""

    code: str
    where: str
    message: str


class Block(msgspec.Struct, frozen=True):
    """A stretch of the paper in reading order; all blocks together are the paper, character for character.

    `marker` is the printed number (`（一）`), `line` the first source line, counted from 1. `clause` names the item or
    duty paragraph that the block belongs to.
    """

    kind: BlockKind
    marker: str
    text: str
    line: int
    clause: str | None = None


class Paper(msgspec.Struct, frozen=True):
    """The compiled paper. `blocks` is for the import page and stays out of the printed contract."""

    is_plan: bool
    reason: str | None = None
    title: str | None = None
    doc_no: str | None = None
    issuer: str | None = None
    date: str | None = None
    sections: tuple[Section, ...] = ()
    phases: tuple[Phase, ...] = ()
    items: tuple[Clause, ...] = ()
    paragraphs: tuple[Clause, ...] = ()
    offices: tuple[Office, ...] = ()
    lint: tuple[Remark, ...] = ()
    blocks: tuple[Block, ...] = ()

    def contract(self) -> dict[str, object]:
        """The JSON form, keys in the order of the interface."""
        printed: dict[str, object] = msgspec.to_builtins(self)
        del printed["blocks"]
        return printed

    def clauses(self) -> tuple[Clause, ...]:
        """Items and duty paragraphs in reading order."""
        order = {block.clause: at for at, block in reversed(list(enumerate(self.blocks))) if block.clause}
        return tuple(sorted((*self.items, *self.paragraphs), key=lambda clause: order.get(clause.id, 0)))

    def reassembled(self) -> str:
        """The whole paper again, one block per line."""
        return "\n".join(block.marker + block.text for block in self.blocks)
