"""The head of an official paper: number, issuer, title, date, and where the plan begins behind its cover."""

import re
from datetime import date

import msgspec

from gasloop.plan.compiler.lines import Line, join
from gasloop.plan.compiler.numbering import mark_of
from gasloop.plan.compiler.numerals import arabic_dates, narrow

PLAN_WORDS = (
    "方案|计划|规划|要点|行动|安排|意见|措施|举措|任务分解|任务分解表|任务分工表|责任分工表|任务清单|工作清单|责任清单|措施清单|责任分工|任务分工|计划表|部署|"
    "预案"
)
RULE_WORDS = "条例|办法|规定|细则|规则|准则|章程|规程|规范|标准|制度|法|守则"
OTHER_WORDS = (
    "通报|公报|总结|报告|纪要|简报|讲话|讲话稿|发言|致辞|批复|复函|函|公告|公示|通告|决定|名单|解读|问答|合同|协议|"
    "协议书|通知书|告知书|承诺书|明白纸|须知|倡议书|公开信|一封信|答复|请示|命令|启事|说明|综述|信息|快讯"
)
EDITION = r"(?:\s*[（(][^（）()]{1,20}[）)])*"
_ENDS_PLAN = re.compile(rf"(?:{PLAN_WORDS}){EDITION}$")
_ENDS_ANY = re.compile(rf"(?:{PLAN_WORDS}|{RULE_WORDS}|{OTHER_WORDS}|通知){EDITION}$")
_DOC_NO = re.compile(
    r"^(?:文号[:：])?\s*(?P<no>[\u4e00-\u9fffA-Za-z（）()×○〇*]{1,20}\s*[〔\[［(（【]\s*(?:19|20)\d\d\s*[〕\]］)）】]\s*"
    r"(?:第\s*)?\d{1,5}\s*号)(?=$|\s|签发|《)"
)
_DATE_LINE = re.compile(
    r"^[（(]?\s*((?:19|20)\d\d)\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*日?\s*[）)]?$"
)
_PRINTED = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日\s*(?:印发|印|发布)$")
_NOTICE = re.compile(r"^(?P<issuer>.*?)(?:关于)?(?P<how>印发|转发|批转|下发|发布)(?P<what>.+?)的?通知$")
_PUNCTUATED = re.compile(r"[。；;！？?!]")
_ATTACHMENT = re.compile(r"^附\s*件\s*[\d一二三四五六七八九十]*\s*(?:[:：.、]|$)")
_ORGANISATION = re.compile(
    r"^[\u4e00-\u9fffA-Za-z×*○〇（）()·、\s]{2,40}(?:政府|委员会|办公室|局|厅|部|委|办|院|会|中心|队|所|指挥部|小组|专班|处|站|公司|集团|街道|社|大学|学校|医院)$"
)


_EDITION_LINE = re.compile(r"^[（(][^（）()，。]{1,20}[）)]$")


_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_CARD_ISSUER = "发布机构|发文机关|发文单位|制发机关|发布单位|颁布部门"
_CARD_NUMBER = "文号|发文字号|公文文号"
_CARD_DAY = "成文日期|发文日期"
_CARD_LABEL = (
    rf"索引号|{_CARD_ISSUER}|{_CARD_NUMBER}|{_CARD_DAY}|发布日期|发布时间|生成日期|生效日期|颁布日期|主题分类|信息分类|"
    r"公文种类|文件类型|有效性|效力状态|法律效力|应用分类|体裁分类|服务对象|组配分类|信息名称|名称|标题|主题词|公开方式|关键词|"
    r"内容概览|浏览次数|信息来源|来源"
)
_CARD = re.compile(rf"(?:^|[|•·])(?:{_CARD_LABEL})(?:[:：]|$)")
_SITE = re.compile(r"首页|当前位置|所在的?位置|登录|注册|收藏|打印|字体[:：]|【[^】]*[大中小]|>.*>|＞.*＞")


def _several(issuer: str) -> str:
    """`县委办公室　县政府办公室` → with 、 between; blanks within one name stay."""
    names = issuer.split()
    return "、".join(names) if len(names) > 1 and all(_ORGANISATION.match(name) for name in names) else issuer


def _row(line: str) -> str:
    """A line of the card without blanks: `索  引 号：`."""
    return re.sub(r"\s", "", line.translate(_DIGITS))


def _on_card(lines: list[Line], label: str, what: str) -> str | None:
    """What the card above a published paper says, beside its label or below it (`成文日期：2023-05-08`)."""
    rows = [line.text.translate(_DIGITS) for line in lines[:30]]
    for at, text in enumerate(rows):
        if not _CARD.search(_row(text)):
            continue
        label_alone = re.fullmatch(rf"(?:{label})[:：]?", _row(text))
        if label_alone and at + 1 < len(rows) and (found := re.fullmatch(what, rows[at + 1].strip())):
            return found.group()
        blank = "|".join(r"\s*".join(word) for word in label.split("|"))
        if found := re.search(rf"(?:{blank})\s*[:：][\s|]*({what})(?=[\s|]|$)", text):
            return found[1]
    return None


