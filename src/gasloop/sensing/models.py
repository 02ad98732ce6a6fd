"""The register of devices, the senders nobody registered, and what was set aside. Readings are event tables."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import Scoped
from gasloop.evidence.fields import EncryptedTextField
from gasloop.kernel.ids import new_id
from gasloop.kernel.subject import Subject
from gasloop.sensing.kinds import DeviceKind, DeviceProtocol
from gasloop.sensing.states import DeviceState

CREDENTIAL_DATASET = "sensing.credential"


class Device(Scoped):
    """Something that measures or reports.

    `key` is how it calls itself in its protocol, in normal form (see `keys`); one device in use per protocol and key.
    `secret` is 32 random bytes as hex, encrypted: every credential is derived from it (`credentials`). `stands_for_*`
    is a Subject: the site, household or vehicle it belongs to. `silent_after_s`: after so many seconds it is offline.
    """

    SUBJECT_KIND = "device"
    SEALED = (
        "number",
        "name",
        "kind",
        "protocol",
        "key",
        "secret",
        "profile",
        "stands_for_kind",
        "stands_for_id",
        "place",
        "plate",
        "terminal_id",
        "maker",
        "model",
        "serial",
        "made_on",
        "installed_on",
        "expires_on",
        "silent_after_s",
        "state",
        "ended_on",
        "territory",
        "line",
        "owner_office_id",
        "voided_at",
    )

    class State(models.TextChoices):
        IN_USE = DeviceState.IN_USE.value, _("在用")
        RETIRED = DeviceState.RETIRED.value, _("已停用")

    number = models.CharField(_("编号"), max_length=20, unique=True, db_collation="C", editable=False)
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("类别"), max_length=16, choices=DeviceKind)
    protocol = models.CharField(_("协议"), max_length=8, choices=DeviceProtocol)
    key = models.CharField(_("设备标识"), max_length=80, db_collation="C")
    secret = EncryptedTextField("接入凭据", dataset=CREDENTIAL_DATASET)
    profile = models.CharField(_("报文格式"), max_length=40, default="standard", db_collation="C")
    stands_for_kind = models.CharField(max_length=40, blank=True, db_collation="C")
    stands_for_id = models.UUIDField(null=True, blank=True)
    place = models.CharField(_("安装位置"), max_length=120, blank=True)
    plate = models.CharField(_("车牌号"), max_length=20, blank=True)
    terminal_id = models.CharField(_("终端ID"), max_length=30, blank=True, db_collation="C")
    maker = models.CharField(_("生产厂家"), max_length=120, blank=True)
    model = models.CharField(_("型号"), max_length=80, blank=True)
    serial = models.CharField(_("出厂编号"), max_length=80, blank=True)
    made_on = models.DateField(_("生产日期"), null=True, blank=True)
    installed_on = models.DateField(_("安装日期"), null=True, blank=True)
    expires_on = models.DateField(_("到期日期"), null=True, blank=True)
    silent_after_s = models.PositiveIntegerField(_("离线判定（秒）"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.IN_USE, editable=False)
    ended_on = models.DateField(_("停用日期"), null=True, blank=True, editable=False)
    rev = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("设备")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["stands_for_id"], name="device_of_subject"),
            models.Index(fields=["territory", "id"], name="device_in_territory"),
            models.Index(
                fields=["expires_on"], name="device_expiring", condition=models.Q(state=DeviceState.IN_USE.value)
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["protocol", "key"],
                condition=models.Q(state=DeviceState.IN_USE.value, voided_at__isnull=True),
                name="device_key_once",
            ),
            models.CheckConstraint(
                condition=models.Q(stands_for_kind="", stands_for_id__isnull=True)
                | (~models.Q(stands_for_kind="") & models.Q(stands_for_id__isnull=False)),
                name="device_subject_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stands_for(self) -> Subject | None:
        """What the device belongs to."""
        return Subject(self.stands_for_kind, self.stands_for_id) if self.stands_for_id else None


class UnknownSender(models.Model):
    """Somebody who sends and is not registered: kept and listed, never trusted. It lies in no territory yet."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    protocol = models.CharField(_("协议"), max_length=8, choices=DeviceProtocol)
    key = models.CharField(_("设备标识"), max_length=120, db_collation="C")
    first_seen = models.DateTimeField(_("首次出现"))
    last_seen = models.DateTimeField(_("最近出现"))
    frames = models.PositiveBigIntegerField(_("报文数"))
    adopted_at = models.DateTimeField(_("登记时间"), null=True)

    class Meta:
        verbose_name = _("未登记的发送方")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["protocol", "key"], name="unknown_sender_once")
        ]

    def __str__(self) -> str:
        return self.key


class KeptFrame(models.Model):
    """A frame of a sender nobody knows, as it came: the first ones of each, so that a flood does not fill the disk."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sender = models.ForeignKey(UnknownSender, on_delete=models.CASCADE, related_name="kept")
    received_at = models.DateTimeField()
    raw = models.BinaryField()
    digest = models.BinaryField(max_length=16)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sender", "digest"], name="kept_frame_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SetAside(models.Model):
    """A frame that could not be read or stored: kept with its reason, so that it stops nobody else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    protocol = models.CharField(_("协议"), max_length=8, choices=DeviceProtocol)
    key = models.CharField(_("设备标识"), max_length=120, db_collation="C")
    device_id = models.UUIDField(null=True)
    received_at = models.DateTimeField(_("收到时间"))
    why = models.CharField(_("原因"), max_length=400)
    raw = models.BinaryField()
    digest = models.BinaryField(max_length=16, unique=True)

    class Meta:
        verbose_name = _("搁置的报文")

    def __str__(self) -> str:
        return f"{self.key}: {self.why}"


class Presence(models.Model):
    """When each device was last heard, beside where it lies: what "online by village" counts. Written by the intake."""

    device_id = models.UUIDField(primary_key=True)
    territory = models.CharField(max_length=120, db_collation="C")
    line = models.CharField(max_length=20, blank=True)
    last_heard_at = models.DateTimeField(null=True)
    online_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["territory", "line"], name="presence_in_territory")
        ]

    def __str__(self) -> str:
        return str(self.device_id)


class LatestReading(models.Model):
    """The newest value of each quantity of each device: a projection that can be rebuilt from the readings."""

    pk = models.CompositePrimaryKey("device_id", "channel", "quantity")
    device_id = models.UUIDField()
    channel = models.BigIntegerField()
    quantity = models.SmallIntegerField()
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    event_id = models.UUIDField()
    value = models.FloatField(null=True)
    state = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.device_id} {self.quantity}"


class LatestPosition(models.Model):
    """The newest position of each terminal: a projection. Degrees times 10^6, WGS-84 where `valid`."""

    device_id = models.UUIDField(primary_key=True)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    event_id = models.UUIDField()
    lat_e6 = models.IntegerField()
    lng_e6 = models.IntegerField()
    speed_dkmh = models.IntegerField()
    direction_deg = models.IntegerField()
    alarm = models.BigIntegerField()
    status = models.BigIntegerField()
    valid = models.BooleanField()

    def __str__(self) -> str:
        return str(self.device_id)

    @property
    def lat_text(self) -> str:
        return f"{self.lat_e6 / 1e6:.6f}"

    @property
    def lng_text(self) -> str:
        return f"{self.lng_e6 / 1e6:.6f}"

    @property
    def speed_text(self) -> str:
        return f"{self.speed_dkmh / 10:g}"
