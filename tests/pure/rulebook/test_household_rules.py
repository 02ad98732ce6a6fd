"""三(一)10 door by door: the household's questions, judged as a grid officer would answer them."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from gasloop.rulebook.judging import AnswerKind, ItemSpec, judge
from gasloop.rulebook.packs.reading import read_pack
from gasloop.rulebook.packs.shapes import RuleSpec

PACKS = Path(__file__).resolve().parents[3] / "packs"
READS = [read_pack(PACKS / name) for name in ("national", "chongqing", "qunli")]
RULES: list[RuleSpec] = [r for read in READS for r in read.pack.rules if r.applies_to == ["household"]]
CONSTANTS = {c.code: Decimal(str(c.value)) for read in READS for c in read.pack.constants}
TODAY = date(2026, 11, 25)


def asked(code: str) -> ItemSpec:
    """The check item of that code, as the judge takes it."""
    spec = next(item for rule in RULES for item in rule.items if item.code == code)
    condition = spec.condition
    found = {k: getattr(condition, k) for k in ("op", "value", "values", "const")} if condition else {}
    return ItemSpec(
        code=spec.code,
        question=spec.question,
        answer=cast(AnswerKind, spec.answer.value),
        condition={k: v for k, v in found.items() if isinstance(v, (str, bool, int, float, list))} or None,
        finding=spec.finding,
        unit=spec.unit,
        choices={choice.value: choice.label for choice in spec.choices},
    )


@pytest.mark.parametrize(
    ("code", "good", "bad"),
    [
        ("HOME-HOSE-LENGTH", "2", "2.01"),
        ("HOME-HOSE-JOINTS", 0, 1),
        ("HOME-HOSE-UNTIL", "2026-11-25", "2026-11-24"),
        ("HOME-STOVE-SOLD", "2018-11-25", "2018-11-24"),
        ("HOME-STOVE-FLAME", True, False),
        ("HOME-STOVE-BEDROOM", "kitchen", "bedroom"),
        ("HOME-BOTTLE-PLACE", "ground", "below"),
        ("HOME-OPERATOR-CHECK", "2024-11-25", "2024-11-24"),
        ("HOME-REFUSED", "later", "refused"),
        ("HOME-DOOR", "notice", "no_notice"),
        ("HOME-GAP", 0, "0.5"),
        ("HOME-DEVICE", "listed", "none"),
    ],
)
def test_each_question_has_an_answer_that_passes_and_one_that_does_not(code: str, good: object, bad: object) -> None:
    assert judge(asked(code), good, CONSTANTS, on=TODAY).passed
    assert not judge(asked(code), bad, CONSTANTS, on=TODAY).passed


def test_the_finding_names_the_length_and_the_limit() -> None:
    verdict = judge(asked("HOME-HOSE-LENGTH"), "2.6", CONSTANTS, on=TODAY)
    assert verdict.sentence == "居民户连接软管长2.6 m，超过2 m"


def test_clause_three_one_ten_is_answered_by_them() -> None:
    entries = [e for read in READS for e in read.pack.situations if e.clause == "三(一)10"]
    assert {code for entry in entries for code in entry.rules} >= {rule.code for rule in RULES}


def test_a_resident_is_never_fined_by_the_town_and_natural_gas_law_asks_only_users_of_natural_gas() -> None:
    for rule in RULES:
        assert rule.severity == "general"
        if any(basis.source == "CQ-NATURAL-GAS" for basis in rule.bases):
            assert [(c.field, c.value) for c in rule.when] == [("gas_source", "pipeline")], rule.code
        else:
            assert not [m for m in rule.measures if m.startswith("M-CQ-GAS")], rule.code
