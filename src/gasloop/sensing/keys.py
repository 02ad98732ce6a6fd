"""How a device calls itself, in the one form that register, gateways and broker compare."""

import re

from gasloop.bus.devices import gb26875_key, jt808_key
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.sensing.kinds import DeviceProtocol

# NATS takes `. * > /` and blanks in an MQTT id for structure: an id with one could speak for another device.
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PHONE = re.compile(r"[0-9a-f]{1,20}")
_ADDRESS = re.compile(r"[0-9a-f]{1,12}")
_MODBUS = re.compile(r"([A-Za-z0-9.-]{1,60}):([0-9]{1,5})/([0-9]{1,3})")

HINTS = {
    DeviceProtocol.JT808: sentence("终端手机号是1至20位十六进制数字，前导零可以不写。"),
    DeviceProtocol.GB26875: sentence("装置地址是1至12位十六进制数字，高位在前。"),
    DeviceProtocol.MQTT: sentence(
        "设备标识由1至64个字母、数字、下划线或连字符组成，不能有点号、斜杠、星号、大于号和空格。"
    ),
    DeviceProtocol.HTTP: sentence(
        "设备标识由1至64个字母、数字、下划线或连字符组成，不能有点号、斜杠、星号、大于号和空格。"
    ),
    DeviceProtocol.MODBUS: sentence("按“地址:端口/站号”填写，例如 192.0.2.10:502/1。"),
}


def normal_key(protocol: str, text: str) -> str:
    """The normal form; Refusal (field `key`) for what cannot be an id in that protocol."""
    found = _normal(DeviceProtocol(protocol), text.strip())
    if found is None:
        raise Refusal("sensing.key.shape", HINTS[DeviceProtocol(protocol)], field="key")
    return found


def _normal(protocol: DeviceProtocol, text: str) -> str | None:
    match protocol:
        case DeviceProtocol.JT808:
            bare = text.lower()
            return jt808_key(bare).partition(".")[2] if _PHONE.fullmatch(bare) else None
        case DeviceProtocol.GB26875:
            bare = text.lower()
            return gb26875_key(int(bare, 16)).partition(".")[2] if _ADDRESS.fullmatch(bare) else None
        case DeviceProtocol.MODBUS:
            return text if (parts := _MODBUS.fullmatch(text)) and _in_range(parts[2], parts[3]) else None
    return text if _PLAIN.fullmatch(text) else None


def _in_range(port: str, unit: str) -> bool:
    return 0 < int(port) < 65536 and int(unit) < 256


def register_key(protocol: str, key: str) -> str:
    """The key in the bucket `DEVICE_REGISTER`, whose alphabet has no colon."""
    return f"{protocol}.{key.replace(':', '=')}"
