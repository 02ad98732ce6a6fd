"""Small papers for stories: a plan of four clauses, the same corrected, and files that are no plan."""

from gasloop.kernel.actor import Actor
from gasloop.plan.actions import confirm_draft, start_draft
from gasloop.plan.models import PlanDocument, PlanDraft

PAPER = """示例镇人民政府关于印发示例镇燃气安全专项整治方案的通知
示例府〔2026〕8号

示例镇燃气安全专项整治方案

一、整治重点
（一）餐饮场所
1.对未安装可燃气体报警装置的餐饮场所，要责令限期改正，2026年12月底前完成。（应急办牵头，市场监管所配合）
2.对使用不合格软管的，要责令立即更换。（经发办、派出所）
（二）居民用户
1.各社区要每季度开展一次入户安全检查。（各社区）
二、工作步骤
（一）集中整治阶段（2026年9月至2026年12月）。各单位全面排查。
（二）巩固提升阶段（2027年1月至2027年6月）。各单位健全机制。
三、保障措施
（一）加强宣传。要利用广播、微信群开展燃气安全宣传，每月不少于一次。

示例镇人民政府
2026年9月1日
"""
CORRECTED = PAPER.replace("责令立即更换。（经发办、派出所）", "责令立即更换并登记。（经发办、派出所）").replace(
    "三、保障措施\n（一）加强宣传。要利用广播、微信群开展燃气安全宣传，每月不少于一次。\n", ""
)
HOSES = "一(一)2"
ALARMS = "一(一)1"
HOUSEHOLDS = "一(二)1"


def draft(actor: Actor, text: str = PAPER, territory: str = "") -> PlanDraft:
    """The paper, uploaded."""
    return start_draft(actor, content=text.encode(), filename="plan.txt", territory=territory)


def in_force(actor: Actor, text: str = PAPER) -> PlanDocument:
    """The paper, uploaded and confirmed."""
    return confirm_draft(actor, draft_id=draft(actor, text).pk)
