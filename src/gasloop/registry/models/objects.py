"""Parties, sites and installations: who there is, what stands where, and the parts that age one by one."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import Scoped
from gasloop.evidence.envelope import mask_phone
from gasloop.evidence.fields import BlindIndexField, EncryptedTextField
from gasloop.registry.kinds import GasSource, InstallationKind, PartyKind, SiteKind
from gasloop.registry.states import InstallationState, PartyState, SiteState
from gasloop.shell.searching import order_column, order_index, search_column, search_index


class Party(Scoped):
    """A company, an institution, a trader: whoever answers for a site. `phone` is personal data and encrypted.

    `uscc` is empty only with a reason; then `old_number` may hold a 15-digit licence number.
    """

    SUBJECT_KIND = "party"
    SEALED = (
        "number",
        "name",
        "kind",
        "uscc",
        "old_number",
        "representative",
        "state",
        "entered_on",
        "exited_on",
        "territory",
        "line",
        "voided_at",
    )

    class State(models.TextChoices):
        ACTIVE = PartyState.ACTIVE.value, _("在业")
        EXITED = PartyState.EXITED.value, _("已退出市场")

    number = models.CharField(_("编号"), max_length=20, unique=True, db_collation="C", editable=False)
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("类别"), max_length=20, choices=PartyKind)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, db_collation="C")
    old_number = models.CharField(_("旧注册号"), max_length=15, blank=True, db_collation="C")
    no_uscc_reason = models.CharField(_("无代码原因"), max_length=120, blank=True)
    representative = models.CharField(_("法定代表人（负责人）"), max_length=60, blank=True)
    contact = models.CharField(_("联系人"), max_length=60, blank=True)
    phone = EncryptedTextField("电话", dataset="registry.party", mask=mask_phone)
    phone_index = BlindIndexField(source="phone", dataset="registry.party")
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.ACTIVE, editable=False)
    entered_on = models.DateField(_("进入市场日期"), null=True, blank=True)
    exited_on = models.DateField(_("退出市场日期"), null=True, blank=True, editable=False)
    exited_why = models.TextField(_("退出市场原因"), blank=True, editable=False)
    request_digest = models.BinaryField(max_length=32, editable=False)
    search_text = search_column("name", "number", "uscc", "old_number", "representative", names=1)
    sort_key = order_column("name")

    class Meta:
        verbose_name = _("单位")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [search_index("party_search"), order_index("party_by_name")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["uscc"],
                condition=models.Q(voided_at__isnull=True) & ~models.Q(uscc=""),
                name="party_uscc_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Site(Scoped):
    """An object that is checked: one restaurant, one school, one filling station. `line` follows from `kind`.

    `lat`, `lng` are WGS-84 decimal degrees, both or neither; `attributes` as `attributes.py` declares them.
    """

    SUBJECT_KIND = "site"
    SEALED = (
        "number",
        "name",
        "kind",
        "party_id",
        "address",
        "lat",
        "lng",
        "gas_source",
        "attributes",
        "state",
        "closed_on",
        "territory",
        "line",
        "owner_office_id",
        "voided_at",
    )

    class State(models.TextChoices):
        OPEN = SiteState.OPEN.value, _("在营")
        CLOSED = SiteState.CLOSED.value, _("已停业或退出")

    number = models.CharField(_("编号"), max_length=20, unique=True, db_collation="C", editable=False)
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("类别"), max_length=24, choices=SiteKind)
    party = models.ForeignKey(
        Party, verbose_name=_("经营单位"), on_delete=models.PROTECT, null=True, blank=True, related_name="sites"
    )
    address = models.CharField(_("地址"), max_length=200)
    lat = models.DecimalField(_("纬度"), max_digits=9, decimal_places=6, null=True, blank=True)
    lng = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)
    gas_source = models.CharField(_("气源"), max_length=16, choices=GasSource, blank=True)
    attributes = models.JSONField(_("特征"), default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN, editable=False)
    closed_on = models.DateField(_("停业日期"), null=True, blank=True, editable=False)
    closed_why = models.TextField(_("停业原因"), blank=True, editable=False)
    request_digest = models.BinaryField(max_length=32, editable=False)
    search_text = search_column("name", "number", "address", names=1)
    sort_key = order_column("name")

    class Meta:
        verbose_name = _("对象")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            search_index("site_search"),
            order_index("site_by_name"),
            models.Index(fields=["kind", "-id"], name="site_of_kind"),
            models.Index(fields=["territory", "kind"], name="site_in_territory"),
            models.Index(fields=["lat", "lng"], name="site_by_place", condition=models.Q(lat__isnull=False)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lng__isnull=True) | models.Q(lat__isnull=False, lng__isnull=False),
                name="site_position_whole",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Installation(Scoped):
    """A part of a site's gas installation. It lies where its site lies; `replaced_by` leads to its successor.

    `expiry_basis` is empty where somebody read `expires_on` off the part, else it says by which rule it was derived.
    """

    SUBJECT_KIND = "installation"
    SEALED = (
        "number",
        "site_id",
        "kind",
        "place",
        "maker",
        "model",
        "serial",
        "made_on",
        "installed_on",
        "expires_on",
        "expiry_basis",
        "attributes",
        "state",
        "ended_on",
        "replaced_by_id",
        "voided_at",
    )

    class State(models.TextChoices):
        IN_USE = InstallationState.IN_USE.value, _("在用")
        REPLACED = InstallationState.REPLACED.value, _("已更换")
        REMOVED = InstallationState.REMOVED.value, _("已拆除")

    number = models.CharField(_("编号"), max_length=20, unique=True, db_collation="C", editable=False)
    site = models.ForeignKey(Site, verbose_name=_("对象"), on_delete=models.PROTECT, related_name="installations")
    kind = models.CharField(_("类别"), max_length=16, choices=InstallationKind)
    place = models.CharField(_("安装位置"), max_length=80, blank=True)
    maker = models.CharField(_("生产厂家"), max_length=120, blank=True)
    model = models.CharField(_("型号"), max_length=80, blank=True)
    serial = models.CharField(_("出厂编号"), max_length=80, blank=True)
    made_on = models.DateField(_("生产日期"), null=True, blank=True)
    installed_on = models.DateField(_("安装日期"), null=True, blank=True)
    expires_on = models.DateField(_("到期日期"), null=True, blank=True)
    expiry_basis = models.CharField(_("到期依据"), max_length=120, blank=True, editable=False)
    attributes = models.JSONField(_("特征"), default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.IN_USE, editable=False)
    ended_on = models.DateField(_("停用日期"), null=True, blank=True, editable=False)
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="replaces"
    )
    request_digest = models.BinaryField(max_length=32, editable=False)

    class Meta:
        verbose_name = _("设施")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["expires_on"], name="installation_expiring", condition=models.Q(state=InstallationState.IN_USE)
            ),
        ]

    def __str__(self) -> str:
        return self.number
