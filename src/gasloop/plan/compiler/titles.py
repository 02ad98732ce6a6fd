"""Headings: which part of a numbered line is its title, and which lines without a number are headings."""

import re

from gasloop.plan.compiler.lines import Para
from gasloop.plan.compiler.numerals import chinese_stops
from gasloop.plan.compiler.offices import brackets, is_note

_STOP = re.compile(r"[。！!？?；;]")
_DATED = re.compile(r"[\d０-９]\s*[日月]\s*底?前|年底前")
_DUTY = re.compile(r"要|应|须|必须|不得|严禁|确保|负责")
_ORDERS = re.compile(r"(?<![主重需必简纲提摘])要(?!求|素)|应(?!急|用|对|力)|须|必须|不得|负责(?!人|同志)")
THOUGHT = re.compile(
    r"指导思想|基本原则|工作原则|总体思路|总体要求|重要意义|工作思路|指导原则|重要性|编制依据|主要依据"
)
STEPS = re.compile(r"步骤|阶段|进度|时间安排|时间要求|时间节点|工作安排|实施安排|方法安排|时间进度|日程")
PHASE_LINE = re.compile(
    r"^(?:第?[一二三四五六七八1-8]\s*(?:阶段|步)|[\u4e00-\u9fff]{2,10}阶段[（(:：]|【[\u4e00-\u9fff]{2,12}阶段】)"
)
DATED_STAGE = re.compile(
    r"^[\d０-９][\d０-９年月日至到旬上中下底—–~～\-－ ]{3,30}(?<=[日月旬底])\s+[\u4e00-\u9fff]{2,12}$"
)
_STAGE = re.compile(
    r"^\s*[\d０-９][\d０-９年月日至到起旬上中下底初末—–~～\-－ ]{3,36}"
    r"(?:[，,：:]|为|(?<=[日月旬底])\s+)[\u4e00-\u9fff“”、]{2,14}$"
)
PHASE_WORD = re.compile(r"阶段|第[一二三四五六七八九\d]{1,2}步")


def dated_stages(text: str) -> list[str]:
    """`7月4日—7月10日，宣传发动；7月11日—9月30日，排查整治。` → its stages; empty when anything else stands there."""
    pieces = [piece.strip() for piece in re.split(r"[；;。]", text) if piece.strip()]
    return pieces if len(pieces) > 1 and all(_STAGE.match(piece) for piece in pieces) else []


def together(title: str) -> str:
    """`总　体　要　求` → `总体要求`: a title printed wide is one word."""
    wide = re.fullmatch(r"(?:[\u4e00-\u9fff、和与][ \u3000]+)+[\u4e00-\u9fff][。：:]?", title.strip())
    return re.sub(r"[ \u3000]", "", title) if wide else title


def split_title(text: str, *, followed: bool) -> tuple[str, str]:
    """Title and body of a numbered line above the items. `followed`: something deeper or unnumbered comes next.

    `加强领导。各单位要…` → (`加强领导。`, `各单位要…`); `指导思想` → (`指导思想`, ``); one long sentence is all body.
    """
    printed, text = text, chinese_stops(text)
    cut = _title_end(text, followed=followed)
    return printed[:cut], printed[cut:]


def _title_end(text: str, *, followed: bool) -> int:
    """Where the title ends; 0 when there is none."""
    first = _STOP.search(text)
    if first and first.group() == "。" and first.end() < len(text):
        head = text[: first.end()]
        if len(head) <= (26 if "，" in head or _DUTY.search(head) else 40) and not _notes_only(text[first.end() :]):
            return first.end()
    if cut := _bracketed_phase(text) or _colon(text) or _blank(text):
        return cut
    single = first is None or first.end() == len(text)
    return len(text) if single and _titlelike(text, closed=first is not None, followed=followed) else 0


def _titlelike(text: str, *, closed: bool, followed: bool) -> bool:
    """Is the whole line a title? Long or closed by a full stop only when something follows below it."""
    if text.endswith(("，", "、", "的。", "的；")) or (closed and _ORDERS.search(text)):
        return False
    if closed and "，" in text and _DATED.search(text):
        return False  # `…建立奖惩机制，具体办法于2022年12月31日前出台。` is a sentence with a term
    if followed:
        return len(text) <= 70
    text = re.sub(r"[（(][^（）()]*(?:\d|月)[^（）()]*[）)]", "", text)
    return len(text) <= 24 if not closed else len(text) <= 16 and "，" not in text


