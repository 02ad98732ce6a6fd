"""What offices type into cells, read as what they meant: dates, numbers, yes and no. Errors say what is expected."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from gasloop.kernel.refusal import sentence
from gasloop.shell.importing.reading import Cell

BLANKS = frozenset({"", "/", "／", "\\", "-", "--", "—", "——", "―", "－"})
YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "对", "y", "yes", "true", "1", "已", "已安装", "合格"})
ENDLESS = frozenset({"长期", "长期有效", "永久", "无期限", "无固定期限", "longterm", "permanent"})
NO = frozenset({"否", "无", "没有", "×", "✗", "✘", "x", "错", "n", "no", "false", "0", "未", "未安装", "不合格"})
FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}

_DAY = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?)?"
)
_COMPACT = re.compile(r"(?:19|20)\d{6}")
_EPOCH = date(1899, 12, 30)
_SERIALS = range(7306, 80000)  # 1920 to 2119


class CellError(Exception):
    """A cell that cannot be read: `expected` is a source sentence saying what should stand there, `params` fill it."""

    def __init__(self, expected: str, **params: object) -> None:
        self.expected = expected
        self.params = params
        super().__init__(expected.format(**params))


class Masked(str):
    """A personal text as the export shows it, `138****0001`: the room decides what that says of a row."""

    __slots__ = ()


def is_blank(cell: Cell) -> bool:
    """Nothing, blanks, or the stroke that stands for nothing."""
    return cell is None or (isinstance(cell, str) and cell.strip() in BLANKS)


def shown(cell: Cell) -> str:
    """A cell as the office sees it: whole numbers without a point, days as days."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if (cell.hour, cell.minute, cell.second) == (0, 0, 0):
            return cell.date().isoformat()
    return str(cell)


def as_text(cell: Cell) -> str:
    """Words: blanks at the ends gone, those inside single, digits and letters half-width."""
    return " ".join(shown(cell).translate(FULL_WIDTH).split())


def as_code(cell: Cell) -> str:
    """A number or code: half-width, capital, no blanks inside."""
    return "".join(unicodedata.normalize("NFKC", shown(cell)).split()).upper()


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but width and blanks."""
    return one == other or _loose(one) == _loose(other)


def _loose(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def as_yes_no(cell: Cell) -> bool:
    """是/否, 有/无, √/×, yes/no, 1/0."""
    word = "".join(unicodedata.normalize("NFKC", shown(cell)).split()).lower()
    if word in YES or word in NO:
        return word in YES
    raise CellError(sentence("填“是”或“否”（也可以填有、无、√、×）"))


def as_day(cell: Cell) -> date:
    """A date cell, its serial number, or text such as 2023.9.4, 2023年9月4日, 20230904."""
    expected = CellError(sentence("完整的日期，如 2023-09-04、2023.9.4 或 2023年9月4日"))
    match cell:
        case datetime():
            return cell.date()
        case date():
            return cell
        case bool() | timedelta():
            raise expected
        case int() | float() if _SERIALS.start <= cell < _SERIALS.stop:
            return _EPOCH + timedelta(days=int(cell))
    text = unicodedata.normalize("NFKC", shown(cell)).strip().replace("。", ".").replace("、", ".")
    if _COMPACT.fullmatch(text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    elif text.isdecimal() and int(text) in _SERIALS:
        return _EPOCH + timedelta(days=int(text))
    found = _DAY.fullmatch(text)
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    raise expected


def as_number(cell: Cell, units: tuple[str, ...] = ()) -> Decimal:
    """A number, with thousands separators and one of `units` behind it at most."""
    if isinstance(cell, bool | date):
        raise CellError(sentence("一个数字"))
    if isinstance(cell, float):
        # Sums in spreadsheets end in 0.30000000000000004: fifteen digits are what Excel shows.
        return Decimal(f"{cell:.15g}")
    text = "".join(unicodedata.normalize("NFKC", shown(cell)).split()).replace(",", "").lower()
    for unit in sorted(units, key=len, reverse=True):
        text = text.removesuffix(unicodedata.normalize("NFKC", unit).lower())
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise CellError(sentence("一个数字"))
    return number
