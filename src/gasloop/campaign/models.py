"""A campaign, the objects it goes to, and the reports of outside experts."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.models import Post
from gasloop.access.scoping import Scoped
from gasloop.campaign.states import CampaignState
from gasloop.evidence.fields import EncryptedTextField, hidden
from gasloop.kernel.ids import new_id
from gasloop.registry.models import Site
from gasloop.shell.searching import search_column, search_index


class Campaign(Scoped):
    """One campaign in one division. `criteria` as `criteria.py` reads them; the seed stays encrypted until the draw.

    It lasts from the first to the last instant of its days; what counts as done in it is a visit of that time.
    """

    SUBJECT_KIND = "campaign"
    SEALED = (
        "number",
        "title",
        "criteria",
        "method",
        "size",
        "starts_at",
        "ends_at",
        "state",
        "commitment",
        "word",
        "population",
        "drawn",
        "voided_at",
    )

    class Method(models.TextChoices):
        ALL = "all", _("全部检查")
        DRAW = "draw", _("随机抽取")

    class State(models.TextChoices):
        PLANNED = CampaignState.PLANNED.value, _("拟定")
        COMMITTED = CampaignState.COMMITTED.value, _("待抽取")
        RUNNING = CampaignState.RUNNING.value, _("进行中")
        CLOSED = CampaignState.CLOSED.value, _("已结束")
        VOIDED = CampaignState.VOIDED.value, _("已作废")

    number = models.CharField(_("编号"), max_length=20, unique=True, db_collation="C")
    title = models.CharField(_("名称"), max_length=120)
    clause_ref = models.CharField(_("条款"), max_length=40, blank=True)
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    criteria = models.JSONField(_("范围"), default=dict)
    method = models.CharField(_("方式"), max_length=4, choices=Method)
    size = models.PositiveIntegerField(_("抽取数"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLANNED)
    commitment = models.CharField(_("种子摘要"), max_length=64, blank=True)
    committed_at = models.DateTimeField(_("公布摘要时间"), null=True, blank=True)
    seed = EncryptedTextField("种子", dataset="campaign.seed", mask=hidden)
    revealed = models.CharField(max_length=64, blank=True, editable=False)  # the seed in clear, from the draw on
    word = models.CharField(_("现场公开数"), max_length=120, blank=True)
    population = ArrayField(models.CharField(max_length=20), default=list, editable=False)
    drawn = ArrayField(models.CharField(max_length=20), default=list, editable=False)
    drawn_at = models.DateTimeField(_("确定对象时间"), null=True, blank=True)
    request_digest = models.BinaryField(max_length=32, editable=False)
    search_text = search_column("number", "title")

    class Meta:
        verbose_name = _("检查行动")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            search_index("campaign_search"),
            models.Index(fields=["-starts_at", "-id"], name="campaign_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class Target(Scoped):
    """An object that a campaign goes to. `visit_id` is the id its visit will have, printed on the paper checklist."""

    SUBJECT_KIND = "campaign_target"
    SEALED = ("campaign_id", "site_id", "post_id", "visit_id", "voided_at")

    campaign = models.ForeignKey(Campaign, verbose_name=_("检查行动"), on_delete=models.PROTECT, related_name="targets")
    site = models.ForeignKey(Site, verbose_name=_("对象"), on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(
        Post, verbose_name=_("承担岗位"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveIntegerField(_("路线顺序"), default=0)
    visit_id = models.UUIDField(default=new_id, unique=True, editable=False)

    class Meta:
        verbose_name = _("行动对象")
        ordering: ClassVar[list[str]] = ["position", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "post", "position"], name="target_on_route"),
            models.Index(fields=["post", "campaign"], name="target_of_post"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "site"], name="target_once_per_campaign")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.site_id}"


class ExpertReport(Scoped):
    """What an outside expert or testing body found at a target, with the papers that say so."""

    SUBJECT_KIND = "expert_report"
    SEALED = ("target_id", "by", "result", "conclusion", "seen_on", "files", "voided_at")

    class Result(models.TextChoices):
        FINE = "fine", _("未发现问题")
        PROBLEMS = "problems", _("发现问题")
        NOT_DONE = "not_done", _("未能检测")

    target = models.ForeignKey(Target, verbose_name=_("行动对象"), on_delete=models.PROTECT, related_name="reports")
    by = models.UUIDField(editable=False)
    by_name = models.CharField(_("报告人"), max_length=60)
    by_title = models.CharField(_("所在机构"), max_length=60, blank=True)
    result = models.CharField(_("结论"), max_length=10, choices=Result)
    conclusion = models.TextField(_("情况说明"))
    seen_on = models.DateField(_("检测日期"))
    files = ArrayField(models.CharField(max_length=64), verbose_name=_("报告文件"), default=list)

    class Meta:
        verbose_name = _("专家报告")
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.by_name} {self.seen_on}"
