"""State tables: the allowed moves of a record as data, printed into docs and tests."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from gasloop.kernel.refusal import Refusal, sentence

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """`verb` takes a record from `source` to `target`."""

    verb: str
    source: S
    target: S


class StateTable(Generic[S]):
    """The moves of one kind of record."""

    def __init__(self, kind: str, moves: Iterable[Move[S]]) -> None:
        self.kind = kind
        self.moves = tuple(moves)
        self._targets = {(m.verb, m.source): m.target for m in self.moves}
        if len(self._targets) != len(self.moves):
            raise ValueError(f"{kind}: a verb leads from one state to two")

    def sources(self, verb: str) -> tuple[S, ...]:
        """The states in which `verb` is allowed."""
        return tuple(m.source for m in self.moves if m.verb == verb)

    def verbs(self, source: S) -> tuple[str, ...]:
        """What may be done in `source`."""
        return tuple(m.verb for m in self.moves if m.source == source)

    def target(self, verb: str, source: S) -> S:
        """Where `verb` leads from `source`; Refusal when it leads nowhere."""
        try:
            return self._targets[verb, source]
        except KeyError:
            raise Refusal(
                f"{self.kind}.{verb}.state",
                sentence("当前状态下不能进行这一步，可能别人刚刚已经处理过，请刷新后再看。"),
                params={"state": source.value},
            ) from None

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram, for the docs."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {m.source.value} --> {m.target.value}: {m.verb}" for m in self.moves]
        return "\n".join(lines)
