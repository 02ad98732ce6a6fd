"""Buildings and the households in them, door by door. A household is no site: nobody trades there."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import Scoped
from gasloop.evidence.envelope import mask_phone
from gasloop.evidence.fields import BlindIndexField, EncryptedTextField
from gasloop.registry.doors import mask_name
from gasloop.registry.kinds import Approach, Fitted, GasSource, HoseMaterial, HouseholdResult
from gasloop.registry.models.objects import Site
from gasloop.registry.states import HouseholdState
from gasloop.shell.searching import order_column, order_index, search_column, search_index


class Building(Scoped):
    """A house with doors: a block of flats, a row of farm houses. `lat`, `lng` are WGS-84 degrees, both or neither."""

    SUBJECT_KIND = "building"
    SEALED = ("number", "name", "address", "floors", "lat", "lng", "territory", "voided_at")

    number = models.CharField(_("编号"), max_length=20, unique=True, db_collation="C", editable=False)
    name = models.CharField(_("名称"), max_length=120)
    address = models.CharField(_("地址"), max_length=200)
    floors = models.PositiveSmallIntegerField(_("层数"), null=True, blank=True)
    lat = models.DecimalField(_("纬度"), max_digits=9, decimal_places=6, null=True, blank=True)
    lng = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)
    request_digest = models.BinaryField(max_length=32, editable=False)
    search_text = search_column("name", "number", "address", names=1)
    sort_key = order_column("name")

    class Meta:
        verbose_name = _("楼栋")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [search_index("building_search"), order_index("building_by_name")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["territory", "name"], condition=models.Q(voided_at__isnull=True), name="building_name_once"
            ),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lng__isnull=True) | models.Q(lat__isnull=False, lng__isnull=False),
                name="building_position_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Household(Scoped):
    """One door: unit, floor, room, whoever lives behind it, and what is known of their gas.

    `householder` and `phone` are personal data and encrypted. `door_key` orders doors as one walks past them (see
    `doors.py`). `next_visit_on` is the last day of the visiting cycle, set by whoever knows the rulebook;
    `nobody_count` counts visits in a row that found nobody; `approach` is what has to be done to get in.
    """

    SUBJECT_KIND = "household"
    SEALED = (
        "number",
        "building_id",
        "unit",
        "floor",
        "room",
        "gas_source",
        "hose_material",
        "hose_installed_on",
        "hose_expires_on",
        "flame_failure",
        "detector",
        "cutoff_valve",
        "state",
        "last_visit_on",
        "last_result",
        "next_visit_on",
        "nobody_count",
        "approach",
        "territory",
        "voided_at",
    )

    class State(models.TextChoices):
        LIVED_IN = HouseholdState.LIVED_IN.value, _("在住")
        EMPTY = HouseholdState.EMPTY.value, _("空置")
        GONE = HouseholdState.GONE.value, _("已销户")

    number = models.CharField(_("编号"), max_length=20, unique=True, db_collation="C", editable=False)
    building = models.ForeignKey(Building, verbose_name=_("楼栋"), on_delete=models.PROTECT, related_name="households")
    unit = models.CharField(_("单元"), max_length=10, blank=True)
    floor = models.SmallIntegerField(_("楼层"), null=True, blank=True)
    room = models.CharField(_("门牌"), max_length=20)
    site = models.OneToOneField(
        Site, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="household"
    )  # the object file, opened when something is wrong behind the door
    door_key = models.CharField(max_length=40, db_collation="C", editable=False)
    householder = EncryptedTextField("户主", dataset="registry.household", mask=mask_name)
    phone = EncryptedTextField("电话", dataset="registry.household", mask=mask_phone)
    phone_index = BlindIndexField(source="phone", dataset="registry.household")
    gas_source = models.CharField(_("气源"), max_length=16, choices=GasSource, blank=True)
    hose_material = models.CharField(_("软管材质"), max_length=16, choices=HoseMaterial, blank=True)
    hose_installed_on = models.DateField(_("软管安装日期"), null=True, blank=True)
    hose_expires_on = models.DateField(_("软管到期日期"), null=True, blank=True)
    flame_failure = models.CharField(_("熄火保护"), max_length=8, choices=Fitted, blank=True)
    detector = models.CharField(_("可燃气体探测器"), max_length=8, choices=Fitted, blank=True)
    cutoff_valve = models.CharField(_("自动切断装置"), max_length=8, choices=Fitted, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.LIVED_IN)
    last_visit_on = models.DateField(_("上次上门"), null=True, blank=True, editable=False)
    last_result = models.CharField(_("上次结果"), max_length=8, choices=HouseholdResult, blank=True, editable=False)
    next_visit_on = models.DateField(_("入户检查期限"), null=True, blank=True, editable=False)
    nobody_count = models.PositiveSmallIntegerField(_("连续无人次数"), default=0, editable=False)
    approach = models.CharField(_("入户进展"), max_length=8, choices=Approach, default=Approach.KNOCK, editable=False)
    request_digest = models.BinaryField(max_length=32, editable=False)
    search_text = search_column("number", "room")

    class Meta:
        verbose_name = _("居民户")
        ordering: ClassVar[list[str]] = ["building", "door_key"]
        indexes: ClassVar[list[models.Index]] = [
            search_index("household_search"),
            models.Index(fields=["next_visit_on", "id"], name="household_due"),
            models.Index(fields=["hose_expires_on", "id"], name="household_hose"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["building", "door_key"], condition=models.Q(voided_at__isnull=True), name="household_door_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.building} {self.door}"

    @property
    def door(self) -> str:
        """`2单元 3楼 301`."""
        unit = f"{self.unit}单元 " if self.unit else ""
        floor = f"{self.floor}楼 " if self.floor is not None else ""
        return f"{unit}{floor}{self.room}"
