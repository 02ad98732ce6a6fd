"""Outside experts: invited for one campaign, with a last day; they see what was given to them and report on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gasloop.access.actions import Outsider, admit_outsider, dismiss_outsider
from gasloop.access.models import Office, Post
from gasloop.access.roles import Role
from gasloop.campaign import acts
from gasloop.campaign.actions.planning import campaign_for, tell
from gasloop.campaign.models import Campaign, ExpertReport
from gasloop.campaign.permissions import CAMPAIGN_MANAGE
from gasloop.campaign.queries import targets_given_to
from gasloop.campaign.states import CampaignState
from gasloop.evidence.actions import append
from gasloop.evidence.attachments import require_stored
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.kernel.subject import Subject
from gasloop.relay.actions import verb
from gasloop.relay.locking import one_at_a_time

LONGEST_BODY = 60


@dataclass(frozen=True, slots=True)
class Invited:
    """A new expert; the only copy of the first password."""

    post: Post
    username: str
    password: str


@verb
def invite_expert(
    actor: Actor, *, campaign_id: UUID, username: str, name: str, body: str, until: date | None = None
) -> Invited:
    """An account for an expert or a testing body, for this campaign only; `until` at the latest its last day."""
    campaign = campaign_for(actor, campaign_id)
    last = clock.legal_day(campaign.ends_at)
    if until is not None and until > last:
        raise Refusal("campaign.expert.until", sentence("有效期不能晚于行动结束。"), field="until")
    if not 0 < len(body.strip()) <= LONGEST_BODY:
        raise Refusal("campaign.expert.body", sentence("请写明专家所在的机构，不超过60个字。"), field="body")
    office = campaign.owner_office or Office.objects.filter(pk__in=[g.office_id for g in actor.grants]).first()
    if office is None:
        raise Refusal("campaign.no_office", sentence("这项行动没有牵头单位，不能邀请专家。"))
    opened, post = admit_outsider(
        actor,
        capability=CAMPAIGN_MANAGE,
        office=office,
        outsider=Outsider(
            role=Role.EXPERT,
            within=Subject(Campaign.SUBJECT_KIND, campaign.pk),
            territory=campaign.territory,
            line=campaign.line,
            title=body.strip(),
            username=username,
            name=name,
            until=until or last,
        ),
    )
    return Invited(post, opened.account.username, opened.password)


@verb
def dismiss_expert(actor: Actor, *, campaign_id: UUID, post_id: UUID, why: str) -> None:
    """The expert's sign-in ends now."""
    campaign = campaign_for(actor, campaign_id)
    post = Post.objects.filter(pk=post_id, within_id=campaign.pk).select_related("account", "office").first()
    if post is None:
        raise NotFound
    dismiss_outsider(actor, capability=CAMPAIGN_MANAGE, post=post, line=campaign.line, why=why)


@verb
def report_as_expert(
    actor: Actor,
    *,
    target_id: UUID,
    result: str,
    conclusion: str,
    seen_on: date,
    files: Sequence[str],
    id: UUID | None = None,  # noqa: A002 - the report's id, as the sender may make it
) -> ExpertReport:
    """The report on a target that was given to one's own post. The same id again changes nothing."""
    report_id = id or new_id()
    one_at_a_time(report_id)
    target = targets_given_to(actor).filter(pk=target_id).first()
    if target is None:
        raise NotFound
    earlier = ExpertReport.objects.filter(pk=report_id).first()
    if earlier is not None:
        if (earlier.target_id, earlier.by) != (target.pk, actor.id):
            raise NotFound
        return earlier
    _check(target.campaign, result, conclusion, seen_on, files)
    grant = next(g for g in actor.grants if g.post_id == target.post_id)
    report = ExpertReport.objects.create(
        id=report_id,
        target=target,
        by=actor.id,
        by_name=actor.name,
        by_title=grant.post_title,
        result=result,
        conclusion=conclusion.strip(),
        seen_on=seen_on,
        files=list(files),
        territory=target.territory,
        line=target.line,
        owner_office=target.campaign.owner_office,
    )
    body = {"site": target.site.name, "number": target.campaign.number, "result": result}
    append(actor, act=acts.REPORTED, record=report, body=body, attachments=list(files))
    tell(target.campaign)
    return report


def _check(campaign: Campaign, result: str, conclusion: str, seen_on: date, files: Sequence[str]) -> None:
    if campaign.state != CampaignState.RUNNING:
        raise Refusal("campaign.not_running", sentence("行动已经结束，不能再提交报告。"))
    if result not in ExpertReport.Result.values:
        raise Refusal("campaign.report.result", sentence("请选择结论。"), field="result")
    if not conclusion.strip():
        raise Refusal("campaign.report.conclusion", sentence("请写明检测的情况。"), field="conclusion")
    if seen_on > clock.today():
        raise Refusal("campaign.report.future", sentence("检测日期不能晚于今天。"), field="seen_on")
    if result != ExpertReport.Result.NOT_DONE and not files:
        raise Refusal("campaign.report.files", sentence("请附上报告文件（照片、PDF 或 Word）。"), field="files")
    require_stored(files)
