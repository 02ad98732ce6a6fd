"""The unified social credit code (统一社会信用代码), GB 32100-2015: 18 characters, the last one a check character.

Old ledgers also carry the 15-digit registration number of a business licence; it has no check we rely on.
"""

import re
import unicodedata

from gasloop.kernel.refusal import Refusal, sentence

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
LENGTH = 18

_OLD_NUMBER = re.compile(r"\d{15}")


def tidy(text: str) -> str:
    """Full-width characters made half-width, blanks and hyphens dropped, letters upper case."""
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(c for c in narrow if not c.isspace() and c != "-").upper()


def check_character(first_17: str) -> str:
    """The 18th character for the first 17; ValueError for a character outside the alphabet."""
    if len(first_17) != LENGTH - 1:
        raise ValueError("the check character is taken over 17 characters")
    total = sum(ALPHABET.index(c) * w for c, w in zip(first_17, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def checked_uscc(text: str) -> str:
    """The code in its normal form; Refusal that says what is wrong with it and what to do."""
    code = tidy(text)
    if len(code) != LENGTH:
        raise Refusal(
            "registry.uscc.length",
            sentence("统一社会信用代码应为18位，现在是{length}位：{code}。请对照营业执照重新填写。"),
            field="uscc",
            basis="GB 32100-2015",
            params={"length": len(code), "code": code},
        )
    for place, character in enumerate(code, start=1):
        if character not in ALPHABET:
            raise Refusal(
                "registry.uscc.character",
                sentence("统一社会信用代码第{place}位是“{character}”，代码中不会出现这个字符。请对照营业执照核对。"),
                field="uscc",
                basis="GB 32100-2015",
                params={"place": place, "character": character},
            )
    if check_character(code[:-1]) != code[-1]:
        raise Refusal(
            "registry.uscc.check",
            sentence("统一社会信用代码{code}的校验位不对，其中至少一位抄错了。请对照营业执照逐位核对。"),
            field="uscc",
            basis="GB 32100-2015",
            params={"code": code},
        )
    return code


def checked_old_number(text: str) -> str:
    """An old 15-digit licence number in its normal form; Refusal when it is none."""
    number = tidy(text)
    if not _OLD_NUMBER.fullmatch(number):
        raise Refusal(
            "registry.old_number.shape",
            sentence("旧营业执照注册号应为15位数字，现在是“{number}”。请核对；如已换发新照，请填统一社会信用代码。"),
            field="old_number",
            params={"number": number},
        )
    return number