class Front(msgspec.Struct, frozen=True):
    """The head of the paper. `body` is the index of the first line after the title; `notice` how it was issued."""

    title: str | None = None
    doc_no: str | None = None
    issuer: str | None = None
    issued: date | None = None
    body: int = 0
    title_from: int = 0
    notice: str | None = None
    attached: bool = False


def front_of(lines: list[Line]) -> Front:
    """Read the head of the paper out of its lines; nothing is required to be there."""
    cover_title, cover_from, cover_to = _find_title(lines, 0, _ENDS_ANY)
    found = _NOTICE.match(cover_title) if cover_title else None
    issuer = _several(found["issuer"].strip()) or None if found else None
    notice = found["how"] if found else ("转发" if cover_title and "转发" in cover_title else None)
    title, title_from, body = cover_title, cover_from, cover_to
    attached = False
    named = _named(found["what"]) if found else ""
    if not found and (sent := _sent_out(lines, cover_to)):
        notice, named = sent
    if named:
        at = _attached_title(lines, cover_to, named)
        if at:
            title, title_from, body = at
            title_from, body = _printed_again(lines, title, title_from, body)
            attached = True
        elif notice != "转发" and (found or title is None):
            title = named
    elif title and notice is None:
        title_from, body = _printed_again(lines, title, title_from, body)
    signed, day = _signature(lines, cover_to, body if attached or body > cover_to else len(lines))
    if day is None and title_from and not found:
        signed, day = _signature(lines, 0, title_from)
    return Front(
        title=title,
        doc_no=_doc_no(lines, body if attached else 12),
        issuer=signed
        or issuer
        or _red_head(lines, cover_from)
        or _on_card(lines, _CARD_ISSUER, r"[\u4e00-\u9fff]{3,40}"),
        issued=day or _printed_day(lines) or _carded_day(lines),
        body=body,
        title_from=title_from if title else 0,
        notice=notice,
        attached=attached,
    )


_SENT = re.compile(r"《(?P<what>[^《》]{4,80}(?:〈[^〉]*〉[^《》]{0,40})?)》[^。；《]{0,40}?(?P<how>印发|转发|下发)")


_LISTED = re.compile(r"^附\s*件\s*[:：]\s*(?:1\s*[.．、]\s*)?(\S.{5,60})$")


def _sent_out(lines: list[Line], start: int) -> tuple[str, str] | None:
    """How and what a notice sends out where no title says so: `现将《…》印发给你们`, or the plan that it lists."""
    for line in lines[start : start + 12]:
        if mark_of(line.text):
            break
        if (listed := _LISTED.match(line.text)) and _ENDS_PLAN.search(compact(listed[1])):
            return "印发", listed[1]
        if (found := _SENT.search(line.text)) and _ENDS_ANY.search(compact(found["what"])):
            return found["how"], found["what"]
    return None


def _printed_again(lines: list[Line], title: str, first: int, after: int) -> tuple[int, int]:
    """A page prints the title above the paper and the paper prints it again: its body begins behind the last one."""
    for at in range(after, min(len(lines), after + 25)):
        if mark_of(lines[at].text):
            break
        if compact(lines[at].text) == compact(title):
            first, after = at, at + 1
    return first, after


def _carded_day(lines: list[Line]) -> date | None:
    day = _on_card(lines, _CARD_DAY, r"\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?")
    return _date_of(day) if day else None


def compact(text: str) -> str:
    """Without blanks, half-width: for comparing titles."""
    return re.sub(r"\s", "", narrow(text))


def _named(what: str) -> str:
    inside = re.search(r"《(.+)》", what)
    return inside[1].strip() if inside else what.strip().strip("《》 ")


_LONGEST_LINE, _LONGEST_TITLE, _SEARCHED = 90, 150, 45


def _is_title_line(line: str) -> bool:
    return (
        len(line) <= _LONGEST_LINE
        and not _PUNCTUATED.search(line)
        and not line.endswith(("，", "、", ":", "："))
        and not _ATTACHMENT.match(line)
        and not _DATE_LINE.match(arabic_dates(narrow(line)))
    )


def _find_title(lines: list[Line], start: int, ends: re.Pattern[str]) -> tuple[str | None, int, int]:
    """The first title (one to four lines) above the first number: text, first line, line after it."""
    for first in range(start, min(len(lines), start + _SEARCHED)):
        if mark_of(lines[first].text) and not _names_title(lines[first].text, ends):
            break
        text = ""
        for last in range(first, min(len(lines), first + 4)):
            line = lines[last].text
            if not _is_title_line(line) or _skipped(line) or (last > first and mark_of(line)):
                break
            text = join(text, line) if text else line
            if ends.search(text) and not mark_of(text) and not _goes_on(lines, last):
                return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text), first, last + 1
            if len(text) > _LONGEST_TITLE:
                break
    return None, start, start


def _names_title(line: str, ends: re.Pattern[str]) -> bool:
    """`一 季度安全生产工作要点`: a number is part of the title."""
    return bool(ends.search(line)) and len(line) > 12 and not re.match(r"[（(]|.{1,3}[、.．]", line)


