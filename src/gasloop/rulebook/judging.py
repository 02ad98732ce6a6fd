"""The judge: is this answer what the rule asks? Pure; the same answer under the same rule version judges the same.

A condition is data. By kind of answer:
    yes_no   {"op": "==", "value": true}
    number   {"op": "<=", "value": 2.0} or {"op": "<=", "const": "hose_max_length_m"}; also < >= > == !=
    count    the same, whole numbers
    date     {"op": "not_past"}: the visit's day or later; {"op": "within_months", "value": 12}: at most so long ago
    choice   {"op": "in", "values": ["none", "metal"]} or {"op": "not_in", …}
    photo    {"op": "present"}
None: the answer is recorded and never fails.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from gasloop.kernel import clock
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import Refusal, sentence

AnswerKind = Literal["yes_no", "number", "count", "date", "choice", "photo"]
Read = bool | Decimal | date | str | tuple[str, ...]

COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
    "!=": operator.ne,
}
OPERATIONS: dict[str, frozenset[str]] = {
    "yes_no": frozenset({"=="}),
    "number": frozenset(COMPARISONS),
    "count": frozenset(COMPARISONS),
    "date": frozenset({"not_past", "within_months"}),
    "choice": frozenset({"in", "not_in"}),
    "photo": frozenset({"present"}),
}
_YES = {"yes": True, "是": True, "true": True, "1": True, "no": False, "否": False, "false": False, "0": False}
DIGITS = 12  # more digits than this on either side of the point measure nothing in a kitchen

PASSED = sentence("{question}：{measured}，未发现问题。")
RECORDED = sentence("{question}：{measured}。")
FAILED = sentence("{question}：{measured}，不符合要求。")


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """A check item as the judge takes it. `finding` may have the places {value}, {unit} and {limit}."""

    code: str
    question: str
    answer: AnswerKind
    condition: JsonObject | None
    finding: str = ""
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    bounds: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`measured` is the answer in words (`2.6 m`); `text` with `params` is for translation, `sentence` Chinese."""

    passed: bool
    measured: str
    text: str
    params: Mapping[str, str]

    @property
    def sentence(self) -> str:
        return self.text.format(**self.params)


def judge(item: ItemSpec, value: object, constants: Mapping[str, Decimal], *, on: date | None = None) -> Verdict:
    """Judge one answer given on day `on` (today).

    Refusal naming the item when the value is not what the item asks for, or a constant is not loaded.
    """
    read = read_answer(item, value)
    measured = in_words(item, read)
    limit = "" if item.condition is None else _limit_in_words(item, constants)
    passed = item.condition is None or _holds(item.condition, read, constants, on or clock.today())
    text = RECORDED if item.condition is None else PASSED if passed else item.finding or FAILED
    params = {"question": item.question.rstrip("？?"), "measured": measured, "unit": item.unit, "limit": limit}
    return Verdict(passed, measured, text, {**params, "value": _bare(read)})


def read_answer(item: ItemSpec, value: object) -> Read:
    """The answer in its proper type; Refusal saying what was given and what to give instead."""
    match item.answer:
        case "yes_no":
            return _yes_no(item, value)
        case "number" | "count":
            return _number(item, value)
        case "date":
            return _date(item, value)
        case "choice":
            if isinstance(value, str) and value in item.choices:
                return value
            raise _bad(item, value, sentence("“{question}”请从{wanted}中选一项。"), "、".join(item.choices.values()))
        case "photo":
            photos = (value,) if isinstance(value, str) else value
            if isinstance(photos, Sequence) and photos and all(isinstance(p, str) and p for p in photos):
                return tuple(photos)
            raise _bad(item, value, sentence("“{question}”请附照片。"))


def in_words(item: ItemSpec, read: Read) -> str:
    """An answer as a person writes it."""
    match read:
        case bool():
            return "是" if read else "否"
        case Decimal():
            return f"{_bare(read)} {item.unit}".rstrip()
        case str() if item.choices:
            return item.choices[read]
        case tuple():
            return f"照片{len(read)}张"
    return _bare(read)


def _holds(condition: JsonObject, read: Read, constants: Mapping[str, Decimal], day: date) -> bool:
    op = condition.get("op")
    match read:
        case bool():
            return read is condition.get("value")
        case Decimal():
            return COMPARISONS[str(op)](read, _limit(condition, constants))
        case date() if op == "not_past":
            return read >= day
        case date():
            return months_before(day, int(_limit(condition, constants))) <= read <= day
        case str():
            values = condition.get("values")
            return (isinstance(values, Sequence) and read in values) is (op == "in")
        case tuple():
            return True


def _limit(condition: JsonObject, constants: Mapping[str, Decimal]) -> Decimal:
    """The number a condition compares with, its own or a constant's."""
    name = condition.get("const")
    if name is None:
        return Decimal(str(condition["value"]))
    if str(name) not in constants:
        raise Refusal(
            "rulebook.constant.missing",
            sentence("规则用到的常数{name}没有装入或尚未生效，请管理员装入规则包后再判定。"),
            params={"name": name},
        )
    return constants[str(name)]


def _limit_in_words(item: ItemSpec, constants: Mapping[str, Decimal]) -> str:
    condition = item.condition or {}
    return _bare(_limit(condition, constants)) if "const" in condition or item.answer in ("number", "count") else ""


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(f"no day {months} months before {day}")


def _bare(read: Read) -> str:
    """Without unit: 2.6, 是, 2026-03-01."""
    match read:
        case bool():
            return "是" if read else "否"
        case Decimal():
            return f"{read.normalize():f}"
        case date():
            return read.isoformat()
        case tuple():
            return str(len(read))
    return read


def _yes_no(item: ItemSpec, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _YES:
        return _YES[value.strip().lower()]
    raise _bad(item, value, sentence("“{question}”请答是或否，现在是“{given}”。"))


def _number(item: ItemSpec, value: object) -> Decimal:
    try:
        number = Decimal("NaN") if isinstance(value, bool) or value is None else Decimal(str(value).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or (number and not -DIGITS <= number.adjusted() <= DIGITS):
        raise _bad(item, value, sentence("“{question}”请填数字（单位{unit}），现在是“{given}”。"))
    if item.answer == "count" and number != number.to_integral_value():
        raise _bad(item, value, sentence("“{question}”请填整数，现在是“{given}”。"))
    least, most = item.bounds or (Decimal(0), Decimal(10) ** DIGITS)
    if not least <= number <= most:
        wanted = f"{_bare(least)}–{_bare(most)}"
        text = sentence("“{question}”填了{given}，应在{wanted} {unit}之间。请核对小数点和单位。")
        raise _bad(item, value, text, wanted)
    return number


def _date(item: ItemSpec, value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        text = sentence("“{question}”请填日期（如2026-03-01），现在是“{given}”。")
        raise _bad(item, value, text) from None


def _bad(item: ItemSpec, value: object, text: str, wanted: str = "") -> Refusal:
    given = str(value)[:40]
    params: dict[str, object] = {"question": item.question, "given": given, "unit": item.unit, "wanted": wanted}
    return Refusal("rulebook.answer.value", text, field=item.code, params=params)
