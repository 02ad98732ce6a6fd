"""Is this paper a plan? Forwarding notices, regulations, news and the rest are told apart, with the reason."""

import re

from gasloop.plan.compiler.drafts import Outline
from gasloop.plan.compiler.front import EDITION, OTHER_WORDS, PLAN_WORDS, RULE_WORDS, Front

_PLAN = re.compile(rf"(?:{PLAN_WORDS}){EDITION}$")
_RULE = re.compile(rf"(?:{RULE_WORDS}){EDITION}$")
_OTHER = re.compile(rf"(?:{OTHER_WORDS}){EDITION}$")
_MEETING = re.compile(
    r"召开|举办|会议|培训班|放假|征集|报名|评选|考试|招聘|任免|任职|表彰|座谈|征求.*意见|比赛|值班|申报"
)
_NEWS = re.compile(r"记者|本报讯|通讯员|讯[）)]|近日|日前|据悉|据了解|[昨今]天|供稿|来源[:：]|责任编辑|编辑[:：]|点击")


def why_no_plan(front: Front, outline: Outline, text: str) -> str | None:
    """None for a plan; else the reason in the user's words."""
    if not text.strip():
        return "文件里没有文字。"
    title = front.title or ""
    clauses = len(outline.items) + len(outline.paragraphs)
    if front.notice == "转发" and not front.attached:
        return "这是一份转发通知，只转发上级文件，没有本级的任务条款。"
    if front.notice and not front.attached and _PLAN.search(title) and not outline.items and len(outline.sections) < 2:
        return "只有印发通知，没有附上方案正文。"
    if _RULE.search(title):
        return "这是法规、规章或制度，不是有任务和责任单位的方案。"
    if _PLAN.search(title):
        return None if clauses else "标题是方案，但没有任何任务条款。"
    if _OTHER.search(title):
        return f"“{title}”不是方案类文件，没有可以分解的任务条款。"
    if title.endswith("通知") and _MEETING.search(title):
        return "这是会议、活动类通知，不是方案。"
    if _many_articles(outline) and re.search(r"第一章\s*总\s*则|本(?:条例|办法|规定|法|细则)", text):
        return "这是法规、规章或制度（逐条的“第×条”），不是方案。"
    if not title and _NEWS.search(text[:600]):
        return "这像是一篇新闻报道或信息稿，不是方案。"
    if _structured(outline):
        return None
    if _NEWS.search(text[:600]):
        return "这像是一篇新闻报道或信息稿，不是方案。"
    return "没有找到方案的标题、编号的任务条款和责任单位，不像是一份方案。"


def _many_articles(outline: Outline) -> bool:
    articles = sum(1 for block in outline.blocks if re.match(r"第.{1,5}条", block.marker))
    return articles >= 3


def _structured(outline: Outline) -> bool:
    """Parts with numbered tasks below them speak for a plan even where the title is missing."""
    parts = len(outline.sections) + sum(1 for item in outline.items if item.section is None)
    return parts >= 2 and (len(outline.items) >= 2 or len(outline.paragraphs) >= 2)
