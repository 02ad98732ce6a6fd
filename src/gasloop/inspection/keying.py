"""What is keyed in from a filled paper checklist, read cell by cell; pure.

A cell is as short as can be: `1` or `2` for yes and no, the number of a choice, digits for a number, eight digits (or
six) for a date, nothing where nothing was answered. Whatever follows a blank is the note: `2.6 灶台最里面`.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, time

from gasloop.kernel.refusal import Refusal, sentence
from gasloop.rulebook.judging import ItemSpec

YES = frozenset({"1", "是", "y", "yes"})
NO = frozenset({"2", "否", "n", "no", "0"})
LONG_DATE, SHORT_DATE, DAY_OF_YEAR = 8, 6, 4


@dataclass(frozen=True, slots=True)
class Keyed:
    """One answered cell: the value as the judge takes it (True for a photo that the sheet says was taken)."""

    value: bool | float | str
    note: str


def read_cell(item: ItemSpec, text: str) -> Keyed | None:
    """The cell of `item`, None when it is blank; Refusal saying what may stand there."""
    tidy = " ".join(unicodedata.normalize("NFKC", text).split())
    if not tidy:
        return None
    value, _blank, note = tidy.partition(" ")
    return Keyed(_value(item, value), note)


def _value(item: ItemSpec, text: str) -> bool | float | str:
    match item.answer:
        case "yes_no":
            if text.lower() in YES | NO:
                return text.lower() in YES
            raise _bad(item, text, sentence("第“{question}”项请填1（是）或2（否），现在是“{text}”。"))
        case "choice":
            values = list(item.choices)
            if text.isdigit() and 0 < int(text) <= len(values):
                return values[int(text) - 1]
            raise _bad(item, text, sentence("第“{question}”项请填选项的序号，现在是“{text}”。"))
        case "number" | "count":
            try:
                return float(text)
            except ValueError:
                raise _bad(item, text, sentence("第“{question}”项请填数字，现在是“{text}”。")) from None
        case "date":
            return read_day(text).isoformat()
        case "photo":
            if text.lower() in YES:
                return True
            raise _bad(item, text, sentence("第“{question}”项拍了照就填1，没有拍就空着，现在是“{text}”。"))


def read_day(text: str, *, this_year: int | None = None) -> date:
    """`20261125`, `261125`, `1125` (with `this_year`), `2026-11-25`; Refusal for anything else."""
    digits = "".join(character for character in text if character.isdigit())
    plain = digits if text.isdigit() else ""
    try:
        if plain and len(plain) == LONG_DATE:
            return date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
        if plain and len(plain) == SHORT_DATE:
            return date(2000 + int(plain[:2]), int(plain[2:4]), int(plain[4:]))
        if plain and len(plain) == DAY_OF_YEAR and this_year is not None:
            return date(this_year, int(plain[:2]), int(plain[2:]))
        return date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    except ValueError:
        raise Refusal(
            "visit.keyed.day",
            sentence("“{text}”不是日期，请填成20261125或2026-11-25这样。"),
            params={"text": text},
            field="day",
        ) from None


def read_time(text: str) -> time:
    """`0930`, `930`, `9:30`; Refusal for anything else."""
    digits = text.replace(":", "").replace("：", "")
    try:
        if not digits.isdigit() or len(digits) not in (3, 4):
            raise ValueError("no time of day")
        return time(int(digits[:-2]), int(digits[-2:]))
    except ValueError:
        raise Refusal(
            "visit.keyed.time", sentence("“{text}”不是时间，请填成0930这样。"), params={"text": text}, field="at"
        ) from None


def _bad(item: ItemSpec, text: str, words: str) -> Refusal:
    return Refusal(
        "visit.keyed.cell", words, params={"question": item.question.rstrip("？?"), "text": text}, field=item.code
    )
