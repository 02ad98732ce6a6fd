"""The letter of a referral as an official paper (.docx).

A basis is printed only when it is citable (read in the norm, or confirmed by a named person); otherwise the letter says
what was found and cites no article.
"""

from io import BytesIO

from gasloop.kernel import clock
from gasloop.plan.official import OfficialPaper
from gasloop.referral.models import Referral
from gasloop.rulebook.queries import citable_bases

TITLES = {Referral.Kind.HAND_OVER: "移送函", Referral.Kind.INFORM: "抄告单"}


def letter_paper(referral: Referral) -> BytesIO:
    """The .docx at its beginning."""
    paper, hazard = OfficialPaper(), referral.hazard
    sender = referral.owner_office.name if referral.owner_office else ""
    paper.title(f"{sender}{TITLES[Referral.Kind(referral.kind)]}")
    paper.line(referral.number, centred=True)
    paper.line()
    paper.text(f"{referral.to_office.name}：", indented=False)
    found = clock.legal_day(hazard.found_at)
    paper.text(
        f"{found.year}年{found.month}月{found.day}日，我单位在{hazard.site.name}（{hazard.site.address}）检查时发现："
        f"{hazard.description}{f'（实测{hazard.measured}）' if hazard.measured else ''}。隐患编号{hazard.number}，"
        f"级别为{hazard.get_severity_display()}。"
    )
    if bases := citable_bases(hazard.rule):
        named = "；".join(f"《{basis.source.title}》{basis.article}" for basis in bases)
        paper.text(f"依据：{named}。")
    if referral.taken:
        paper.text(f"已采取的措施：{referral.taken}")
    paper.text(f"理由：{referral.reason}")
    paper.text(_asked(referral))
    paper.line()
    sent = clock.legal_day(referral.sent_at)
    paper.line(sender, right=True)
    paper.line(f"{sent.year}年{sent.month}月{sent.day}日", right=True)
    paper.heading("回执", centred=True)
    paper.line(f"今收到{referral.number}。")
    paper.line("签收人：____________　日期：______年____月____日（盖章）")
    return paper.finished()


def _asked(referral: Referral) -> str:
    if referral.kind == Referral.Kind.INFORM:
        return "现将上述情况抄告你单位。"
    day = clock.legal_day(referral.answer_due_at)
    clause = f"方案{referral.clause_ref}列明你单位为配合部门。" if referral.clause_ref else ""
    return f"{clause}现移送你单位依法处理，请于{day.year}年{day.month}月{day.day}日前书面答复办理结果。"
