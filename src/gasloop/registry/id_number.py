"""The citizen's identity number (公民身份号码), GB 11643-1999: 17 digits and a check character, ISO 7064 MOD 11-2."""

import re
from datetime import date

from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.uscc import tidy

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
_SHAPE = re.compile(r"\d{17}[0-9X]")


def check_character(first_17: str) -> str:
    """The 18th character for the first 17 digits."""
    return CHECKS[sum(int(c) * w for c, w in zip(first_17, WEIGHTS, strict=True)) % 11]


def checked_id_number(text: str) -> str:
    """The number in its normal form. The refusal never repeats the number: it is personal, and refusals are logged."""
    number = tidy(text)
    if not _SHAPE.fullmatch(number):
        raise _refusal("shape", sentence("身份证号应为18位：前17位是数字，末位是数字或X。请对照证件填写。"))
    if not _is_day(number[6:14]):
        raise _refusal("born", sentence("身份证号里的出生日期不存在，请逐位核对。"))
    if check_character(number[:17]) != number[17]:
        raise _refusal("check", sentence("身份证号的校验位不对，其中至少一位抄错了。请对照证件逐位核对。"))
    return number


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1880
    except ValueError:
        return False


def _refusal(what: str, text: str) -> Refusal:
    return Refusal(f"registry.id_number.{what}", text, field="id_number", basis="GB 11643-1999")
