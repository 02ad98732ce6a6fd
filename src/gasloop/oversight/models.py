"""What the bridge keeps: evidence folders that somebody asked for."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.models import Account, Office
from gasloop.access.scoping import Scoped
from gasloop.kernel.clock import now


class EvidenceFolder(Scoped):
    """One evidence folder (迎检资料): what was asked, how far it is, and the digest of the file that came of it.

    It is built with the rights of `account` (None: the command line) and given to nobody else. `attempt` is the run
    that builds it now: one that was killed is not mixed up with the one after it. The file goes after a month.
    """

    SUBJECT_KIND = "evidence_folder"
    SEALED = ("number", "clauses", "office_id", "first", "last", "territory", "state", "sha256", "size")

    class State(models.TextChoices):
        WAITING = "waiting", _("排队中")
        BUILDING = "building", _("正在整理")
        DONE = "done", _("已整理好")
        FAILED = "failed", _("没有办成")
        ERASED = "erased", _("文件已到期清除")

    number = models.CharField(_("编号"), max_length=20, unique=True, db_collation="C")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("整理人"), max_length=80)
    clauses = ArrayField(models.CharField(max_length=40), verbose_name=_("条款"))
    office = models.ForeignKey(
        Office, verbose_name=_("单位"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first = models.DateField(_("起"))
    last = models.DateField(_("止"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    attempt = models.UUIDField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    gaps = models.PositiveIntegerField(_("缺口"), default=0)
    size = models.BigIntegerField(_("大小"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    failure = models.TextField(blank=True)
    asked_at = models.DateTimeField(_("申请时间"), default=now)
    ended_at = models.DateTimeField(_("办结时间"), null=True)

    class Meta:
        verbose_name = _("迎检资料")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "-id"], name="folder_of_whom"),
            models.Index(fields=["ended_at"], name="folder_to_erase", condition=models.Q(state="done")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def working(self) -> bool:
        return self.state in (self.State.WAITING, self.State.BUILDING)
