"""What a device is, how it speaks, and how long it may be silent before it counts as offline."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.lines import Line


class DeviceKind(models.TextChoices):
    """What stands there (三(一)2, 三(三)4, 二(三)2)."""

    DETECTOR = "detector", _("可燃气体探测器")
    VALVE = "valve", _("紧急切断阀")
    TRANSMISSION = "transmission", _("用户信息传输装置")
    TERMINAL = "terminal", _("车载终端")
    TRANSMITTER = "transmitter", _("压力流量变送器")
    OTHER = "other", _("其他设备")


class DeviceProtocol(models.TextChoices):
    """How it speaks. JT/T 808 and GB/T 26875.3 are spoken to the gateways, the others by JSON."""

    JT808 = "jt808", "JT/T 808"
    GB26875 = "gb26875", "GB/T 26875.3"
    MQTT = "mqtt", "MQTT"
    HTTP = "http", "HTTP"
    MODBUS = "modbus", "Modbus TCP"


LINES: dict[str, str] = {DeviceKind.TERMINAL: Line.TRANSPORT}
"""The line of trade where the device stands for nothing that has one of its own."""

SILENCE_S: dict[str, int] = {DeviceKind.TERMINAL: 600, DeviceKind.TRANSMISSION: 1800}
USUAL_SILENCE_S = 3600
"""Platform defaults (confidence D), in seconds; a device's own value stands in its register entry."""


def silence_of(kind: str) -> int:
    """How long a device of this kind may be silent, in seconds, where its entry does not say otherwise."""
    return SILENCE_S.get(kind, USUAL_SILENCE_S)
