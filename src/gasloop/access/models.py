"""Territory, offices, accounts, posts, tokens."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from gasloop.access.lines import Line
from gasloop.access.roles import OUTSIDE, Role
from gasloop.evidence.models import Record
from gasloop.kernel.actor import TokenScope
from gasloop.kernel.subject import Subject
from gasloop.relay.standing import Standing


class Territory(Record):
    """A division: city, district, town, village or community, grid cell. `path` ends in `/`, its parents before it."""

    SUBJECT_KIND = "territory"
    SEALED = ("code", "name", "path")

    class Kind(models.TextChoices):
        CITY = "city", _("市")
        DISTRICT = "district", _("区县")
        TOWN = "town", _("镇街")
        VILLAGE = "village", _("村")
        COMMUNITY = "community", _("社区")
        GRID = "grid", _("网格")

    code = models.CharField(_("区划代码"), max_length=20)
    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("级别"), max_length=12, choices=Kind)
    path = models.CharField(max_length=120, unique=True, db_collation="C")

    class Meta:
        verbose_name = _("区划")
        ordering: ClassVar[list[str]] = ["path"]

    def __str__(self) -> str:
        return self.name

    @property
    def territory(self) -> str:
        return self.path


class Office(Record):
    """An office, village committee or outside authority: whoever the plan can name. Renamed or merged: `successor`."""

    SUBJECT_KIND = "office"
    SEALED = ("name", "territory", "valid_from", "valid_to")

    class Level(models.TextChoices):
        TOWN = "town", _("镇级单位")
        VILLAGE = "village", _("村（社区）")
        DISTRICT = "district", _("区级部门")

    name = models.CharField(_("单位名称"), max_length=80)
    aliases = ArrayField(models.CharField(max_length=80), verbose_name=_("别名"), default=list, blank=True)
    level = models.CharField(_("层级"), max_length=12, choices=Level)
    territory = models.CharField(_("辖区"), max_length=120, db_collation="C")
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    successor = models.ForeignKey("self", verbose_name=_("承接单位"), on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        verbose_name = _("单位")
        ordering: ClassVar[list[str]] = ["level", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["territory", "name"], condition=models.Q(valid_to__isnull=True), name="office_name_in_use_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Accounts by user name; and by id, which every request asks for."""

    def get(self, *args: Any, **kwargs: Any) -> "Account":
        if args or kwargs.keys() != {"pk"} or not isinstance(kwargs["pk"], UUID):
            return super().get(*args, **kwargs)
        found = _ACCOUNT.first(kwargs["pk"])
        if found is None:
            raise Account.DoesNotExist
        return found

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser, Record):
    """A person who signs in. Rights come from posts alone; an account without posts sees nothing.

    Raising `session_epoch` ends every session of the account (`sign out elsewhere`), as a new password does.
    """

    SUBJECT_KIND = "account"
    SEALED = ("username", "name", "is_active")

    username = models.CharField(_("用户名"), max_length=60, unique=True, db_collation="C")
    name = models.CharField(_("姓名"), max_length=60)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "username"
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        verbose_name = _("账号")
        ordering: ClassVar[list[str]] = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match to stay alive: password and epoch (Django asks with each of its secrets)."""
        return salted_hmac(
            "gasloop.access.session", f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()


_ACCOUNT = Standing(lambda key: Account.objects.filter(pk=key), UUID)


class Post(Record):
    """A post in an office: a role over a territory subtree in some lines. Empty when `account` is None.

    An outsider's post (`access.roles.OUTSIDE`) reaches only what hangs from the record `within_kind`/`within_id`; its
    office is the one that let them in, its territory where that record lies.
    """

    SUBJECT_KIND = "post"
    SEALED = (
        "office_id",
        "account_id",
        "role",
        "territory",
        "lines",
        "valid_from",
        "valid_to",
        "within_kind",
        "within_id",
    )

    office = models.ForeignKey(Office, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="posts")
    account = models.ForeignKey(
        Account, verbose_name=_("任职人"), on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    title = models.CharField(_("岗位"), max_length=60)
    role = models.CharField(_("角色"), max_length=12, choices=Role)
    territory = models.CharField(_("管辖范围"), max_length=120, db_collation="C", blank=True)
    lines = ArrayField(
        models.CharField(max_length=20, choices=Line),
        verbose_name=_("条线"),
        null=True,
        blank=True,
        help_text=_("留空表示全部条线"),
    )
    valid_from = models.DateField(_("任职日期"), null=True, blank=True)
    valid_to = models.DateField(_("离任日期"), null=True, blank=True)
    within_kind = models.CharField(max_length=40, blank=True, editable=False)
    within_id = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("岗位")
        ordering: ClassVar[list[str]] = ["office", "title"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="post_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=sorted(OUTSIDE), within_id__isnull=False)
                | (~models.Q(role__in=sorted(OUTSIDE)) & models.Q(within_id__isnull=True)),
                name="post_outside_is_within_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} · {self.title}"

    @property
    def within(self) -> Subject | None:
        """What an outsider's post is limited to; None for a post over territory."""
        return Subject(self.within_kind, self.within_id) if self.within_id is not None else None


class Absence(Record):
    """The holder of a post is away from `first` to `last`: `deputy` sees and does the post's work in their name.

    It ends by itself after `last`, or sooner by `ended_on` (the first day without it).
    """

    SUBJECT_KIND = "absence"
    SEALED = ("post_id", "absent_id", "deputy_id", "first", "last", "ended_on")

    post = models.ForeignKey(Post, verbose_name=_("岗位"), on_delete=models.PROTECT, related_name="absences")
    absent = models.ForeignKey(Account, verbose_name=_("离岗人"), on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(Account, verbose_name=_("代理人"), on_delete=models.PROTECT, related_name="deputises")
    first = models.DateField(_("起"))
    last = models.DateField(_("止"))
    why = models.CharField(_("原因"), max_length=120)
    ended_on = models.DateField(_("提前结束"), null=True, blank=True)

    class Meta:
        verbose_name = _("离岗代理")
        ordering: ClassVar[list[str]] = ["-first", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["deputy", "last"], name="absence_of_deputy")]

    def __str__(self) -> str:
        return f"{self.absent} → {self.deputy} {self.first} – {self.last}"

    @property
    def territory(self) -> str:
        """Where the post is (the log's scope)."""
        return self.post.territory


class ApiToken(Record):
    """A token for programs: acts with its account's posts, or with less. Only the digest is kept.

    `read_only`: it writes nothing. `rooms`: the rooms of the house whose operations it may call; None means all.
    """

    SUBJECT_KIND = "api_token"
    SEALED = ("account_id", "digest", "revoked_at", "expires_at", "read_only", "rooms")

    account = models.ForeignKey(Account, verbose_name=_("账号"), on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(_("用途"), max_length=80)
    digest = models.BinaryField(max_length=32, unique=True)
    read_only = models.BooleanField(_("只读"), default=False)
    rooms = ArrayField(models.CharField(max_length=20), verbose_name=_("限于"), null=True, blank=True)
    expires_at = models.DateTimeField(_("有效期至"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("吊销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口令牌")
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.label

    def scope(self) -> TokenScope:
        """What an actor with this token is limited to."""
        return TokenScope(self.label, not self.read_only, None if self.rooms is None else frozenset(self.rooms))

    @property
    def territory(self) -> str:
        return ""
