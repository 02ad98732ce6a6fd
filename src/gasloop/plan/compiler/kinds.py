"""Is this paper a plan? Forwarding notices, regulations, news and the rest are told apart, with the reason."""

import re

from gasloop.plan.compiler import wording
from gasloop.plan.compiler.drafts import Outline
from gasloop.plan.compiler.front import EDITION, OTHER_WORDS, PLAN_WORDS, RULE_WORDS, Front

_PLAN = re.compile(rf"(?:{PLAN_WORDS}){EDITION}$")
_LOOSE = re.compile(
    rf"(?:行动|安排|措施|举措|部署|预案){EDITION}$|总结|(?:出台|印发|发布|公布|启动|召开|开展)(?!.*(?:关于|的实施))"
)
_RULE = re.compile(rf"(?:{RULE_WORDS}){EDITION}$")
_OTHER = re.compile(rf"(?:{OTHER_WORDS}){EDITION}$")
_MEETING = re.compile(
    r"召开|举办|会议|培训班|放假|征集|报名|评选|考试|招聘|任免|任职|表彰|座谈|征求.*意见|比赛|值班|申报"
)
_REPORTED = re.compile(
    r"记者|本报讯|通讯员|讯[）)]|近日|(?<![\d０-９一二三四五六七八九十])日前|据悉|据了解|获悉|[昨今]天[上下]午|供稿"
)
_PUBLISHED = re.compile(r"来源[:：]|责任编辑|编辑[:：]|点击|浏览")
_FRONT_PAGE = 600


def why_no_plan(front: Front, outline: Outline, text: str) -> str | None:
    """None for a plan; else the reason in the user's words."""
    if not text.strip():
        return wording.EMPTY
    title = front.title or ""
    if front.notice == "转发" and not front.attached:
        return wording.FORWARDED_WITH_DEMANDS if len(outline.sections) + len(outline.items) > 1 else wording.FORWARDED
    if front.notice and not front.attached and _PLAN.search(title) and not outline.items and len(outline.sections) < 2:
        return wording.NOTICE_ALONE
    if _RULE.search(title):
        return wording.RULES
    if _PLAN.search(title):
        return _weigh_plan(title, outline, "" if front.attached else text)
    if _OTHER.search(title):
        return wording.say(wording.OTHER_PAPER, title=title)
    if title.endswith("通知") and _MEETING.search(title):
        return wording.MEETING
    if _many_articles(outline) and re.search(r"第一章\s*总\s*则|本(?:条例|办法|规定|法|细则)", text):
        return wording.ARTICLES
    if _is_report(text) and (not title or not _structured(outline)):
        return wording.NEWS
    if _structured(outline):
        return None
    return wording.UNLIKE


def _weigh_plan(title: str, outline: Outline, text: str) -> str | None:
    """The title says plan; a headline (`我市出台…方案`, `…开展…行动`) says so too, yet its text has no parts.

    `text` is empty where a notice sent the plan out: that is no headline.
    """
    if _LOOSE.search(title) or _REPORTED.search(text[:_FRONT_PAGE]):
        if _structured(outline):
            return None
        if _is_report(text):
            return wording.NEWS
    if outline.items or outline.paragraphs:
        return None
    return wording.TITLE_ALONE


def _is_report(text: str) -> bool:
    return bool(_REPORTED.search(text[:_FRONT_PAGE]) or _PUBLISHED.search(text[:_FRONT_PAGE]))


def _many_articles(outline: Outline) -> bool:
    articles = sum(1 for block in outline.blocks if re.match(r"第.{1,5}条", block.marker))
    return articles >= 3


def _structured(outline: Outline) -> bool:
    """Parts with numbered tasks below them speak for a plan even where the title is missing."""
    parts = len(outline.sections) + sum(1 for item in outline.items if item.section is None)
    return parts >= 2 and (len(outline.items) >= 2 or len(outline.paragraphs) >= 2)
