"""The shapes of a pack's files. An unknown field is an error, so that a slip of the pen is not silently nothing."""

from datetime import date
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from gasloop.rulebook.choices import (
    Answer,
    BasisRole,
    Confidence,
    DeadlineUnit,
    Place,
    PowerGrant,
    RecheckMode,
    Severity,
    SourceKind,
    SourceStatus,
    TakenBy,
)

Value = bool | int | float | str


class Strict(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base: unknown fields are refused."""


class PackHead(Strict, frozen=True):
    """`pack.yaml`. `level`: 10 nation, 20 city, 30 district, 40 town. `requires` names packs this one builds on.

    `plan` is the document number of the plan whose clauses the pack's situations answer (`群力府〔2023〕102号`).
    """

    name: str
    title: str
    version: str
    level: int
    territory: str = ""
    requires: list[str] = []
    plan: str = ""
    note: str = ""


class ArticleSpec(Strict, frozen=True):
    """What an article says, in our words, for the library; rules cite articles by their own bases."""

    article: str
    says: str
    confidence: Confidence


class SourceSpec(Strict, frozen=True):
    """`sources.yaml`: one law, standard or plan."""

    code: str
    title: str
    short: str
    kind: SourceKind
    status: SourceStatus
    confidence: Confidence
    number: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    note: str = ""
    articles: list[ArticleSpec] = []


class MeasureSpec(Strict, frozen=True):
    """`measures.yaml`: what may be done, by whom, on what basis."""

    code: str
    title: str
    what: str
    taken_by: TakenBy
    confidence: Confidence
    source: str = ""
    article: str = ""


class PowerSpec(Strict, frozen=True):
    """`powers.yaml`: what the town may do. `measures`: measures of others that this entry lets the town take."""

    code: str
    title: str
    grant: PowerGrant
    what: str
    confidence: Confidence
    source: str = ""
    article: str = ""
    measures: list[str] = []
    effective_from: date | None = None
    effective_to: date | None = None
    note: str = ""


class ConstantSpec(Strict, frozen=True):
    """`constants.yaml`: one number from a norm."""

    code: str
    title: str
    value: int | float
    confidence: Confidence
    effective_from: date
    unit: str = ""
    source: str = ""
    article: str = ""
    effective_to: date | None = None
    note: str = ""


class SituationSpec(Strict, frozen=True):
    """`situations.yaml`: what a clause tells to look for or to do; answered by rules, or by another function.

    `quotes` are the plan's own words that this entry answers; `answered_by` says which function of the mission does
    (`查封与移交报废（E2、F3）`).
    """

    clause: str
    letter: str
    text: str
    quotes: list[str] = []
    rules: list[str] = []
    answered_by: str = ""

    @property
    def code(self) -> str:
        """Its key within the pack: `二(四)2:d`."""
        return f"{self.clause}:{self.letter}"


class Deadline(Strict, frozen=True):
    amount: int
    unit: DeadlineUnit


class When(Strict, frozen=True):
    """A condition on the object: `field` is gas_source or an attribute of the register."""

    field: str
    op: str
    value: Value | list[Value]


class BasisSpec(Strict, frozen=True):
    source: str
    article: str
    asks: str
    confidence: Confidence
    role: BasisRole = BasisRole.DEMAND


class Choice(Strict, frozen=True):
    value: str
    label: str


class Condition(Strict, frozen=True):
    """When an answer is good; see `judging`."""

    op: str
    value: Value | msgspec.UnsetType = msgspec.UNSET
    values: list[str] | msgspec.UnsetType = msgspec.UNSET
    const: str | msgspec.UnsetType = msgspec.UNSET


SelfCheck = Literal["day", "week", "month"]


class ItemSpec(Strict, frozen=True):
    """One question. Without `pass` the answer is only recorded; `finding` then is not needed.

    `self_check` is how often the object looks at it itself (功能 C3).
    """

    code: str
    place: Place
    question: str
    answer: Answer
    condition: Condition | None = field(default=None, name="pass")
    finding: str = ""
    hint: str = ""
    unit: str = ""
    choices: list[Choice] = []
    bounds: tuple[float, float] | None = None
    photo: bool = False
    self_check: SelfCheck | msgspec.UnsetType = msgspec.UNSET


class RuleSpec(Strict, frozen=True):
    """`rules/*.yaml`: one rule."""

    code: str
    title: str
    requirement: str
    applies_to: list[str]
    severity: Severity
    deadline: Deadline
    recheck: RecheckMode
    effective_from: date
    bases: list[BasisSpec]
    items: list[ItemSpec]
    when: list[When] = []
    mh_code: str = ""
    severity_note: str = ""
    control_measure: str = ""
    measures: list[str] = []
    effective_to: date | None = None
    note: str = ""


class Pack(Strict, frozen=True):
    """A whole pack as read."""

    head: PackHead
    sources: list[SourceSpec] = []
    measures: list[MeasureSpec] = []
    powers: list[PowerSpec] = []
    constants: list[ConstantSpec] = []
    rules: list[RuleSpec] = []
    situations: list[SituationSpec] = []


AnySpec = SourceSpec | MeasureSpec | PowerSpec | ConstantSpec | RuleSpec | SituationSpec
LISTS: dict[str, type[AnySpec]] = {
    "sources": SourceSpec,
    "measures": MeasureSpec,
    "powers": PowerSpec,
    "constants": ConstantSpec,
    "rules": RuleSpec,
    "situations": SituationSpec,
}


def plain_spec(spec: AnySpec | PackHead) -> dict[str, Any]:
    """The spec as JSON values, as it is stored and compared."""
    made: dict[str, Any] = msgspec.to_builtins(spec)
    return made
