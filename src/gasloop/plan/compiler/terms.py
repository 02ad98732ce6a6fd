"""One thing under several names: 液化石油气（二甲醚）, 液化石油（二甲醚）, 液化石油气; “气液双相”, “气液两相”."""

import re
from collections import Counter
from collections.abc import Iterable

from gasloop.plan.compiler import wording
from gasloop.plan.compiler.document import Block, Remark
from gasloop.plan.compiler.numerals import narrow

_GLOSS = re.compile(r"([\u4e00-\u9fff]{2,12})\(([\u4e00-\u9fff]{2,8})\)")
_QUOTED = re.compile(r"“([\u4e00-\u9fff]{4,10})”")
_NUMBERS = set("一二三四五六七八九十两双")
_NOT_A_GLOSS = re.compile(
    r"以下|简称|下同|含|包括|等|牵头|配合|单位|阶段|试行|局$|委$|办$|部门|街道|镇|社区|户$|用户|范围|见"
)


def term_variants(blocks: tuple[Block, ...]) -> Iterable[Remark]:
    """Glossed terms whose stem is cut short or whose gloss is missing elsewhere; quoted terms one character apart."""
    body = [block for block in blocks if block.kind in ("item", "paragraph", "section", "subsection", "heading")]
    yield from _glossed(body)
    yield from _quoted(body)


def _glossed(body: list[Block]) -> Iterable[Remark]:
    before: dict[str, list[tuple[str, Block]]] = {}
    for block in body:
        for found in _GLOSS.finditer(narrow(block.text)):
            if not _NOT_A_GLOSS.search(found[2]):
                before.setdefault(found[2], []).append((found[1], block))
    for gloss, uses in before.items():
        stem = _stem([text for text, _ in uses])
        if len(uses) < 3 or len(stem) < 3:
            continue
        for text, block in uses:
            if not text.endswith(stem) and (short := _cut_short(text, stem)):
                message = wording.say(wording.TERM_CUT, short=short, gloss=gloss, stem=stem)
                yield Remark("term_variant", _place(block), message)
        yield from _unglossed(body, stem, gloss, f"{stem}（{gloss}）")


def _unglossed(body: list[Block], stem: str, gloss: str, whole: str) -> Iterable[Remark]:
    bare = [
        block
        for block in body
        if re.search(rf"(?<!《){re.escape(stem)}(?!\({re.escape(gloss)}\))(?![\u4e00-\u9fff]*》)", narrow(block.text))
    ]
    if bare:
        where = "、".join(dict.fromkeys(_place(block) for block in bare))
        yield Remark("term_variant", where, wording.say(wording.TERM_BARE, stem=stem, whole=whole))


def _stem(texts: list[str]) -> str:
    """The longest ending that nearly all of the texts share: at most one in seven (and at least one) may differ."""
    allowed = max(1, len(texts) // 7)
    best = ""
    for length in range(2, 9):
        endings = Counter(text[-length:] for text in texts if len(text) >= length)
        if not endings:
            break
        ending, count = endings.most_common(1)[0]
        if len(texts) - count > allowed or (best and not ending.endswith(best)):
            break
        best = ending
    return best


def _cut_short(text: str, stem: str) -> str | None:
    """The stem with one character missing, where `text` ends in it: `…液化石油` for `液化石油气`."""
    for at in range(len(stem)):
        short = stem[:at] + stem[at + 1 :]
        if len(short) >= 3 and text.endswith(short):
            return short
    return None


def _quoted(body: list[Block]) -> Iterable[Remark]:
    first: dict[str, Block] = {}
    for block in body:
        for found in _QUOTED.finditer(block.text):
            first.setdefault(found[1], block)
    alike: dict[str, str] = {}
    for term in first:
        for at, char in enumerate(term):
            other = alike.setdefault(f"{term[:at]}*{term[at + 1 :]}", term)
            if other != term and _same_sense(char, other[at]):
                yield Remark(
                    "term_variant", _place(first[term]), wording.say(wording.TERM_OTHER, term=term, other=other)
                )


def _same_sense(a: str, b: str) -> bool:
    """`双`/`两` are one number in two words; other pairs of numbers are different things."""
    return {a, b} == {"双", "两"} or not _NUMBERS.intersection((a, b))


def _place(block: Block) -> str:
    return block.clause or f"第{block.line}行"
