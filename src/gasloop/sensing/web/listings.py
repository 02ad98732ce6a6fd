"""设备台账、未登记设备、搁置的报文."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gasloop.access.scope import may
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.sensing.models import Device, Presence, SetAside, UnknownSender
from gasloop.sensing.permissions import SENSING_EDIT, SENSING_VIEW
from gasloop.sensing.states import DeviceState
from gasloop.shell.leading import address
from gasloop.shell.listing import (
    Action,
    Choice,
    Column,
    DateRange,
    Flag,
    LineFilter,
    Listing,
    TerritoryFilter,
)


def offline() -> Q:
    """Devices in use that have been silent for longer than they may."""
    online = Presence.objects.filter(online_until__gt=clock.now()).values("device_id")
    return Q(state=DeviceState.IN_USE) & ~Q(pk__in=online)


def over_life() -> Q:
    """Devices in use beyond the end of their life (三(三)4)."""
    return Q(state=DeviceState.IN_USE, expires_on__lt=clock.today())


class DeviceListing(Listing[Device]):
    """Every device."""

    model = Device
    name = "devices"
    title = _("设备台账")
    capability = SENSING_VIEW
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("name", _("名称"), link=True, wide=True),
        Column("kind", _("类别")),
        Column("protocol", _("协议")),
        Column("key", _("设备标识"), kind="code"),
        Column("place", _("安装位置")),
        Column("territory", _("辖区"), kind="place"),
        Column("state", _("状态"), kind="status"),
        Column("expires_on", _("到期日期"), kind="date"),
        Column("maker", _("生产厂家"), shown=False),
        Column("model", _("型号"), shown=False),
        Column("serial", _("出厂编号"), kind="code", shown=False),
        Column("installed_on", _("安装日期"), kind="date", shown=False),
        Column("received_at", _("登记时间"), kind="datetime", shown=False),
    )
    filters = (
        Choice("kind", _("类别"), say_label=False),
        Choice("protocol", _("协议")),
        Choice("state", _("状态"), say_label=False),
        Flag("offline", _("离线"), offline),
        Flag("over_life", _("已超期"), over_life),
        TerritoryFilter(),
        LineFilter(),
        DateRange("expires", _("到期日期"), path="expires_on"),
    )
    search = ("number", "name", "key", "place", "serial")
    search_words = _("编号、名称或设备标识")
    keys = ("number",)
    lead = _("探测器、切断阀、传输装置和车载终端：谁装在哪里、怎样上报、是否在线。")
    empty = _("登记第一台设备后，会列在这里。")
    actions = (
        Action(_("在线情况"), "sensing:online", icon="wifi", capability=SENSING_VIEW),
        Action(_("搁置的报文"), "sensing:set-aside", icon="alert-circle", capability=SENSING_EDIT),
        Action(_("登记设备"), "sensing:device-new", capability=SENSING_EDIT),
    )

    def link(self, row: Device) -> str:
        return address("sensing:device", row.pk)


class UnknownSenderListing(Listing[UnknownSender]):
    """Senders nobody registered: kept and listed, never trusted."""

    model = UnknownSender
    name = "unknown-senders"
    title = _("未登记设备")
    capability = SENSING_EDIT
    columns = (
        Column("key", _("设备标识"), kind="code", link=True),
        Column("protocol", _("协议")),
        Column("frames", _("报文数"), kind="number"),
        Column("first_seen", _("首次出现"), kind="datetime"),
        Column("last_seen", _("最近出现"), kind="datetime"),
    )
    filters = (Choice("protocol", _("协议")), DateRange("seen", _("最近出现"), path="last_seen"))
    search = ("key",)
    search_words = _("设备标识")
    default_sort = "-last_seen"
    keys = ("key",)
    lead = _("有设备在上报但没有登记：报文留存，不计入数据；核实后登记，之后的数据才算数。")
    empty = _("没有未登记的设备在上报。")

    def rows(self) -> QuerySet[UnknownSender]:
        return UnknownSender.objects.filter(adopted_at__isnull=True)

    def visible(self, actor: Actor) -> QuerySet[UnknownSender]:
        """They lie nowhere yet: whoever may register devices sees them all."""
        rows = self.rows()
        return rows if may(actor, SENSING_EDIT) else rows.none()

    def link(self, row: UnknownSender) -> str:
        return f"{reverse('sensing:device-new')}?sender={row.pk}"


class SetAsideListing(Listing[SetAside]):
    """Frames that could not be read or stored, each with its reason; they stopped nobody else."""

    model = SetAside
    name = "set-aside"
    title = _("搁置的报文")
    capability = SENSING_EDIT
    columns = (
        Column("key", _("设备标识"), kind="code", link=True),
        Column("protocol", _("协议")),
        Column("why", _("原因"), wide=True),
        Column("received_at", _("收到时间"), kind="datetime"),
    )
    filters = (Choice("protocol", _("协议")), DateRange("received", _("收到时间"), path="received_at"))
    search = ("key",)
    search_words = _("设备标识")
    default_sort = "-received_at"
    keys = ("key",)
    lead = _("设备发来但读不懂或存不下的报文：已应答，原文留存，不计入数据；按原因改正设备或报文格式。")
    empty = _("没有搁置的报文。")

    def rows(self) -> QuerySet[SetAside]:
        return SetAside.objects.all()

    def visible(self, actor: Actor) -> QuerySet[SetAside]:
        """What cannot be read lies nowhere: whoever may register devices sees it all."""
        rows = self.rows()
        return rows if may(actor, SENSING_EDIT) else rows.none()

    def link(self, row: SetAside) -> str:
        return address("sensing:device", row.device_id) if row.device_id else ""