def _goes_on(lines: list[Line], last: int) -> bool:
    """Does the title's next line belong to it still (`…专项` / `整治方案`, `…方案` / `的通知`)?"""
    following = lines[last + 1].text if last + 1 < len(lines) else ""
    return following in ("的通知", "通知", "》的通知") or bool(
        re.fullmatch(r"[（(].{0,12}(?:试行|稿|版|年)[）)]的?(?:通知)?", following)
    )


def _skipped(line: str) -> bool:
    """Number lines, red heads (…文件), organisations, and what a web page prints around a paper are no title."""
    return (
        bool(_DOC_NO.match(line.translate(_DIGITS)))
        or bool(_CARD.search(_row(line)))
        or bool(_SITE.search(line))
        or line.endswith("文件")
        or bool(_ORGANISATION.match(line) and "关于" not in line)
    )


def _attached_title(lines: list[Line], start: int, named: str) -> tuple[str, int, int] | None:
    """Where the paper that the notice issues begins: its title printed again, on up to four lines."""
    wanted = compact(named)
    for first in range(start, len(lines)):
        text = ""
        for last in range(first, min(len(lines), first + 4)):
            text += compact(lines[last].text)
            if text == wanted or (len(text) > 5 and wanted.endswith(text) and _ENDS_ANY.search(text)):
                last += bool(last + 1 < len(lines) and _EDITION_LINE.match(lines[last + 1].text))
                whole = "".join(line.text for line in lines[first : last + 1])
                return (re.sub(r"\s+", "", whole) if wanted == text else named), first, last + 1
            if not wanted.startswith(text) and text not in wanted:
                break
    for first in range(start, len(lines)):
        if mark_of(lines[first].text) or _ATTACHMENT.match(lines[first].text):
            continue
        line = lines[first].text
        if (
            _is_title_line(line)
            and "，" not in line
            and _ENDS_PLAN.search(line)
            and len(line) >= 6
            and first + 2 < len(lines)
        ):
            edition = _EDITION_LINE.match(lines[first + 1].text)
            return re.sub(r"\s", "", line) + (edition.group() if edition else ""), first, first + (2 if edition else 1)
    return None


def _doc_no(lines: list[Line], limit: int) -> str | None:
    for line in lines[:limit]:
        found = _DOC_NO.match(line.text.translate(_DIGITS))
        if found:
            return re.sub(r"\s", "", found["no"])
    return _on_card(lines, _CARD_NUMBER, r"[^\s：:|]{2,20}?\d{1,5}\s*号")


def _date_of(line: str) -> date | None:
    found = _DATE_LINE.match(arabic_dates(narrow(line)))
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


_SIGNED_LINE = re.compile(r"^([\u4e00-\u9fff、\s]{4,60}[\u4e00-\u9fff])\s+((?:19|20|二)\S{3,}\s*月\s*\S{1,3}\s*日)$")


def _signature(lines: list[Line], start: int, end: int) -> tuple[str | None, date | None]:
    """The line that is a date and nothing else, and the organisations above it."""
    for at in range(start, end):
        day = _date_of(lines[at].text)
        if day is None:
            if (beside := _SIGNED_LINE.match(lines[at].text)) and (day := _date_of(beside[2])):
                return "、".join(_organisations(beside[1])) or None, day
            continue
        signers: list[str] = []
        for above in range(at - 1, max(start, at - 8) - 1, -1):
            names = _organisations(lines[above].text)
            if not names:
                break
            signers = [*names, *signers]
        return "、".join(signers) or None, day
    return None, None


def _organisations(line: str) -> list[str]:
    """The organisations of a signature line: one with blanks in it, or several with wide blanks between."""
    parts = re.split(r"\s{2,}|\u3000+", line.strip())
    if len(parts) > 1 and all(_ORGANISATION.match(part) for part in parts):
        return parts
    whole = re.sub(r"\s+", "", line)
    return [whole] if _ORGANISATION.match(whole) else []


def _printed_day(lines: list[Line]) -> date | None:
    for line in lines:
        if len(line.text) < 60 and (found := _PRINTED.search(arabic_dates(narrow(line.text)))):
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
    return None


def _red_head(lines: list[Line], end: int) -> str | None:
    for line in lines[:end]:
        name = re.sub(r"\s+", "", line.text).removesuffix("文件")
        if _ORGANISATION.match(name):
            return name
    return None


def is_tail(line: str) -> bool:
    """What follows the last paragraph: attachments, copies, the printer's line."""
    return bool(
        _ATTACHMENT.match(line) or re.match(r"抄送[:：]|主题词[:：]|公开方式[:：]|信息公开(?:选项|形式)[:：]", line)
    )


def is_signature(line: str) -> bool:
    """An organisation or a date standing alone."""
    return len(line) <= 80 and (
        _date_of(line) is not None
        or bool(_ORGANISATION.match(line))
        or bool(_PRINTED.search(arabic_dates(narrow(line))))
    )
