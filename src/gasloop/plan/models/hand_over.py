"""A hand-over (交接): an office or post that ends gives what it owes to its successor, signed by both sides."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.models import Office, Post
from gasloop.access.scoping import Scoped


class HandOver(Scoped):
    """From one office (or post of it) to another. `moved`, `before` and `after` are written when both have signed.

    A side signs by its own account, or on paper: then whoever records it names the signer and attaches the scan.
    """

    SUBJECT_KIND = "hand_over"
    SEALED = ("from_office_id", "from_post_id", "to_office_id", "to_post_id", "state", "given_by_name", "taken_by_name")

    class State(models.TextChoices):
        PREPARED = "prepared", _("待交出方签字")
        GIVEN = "given", _("待接收方签字")
        DONE = "done", _("已交接")
        WITHDRAWN = "withdrawn", _("已撤回")

    from_office = models.ForeignKey(Office, verbose_name=_("交出单位"), on_delete=models.PROTECT, related_name="+")
    from_post = models.ForeignKey(
        Post, verbose_name=_("交出岗位"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_office = models.ForeignKey(Office, verbose_name=_("接收单位"), on_delete=models.PROTECT, related_name="+")
    to_post = models.ForeignKey(
        Post, verbose_name=_("接收岗位"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why = models.TextField(_("依据"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PREPARED)
    prepared_by_name = models.CharField(_("经办人"), max_length=60)
    given_by: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True, blank=True, editable=False)
    given_by_name = models.CharField(_("交出人"), max_length=60, blank=True)
    given_at = models.DateTimeField(_("交出时间"), null=True, blank=True)
    given_files = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    taken_by_name = models.CharField(_("接收人"), max_length=60, blank=True)
    taken_at = models.DateTimeField(_("接收时间"), null=True, blank=True)
    taken_files = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    moved = models.JSONField(default=dict, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["from_office"],
                condition=models.Q(from_post__isnull=True, state__in=["prepared", "given"]),
                name="hand_over_of_office_once",
            ),
            models.UniqueConstraint(
                fields=["from_post"], condition=models.Q(state__in=["prepared", "given"]), name="hand_over_of_post_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["to_office"], name="hand_over_to_office")]

    def __str__(self) -> str:
        return f"{self.giving} → {self.taking}"

    @property
    def giving(self) -> str:
        """Who gives."""
        return str(self.from_post or self.from_office)

    @property
    def taking(self) -> str:
        """Who takes over."""
        return str(self.to_post or self.to_office)

    @property
    def is_open(self) -> bool:
        """Is a signature missing?"""
        return self.state in (self.State.PREPARED, self.State.GIVEN)

    @property
    def files(self) -> list[str]:
        """The digests of the signed sheets."""
        return [*self.given_files, *self.taken_files]