def _unbracketed(head: str) -> str:
    """`各村（社区）` → `各村`: a short gloss in a name is no sentence."""
    return re.sub(r"[（(][^（）()\d]{1,8}[）)]$", "", head)


_NAMES_WHAT = re.compile(r"^[\u4e00-\u9fff]{0,6}(?:时间|目标|范围|对象|内容|分工|要求|重点|方法|地点)$")


def _notes_only(rest: str) -> bool:
    """`（责任单位：…）` after the first sentence is its note, not a body."""
    found = brackets(rest)
    return (
        bool(found)
        and found[0][0] == 0
        and found[-1][1] >= len(rest.rstrip("。；; "))
        and is_note(rest[1 : found[0][1] - 1], trailing=True)
    )


def _bracketed_phase(text: str) -> int | None:
    """`动员部署阶段（3月1日至15日）召开会议…` → after the bracket."""
    found = brackets(text)
    if not found or found[0][0] > 24 or not re.search(r"\d|[一二三四五六七八九十]月", text[slice(*found[0])]):
        return None
    head = text[: found[0][0]]
    if not head or re.search(r"[，。；]", head) or not (PHASE_WORD.search(head) or len(head) <= 14):
        return None
    end = found[0][1]
    rest = re.match(r"[\s。:：，,；;]*", text[end:])
    cut = end + (rest.end() if rest else 0)
    return cut if cut < len(text) else None


def _colon(text: str) -> int | None:
    """`动员部署阶段：召开会议，…。` → after the colon; `第一阶段：集中攻坚` is all title."""
    found = re.search(r"[:：]", text)
    if not found or not 2 <= found.start() <= 22 or re.search(r"[，。；（(]", _unbracketed(text[: found.start()])):
        return None
    if re.match(r"^第?[一二三四五六七八1-8]\s*(?:阶段|步)$", text[: found.start()]) and len(text) - found.end() <= 45:
        return None
    if re.match(r"^[\d０-９二〇○年月日季度第至到—–-]+$", text[: found.start()]):
        return None
    rest = text[found.end() :]
    if _NAMES_WHAT.search(text[: found.start()]) and rest.strip():
        return found.end()
    return found.end() if rest.strip() and (len(rest) > 16 or _STOP.search(rest.rstrip("。"))) else None


def _blank(text: str) -> int | None:
    """`加强领导 各单位要…` → after the blank."""
    found = re.search(r"(?<=[^\x00-\x7f])[ \u3000\t]{1,20}(?=[^\x00-\x7f])", text[:60])
    if not found or not 3 <= found.start() <= 22 or re.search(r"[，。；、：:（(]", text[: found.start()]):
        return None
    return found.end() if len(text) - found.end() > 16 and _STOP.search(text, found.end()) else None


def is_item_title(text: str) -> bool:
    """Is a numbered item only a title (its text follows below)? `加强巡查` yes; a closed sentence no."""
    bare = text
    for start, end in reversed(brackets(text)):
        if is_note(text[start + 1 : end - 1], trailing=True):
            bare = bare[:start] + bare[end:]
    bare = bare.strip()
    return len(bare) <= 30 and not _STOP.search(bare.rstrip("。")) and (not bare.endswith("。") or len(bare) <= 16)


_BOXED = re.compile(r"^【[\u4e00-\u9fff]{2,14}】$")


def unnumbered_headings(paras: list[Para]) -> set[int]:
    """Indexes of short unnumbered lines that head a part, in a paper that does not number its parts."""
    found: set[int] = set()
    for at, para in enumerate(paras[:-1]):
        following = paras[at + 1]
        if not para.mark and _BOXED.match(para.text):
            found.add(at)
            continue
        if para.mark or not 2 <= len(para.text) <= 22 or re.search(r"[，。；！？、…,;!?]|\d", para.text):
            continue
        if para.text.endswith(("：", ":")) and not re.match(r"^[\u4e00-\u9fff]{2,10}[:：]$", para.text):
            continue
        if following.mark or len(following.text) > max(22, len(para.text)):
            found.add(at)
    return found
