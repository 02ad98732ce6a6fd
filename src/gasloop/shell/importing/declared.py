"""The declaration of an import: a field per column, and three doors to the room's bulk verb.

`Listing` says how a ledger goes out, `Importer` how it comes in. The machine reads the file, matches columns, reads
cells, runs the job, hands the workbook back; the room judges and writes, set-based, by its own rules.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal
from uuid import UUID

from django.utils.translation import override

from gasloop.access.capabilities import Capability
from gasloop.evidence.models import Entry
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal
from gasloop.shell.importing.layout import bare_title, normal_title
from gasloop.shell.importing.parsers import LANGUAGES, Parser
from gasloop.shell.words import Words

Act = Literal["create", "change", "same", "refused"]


@dataclass(frozen=True, slots=True)
class ImportField:
    """One column. `name` is the key in a row's values; `title` the heading in template and export.

    `aliases` are other headings that offices use; `note` explains the column in the template; `key` marks what a row is
    recognised by; a `required` one must be filled where a record is new. `sample` stands in the template's explanation.
    """

    name: str
    title: Words
    parser: Parser
    required: bool = False
    key: bool = False
    aliases: tuple[str, ...] = ()
    note: Words = ""
    sample: str = ""

    def headings(self) -> Iterator[str]:
        """Every heading this column is known by, in normal form, in both languages."""
        for language in LANGUAGES:
            with override(language):
                yield normal_title(self.title)
                yield bare_title(self.title)
        yield from map(normal_title, self.aliases)


@dataclass(slots=True)
class Row:
    """A row as read: its number in the file, and what was filled in. A blank cell is absent and changes nothing."""

    at: int
    values: Mapping[str, object]


@dataclass(slots=True)
class Verdict:
    """What would happen, or happened, with a row. `refusal.field` names the column it is about.

    `record` is the id of what is created or changed, `before` the fields of a changed one as JSON values.
    """

    at: int
    act: Act
    record: UUID | None = None
    before: Mapping[str, object] = field(default_factory=dict)
    refusal: Refusal | None = None


@dataclass(slots=True)
class Judgement:
    """Every row judged, in their order. A room keeps in its own kind of judgement what `write` goes on from.

    `held`: the records that rows name are locked, so it stays true until the transaction ends.
    """

    verdicts: Sequence[Verdict]
    held: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What a bulk verb did: a verdict per row, and the evidence entries of the batch."""

    verdicts: Sequence[Verdict]
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that taking back an import had to leave as it is, and why."""

    record: UUID
    name: str
    why: Refusal


class Importer(ABC):
    """One per ledger that can come in. `capability` is asked for the page; the verbs ask again for every row."""

    capability: ClassVar[Capability]
    fields: ClassVar[tuple[ImportField, ...]]
    lead: ClassVar[Words] = ""

    @abstractmethod
    def judge(self, actor: Actor, rows: Sequence[Row], *, hold: bool = False) -> Judgement:
        """What the bulk verb would do with these rows; nothing is written. Called with all rows.

        `hold` locks what the rows name: such a judgement may be carried out in the same transaction.
        """

    @abstractmethod
    def write(self, actor: Actor, judgement: Judgement, why: str) -> Written:
        """The bulk verb: carries out a held judgement but for the rows it refused, appends its entries."""

    @abstractmethod
    def take_back(self, actor: Actor, created: Sequence[UUID], changed: Mapping[UUID, Mapping[str, object]],
                  since: Sequence[Entry], why: str) -> Sequence[Kept]:  # fmt: skip
        """The bulk verb that undoes: voids what was created, restores what was changed, unless touched `since`."""

    def field(self, name: str) -> ImportField:
        """The field of this name; KeyError when there is none."""
        return {each.name: each for each in self.fields}[name]
