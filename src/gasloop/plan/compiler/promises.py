"""Things a paper promises and does not contain: a telephone number, a list, a body that nobody constitutes."""

import re
from collections.abc import Iterable

from gasloop.plan.compiler import wording
from gasloop.plan.compiler.document import Block, Remark
from gasloop.plan.compiler.numerals import narrow

_PHONE = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-—－ ]?\d{7,8}|1[3-9]\d{9}|400[-—]?\d{3}[-—]?\d{4}|"
    r"[2-8]\d{6,7}|12\d{3}|9[56]\d{3})(?![\d号年万余多个户米元])|"
    r"(?:电话|热线|拨打|致电|举报|报警|平台)[^，。；\d]{0,12}1[12]\d(?![\d号年万余多个户米元])"
)
_MAIL = re.compile(r"[A-Za-z0-9_.]{1,40}@[A-Za-z0-9]|https?://|www\.")
_CONTACT = re.compile(
    r"(?:公布|公开|设立|开通|畅通|设置|向社会公布|利用)[^，。；]{0,12}?(?:举报|投诉|监督|咨询|服务|联系)[^，。；]{0,6}?(?:电话|热线|邮箱|信箱|方式|二维码)"
)
_LISTS = re.compile(
    r"(?:制定|建立|列出|形成|编制|明确|细化|附|印发|公布)[^。；]{0,24}?(?P<what>(?:责任|任务|权责|权力|监管|职责|措施)清单|工作规则|任务分解表|责任分工表|责任分解表)"
)
_BODY = re.compile(
    r"(?<![成组设建]立)(?:[\u4e00-\u9fff]{0,10})(?P<what>工作专班|专项工作组|领导小组|指挥部|联席会议|工作小组|工作组)(?:办公室)?"
)
_CONSTITUTED = re.compile(
    r"(?:成立|组建|设立|建立|组成|设)[^。；]{0,30}?{what}|{what}[^。；]{0,20}?(?:由[^。]{1,60}?组成|组长|成员)"
)
_ROSTER = re.compile(r"^\s*(?:组\s*长|指挥长|总指挥|召集人)\s*[:：]\s*\S", re.MULTILINE)
_ATTACHED = re.compile(r"(?:详?见|参见|按照?|填写|填报)\s*附\s*(?P<kind>件|表)\s*(?P<no>[\d一二三四五六七八九]*)")
_HAS_ATTACHMENT = re.compile(r"^附\s*[件表]", re.MULTILINE)


def broken_promises(blocks: tuple[Block, ...], text: str) -> Iterable[Remark]:
    """One remark per promise, at the first clause that makes it."""
    body = [block for block in blocks if block.kind not in ("cover", "title", "tail")]
    yield from _contacts(body, text)
    yield from _lists(body, blocks)
    yield from _bodies(body, text)
    yield from _attachments(body, text)


def _contacts(body: list[Block], text: str) -> Iterable[Remark]:
    flat = narrow(text)
    if _PHONE.search(flat) or _MAIL.search(flat):
        return
    for block in body:
        if found := _CONTACT.search(block.text):
            yield Remark("promised_but_absent", _place(block), wording.say(wording.NO_CONTACT, what=found.group()))
            return


def _lists(body: list[Block], blocks: tuple[Block, ...]) -> Iterable[Remark]:
    """A list is there when the tail of the paper names it."""
    tail = "".join(block.text for block in blocks if block.kind == "tail")
    seen: set[str] = set()
    for block in body:
        for found in _LISTS.finditer(block.text):
            what = found["what"]
            names = [
                name
                for name in re.findall(r"责任清单|任务清单|工作规则|任务分解表|责任分工表|责任分解表", found.group())
                if name
            ]
            for name in dict.fromkeys([*names, what, *_more(block.text, found.end())]):
                if name not in seen and name not in tail:
                    seen.add(name)
                    yield Remark("promised_but_absent", _place(block), wording.say(wording.NO_LIST, what=name))


def _more(text: str, at: int) -> list[str]:
    """`工作规则、责任清单`: the second promise in one breath."""
    found = re.match(r"、(责任清单|任务清单|问题清单|工作规则|职责清单)", text[at : at + 8])
    return [found[1]] if found else []


def _bodies(body: list[Block], text: str) -> Iterable[Remark]:
    seen: set[str] = set()
    for block in body:
        for found in _BODY.finditer(block.text):
            what = found["what"]
            if what in seen:
                continue
            seen.add(what)
            if not (_ROSTER.search(text) or re.search(_CONSTITUTED.pattern.replace("{what}", what), text)):
                yield Remark("promised_but_absent", _place(block), wording.say(wording.NO_BODY, what=what))


def _attachments(body: list[Block], text: str) -> Iterable[Remark]:
    if _HAS_ATTACHMENT.search(re.sub(r"[ \t\u3000]", "", text)):
        return
    for block in body:
        if found := _ATTACHED.search(block.text):
            yield Remark("promised_but_absent", _place(block), wording.say(wording.NO_ATTACHMENT, what=found.group()))
            return


def _place(block: Block) -> str:
    return block.clause or f"第{block.line}行"
