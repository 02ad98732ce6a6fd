"""A referral as values for its page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.referral.models import Referral
from gasloop.shell.detail import Fact, Moment


def facts(referral: Referral) -> list[Fact]:
    """What is known of it, label by label."""
    hazard = referral.hazard
    lines = [
        Fact(_("隐患"), f"{hazard.number} {hazard.rule.title}", url=reverse("hazard:hazard", args=[hazard.pk])),
        Fact(_("对象"), hazard.site.name, url=reverse("registry:site", args=[hazard.site_id])),
        Fact(_("送达单位"), referral.to_office.name, basis=referral.clause_ref),
        Fact(_("方式"), referral.get_kind_display()),
        Fact(_("送出单位"), referral.owner_office.name if referral.owner_office else None),
        Fact(_("理由"), referral.reason, wide=True),
        Fact(_("本镇已采取的措施"), referral.taken or None, wide=True),
        Fact(_("签收"), _("在系统中签收") if referral.by_system else _("纸质送达，由送出单位登记签收和答复")),
    ]
    if referral.outcome:
        lines.append(Fact(_("办理结果"), referral.get_outcome_display()))
        lines.append(Fact(_("答复内容"), referral.answer, wide=True))
    if referral.withdrawn_why:
        lines.append(Fact(_("撤回原因"), referral.withdrawn_why, wide=True))
    return lines


def history(referral: Referral) -> list[Moment]:
    """What happened, newest first."""
    moments = [Moment(at=referral.sent_at, title=_("送出"), who=referral.sent_by_name, icon="send")]
    if referral.receipt_at:
        moments.append(Moment(at=referral.receipt_at, title=_("签收"), who=referral.receipt_by, icon="mail-opened"))
    if referral.reminded_at:
        times = _("第%(count)s次催办") % {"count": referral.reminders}
        moments.append(Moment(at=referral.reminded_at, title=times, icon="bell"))
    if referral.answered_at:
        moments.append(Moment(at=referral.answered_at, title=_("答复"), text=referral.answer, icon="mail", tone="done"))
    return sorted(moments, key=lambda moment: moment.at, reverse=True)
