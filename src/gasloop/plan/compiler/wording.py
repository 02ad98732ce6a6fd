"""What the compiler says about a paper: one source sentence each, so that a page can say it in another language.

The compiler speaks Chinese and knows no Django; `said` finds the source sentence and its places back from what was
said, also from what was stored long ago.
"""

import re
from functools import cache

from gasloop.kernel.refusal import sentence

GAP_PART = sentence("缺少第{number}部分，编号不连续。")
GAP_PART_TWICE = sentence("编号“{number}、”重复出现。")
GAP_SECTION = sentence("缺少{where}，编号不连续。")
GAP_ITEM_TWICE = sentence("编号“{number}”重复或倒序。")
GAP_ITEM = sentence("缺少{where}，编号不连续，原文没有这一项。")
OFFICE_CUT = sentence("“{alias}”疑似漏写“{missing}”，应为“{name}”。")
OFFICE_OTHER = sentence("“{alias}”与“{name}”写法不一，按同一单位处理。")
NO_OWNER = sentence("没有写明责任单位。")
NO_DEADLINE = sentence("没有写明完成时限、频次，也没有可以衡量的结果。")
PHASE_EARLY = sentence("该阶段自{start}开始，而文件{day}才印发。")
NO_CONTACT = sentence("提出“{what}”，全文没有写出号码或地址。")
NO_LIST = sentence("提出“{what}”，文件里没有附上。")
NO_BODY = sentence("提到“{what}”，全文没有写明其成立和组成。")
NO_ATTACHMENT = sentence("写明“{what}”，文件里没有这份附件。")
TERM_CUT = sentence("“{short}（{gloss}）”与他处“{stem}（{gloss}）”写法不一，疑似漏字。")
TERM_BARE = sentence("此处写“{stem}”，他处写“{whole}”，用语不一。")
TERM_OTHER = sentence("“{term}”与“{other}”写法不一。")

EMPTY = sentence("文件里没有文字。")
FORWARDED = sentence("这是一份转发通知，只转发上级文件，没有本级的任务条款。")
FORWARDED_WITH_DEMANDS = sentence(
    "这是一份转发通知，被转发的文件没有附在后面；通知自己另提的要求没有当作方案条款导入。"
)
NOTICE_ALONE = sentence("只有印发通知，没有附上方案正文。")
RULES = sentence("这是法规、规章或制度，不是有任务和责任单位的方案。")
OTHER_PAPER = sentence("“{title}”不是方案类文件，没有可以分解的任务条款。")
MEETING = sentence("这是会议、活动类通知，不是方案。")
ARTICLES = sentence("这是法规、规章或制度（逐条的“第×条”），不是方案。")
NEWS = sentence("这像是一篇新闻报道或信息稿，不是方案。")
UNLIKE = sentence("没有找到方案的标题、编号的任务条款和责任单位，不像是一份方案。")
TITLE_ALONE = sentence("标题是方案，但没有任何任务条款。")
NO_TASKS = sentence("没有任何任务条款，不是方案。")

UNOPENED = sentence("打不开文件 {name}：{why}")
OLD_WORD = sentence("{name} 是旧版 Word（.doc）文件，请另存为 .docx 或 .txt 再导入。")
PDF = sentence("{name} 是 PDF 文件，请先转换为 .docx 或 .txt 再导入。")
NO_TEXT = sentence("{name} 不是文本文件（UTF-8、GB18030、UTF-16）或 .docx 文件，无法读取。")
BROKEN_TEXT = sentence("{name} 的文字编码已损坏（{encoding}），无法读取。")
NOT_DOCX = sentence("{name} 不是完好的 .docx 文件，无法读取。")

_ALL = [text for name, text in sorted(globals().items()) if name.isupper() and isinstance(text, str)]


def say(text: str, **places: str) -> str:
    """The sentence with its places filled."""
    return text.format(**places)


def said(message: str) -> tuple[str, dict[str, str]] | None:
    """The source sentence and the places of what the compiler once said; None for other words.

    >>> said("缺少二(五)2，编号不连续，原文没有这一项。")
    ('缺少{where}，编号不连续，原文没有这一项。', {'where': '二(五)2'})
    """
    for text, pattern in _patterns():
        if found := pattern.fullmatch(message):
            return text, found.groupdict()
    return None


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The longest fixed text first: the most particular sentence wins."""
    texts = sorted(_ALL, key=lambda text: -len(re.sub(r"\{\w+\}", "", text)))
    return [(text, re.compile(_pattern(text), re.DOTALL)) for text in texts]


def _pattern(text: str) -> str:
    pieces, seen = [], set()
    for piece in re.split(r"(\{\w+\})", text):
        name = piece.strip("{}")
        if not piece.startswith("{"):
            pieces.append(re.escape(piece))
        elif name in seen:
            pieces.append(f"(?P={name})")
        else:
            seen.add(name)
            pieces.append(f"(?P<{name}>.+?)")
    return "".join(pieces)
