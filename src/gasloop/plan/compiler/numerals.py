"""Chinese numerals and full-width characters, as official papers number things."""

import re

DIGITS = "零一二三四五六七八九"
_VALUES = {**{c: i for i, c in enumerate(DIGITS)}, "〇": 0, "○": 0, "Ｏ": 0, "两": 2}

_WIDE = "０１２３４５６７８９．（）：［］，；％－～"
_NARROW = "0123456789.():[],;%-~"
_NARROWING = str.maketrans(_WIDE, _NARROW)

NUMERAL = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]{1}百?[零〇]?[一二三四五六七八九十]*)"


def narrow(text: str) -> str:
    """Full-width digits and punctuation made half-width, length unchanged: `１．（二）` → `1.(二)`."""
    return text.translate(_NARROWING)


_STOPS = str.maketrans(",;:", "，；：")
_LATIN_POINT = re.compile(r"(?<=[\u4e00-\u9fff”）)%])\.(?=[\u4e00-\u9fff“]|\s*$|\s*\n)")
_LATIN_STOP = re.compile(r"(?<![A-Za-z0-9])[,;:]|[,;:](?![A-Za-z0-9])")


def chinese_stops(text: str) -> str:
    """Stops of Chinese prose full-width, whatever was typed, length unchanged; `1,000` and `12:30` stay."""
    text = _LATIN_STOP.sub(lambda found: found.group().translate(_STOPS), text)
    return _LATIN_POINT.sub("。", text)


def value(numeral: str) -> int | None:
    """The number of `十二`, `二十`, `一百零三`, `12` or `１２`; None when it is none."""
    numeral = narrow(numeral)
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    total, digit = 0, 0
    for char in numeral:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif char in _VALUES:
            digit = _VALUES[char]
        else:
            return None
    return total + digit


def chinese(number: int) -> str:
    """`12` → `十二`, as parts of a paper are numbered (up to 999)."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


_CHINESE_DATE = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)|[一二三四五六七八九十]{1,3}(?=[月日])")


def arabic_dates(text: str) -> str:
    """`二〇二三年九月四日` → `2023年9月4日`; other text unchanged."""

    def digits(found: re.Match[str]) -> str:
        numeral = found.group()
        if len(numeral) == 4 and "十" not in numeral:
            return "".join(str(_VALUES[c]) for c in numeral)
        return str(value(numeral) or numeral)

    return _CHINESE_DATE.sub(digits, text)
