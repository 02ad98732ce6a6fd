"""A reference to any record, as a value: rooms point upward or sideways with it, never with a foreign key."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Subject:
    """`kind` is a registered record kind such as `hazard` or `site`; `id` its UUIDv7."""

    kind: str
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Subject":
        """Read `kind:uuid`; ValueError when it is neither."""
        kind, colon, raw = text.partition(":")
        if not colon or not kind:
            raise ValueError(f"not a subject reference: {text!r}")
        return cls(kind, UUID(raw))
