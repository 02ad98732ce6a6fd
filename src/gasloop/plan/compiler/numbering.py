"""The numbers at the head of a line: 第一章, 一、, （一）, 任务一：, 第一条, 1., (1), ① in any width.

Order of rank (GB/T 9704: 一、 （一） 1. (1)), with chapters above and articles beside the arabic items.
"""

import re
from typing import Literal

import msgspec

from gasloop.plan.compiler.numerals import narrow, value

Kind = Literal["chapter", "section", "bracket", "task", "article", "item", "decimal", "subitem", "circle"]
RANK: dict[Kind, int] = {
    "chapter": 0,
    "section": 1,
    "bracket": 2,
    "task": 3,
    "article": 4,
    "item": 5,
    "decimal": 6,
    "subitem": 7,
    "circle": 8,
}

_N = r"[一二三四五六七八九十百零〇]{1,5}"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第({_N}|\d{{1,2}})(?:章|部分|篇|编)[\s、.:]*")),
    (
        "task",
        re.compile(
            rf"(?:专项|重点)?(?:任务|措施|行动|举措|工程|事项)\s*({_N}|\d{{1,2}})\s*[:、.]\s*|第({_N})[,，:]\s*"
        ),
    ),
    ("article", re.compile(rf"第({_N}|\d{{1,3}})条[\s、.:]+|第({_N}|\d{{1,3}})条(?![第款项规的例])")),
    ("bracket", re.compile(rf"\(\s*({_N})\s*\)[\s、.:]*")),
    ("section", re.compile(rf"({_N})\s*[、.:]\s*|({_N})[ \u3000\t]+(?=[\u4e00-\u9fff])")),
    (
        "decimal",
        re.compile(
            r"\d{1,2}\.(\d{1,2})(?![\d.])"
            r"(?:[\s、.]+(?=[\u4e00-\u9fff“])|(?=[\u4e00-\u9fff“])(?![年月日米吨个万亿元倍公千厘毫人家户]|小时))"
        ),
    ),
    ("subitem", re.compile(r"\(\s*(\d{1,3})\s*\)[\s、.:]*|(\d{1,2})\)[\s、.]*")),
    (
        "item",
        re.compile(
            r"(\d{1,3})\s*[.、](?:(?!\d)|(?=(?:19|20)\d\d\s*年|(?:1[0-2]|0?[1-9])\s*月|24\s*小时|100%))\s*|"
            r"(\d{1,2})[ \u3000\t]+(?=[\u4e00-\u9fff“])(?![年月日个名家号时分米])"
        ),
    ),
)
_SINGLE: tuple[tuple[Kind, str], ...] = (
    ("circle", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    ("subitem", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    ("item", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    ("bracket", "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"),
)
_SINGLES: dict[str, tuple[Kind, int]] = {c: (kind, i) for kind, chars in _SINGLE for i, c in enumerate(chars, 1)}


class Mark(msgspec.Struct, frozen=True):
    """A recognised number: its kind, its value, and how many characters of the line it takes."""

    kind: Kind
    number: int
    length: int


def mark_of(line: str) -> Mark | None:
    """The number that `line` begins with: `１．对…` → item 1; `（十二）…` → bracket 12; `2023年…` → None."""
    if not line:
        return None
    if line[0] in _SINGLES:
        kind, number = _SINGLES[line[0]]
        return Mark(kind, number, len(line) - len(line[1:].lstrip(" \u3000\t、.．")))
    head = narrow(line[:16])
    for kind, pattern in _PATTERNS:
        if found := pattern.match(head):
            number_text = next(group for group in found.groups() if group)
            amount = value(number_text)
            if amount:
                return Mark(kind, amount, found.end())
    return None


_INLINE: dict[Kind, re.Pattern[str]] = {
    "section": re.compile(rf"(?<=[。；;：:])[ \u3000\t]*(?={_N}、)"),
    "item": re.compile(
        r"(?<=[。；;：:])[ \u3000\t]*(?=[\d０-９]{1,3}\s*[.．、]"
        r"(?:(?![\d０-９])|(?=(?:19|20|１９|２０)[\d０-９]{2}年|[\d０-９]{1,2}\s*月|(?:24|２４)\s*小时)))"
    ),
    "bracket": re.compile(
        rf"(?<=[。；;：:])[ \u3000\t]*(?=[（(]{_N}[）)])|(?<=[骤排求务施点容障标工])(?=[（(]一[）)][\u4e00-\u9fff])"
    ),
}


def inline_marks(text: str, kind: Kind, after: int) -> list[int]:
    """Where further points of `kind` begin inside `text`, counting on from `after`.

    `甲；2．乙；3．丙` after 1 gives the offsets of `2．` and `3．`; a number out of turn is no point.
    """
    offsets: list[int] = []
    for found in _INLINE[kind].finditer(text):
        mark = mark_of(text[found.end() : found.end() + 16])
        if mark and mark.kind == kind and mark.number == after + 1:
            offsets.append(found.end())
            after = mark.number
    return offsets
