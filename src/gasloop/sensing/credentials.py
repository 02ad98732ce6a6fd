"""What a device proves itself with. All is derived from its secret, so that a new secret ends every old credential."""

import hashlib
import hmac
import secrets
from uuid import UUID

from gasloop.bus.devices import RegisteredDevice, auth_code
from gasloop.sensing.kinds import DeviceProtocol


def new_secret() -> str:
    """32 random bytes as hex."""
    return secrets.token_hex(32)


def credential(protocol: str, device_id: UUID, secret: str) -> str:
    """What is shown once: an auth code (JT/T 808), a password (MQTT), a signing key (HTTP); empty where there is none.

    GB/T 26875.3 and Modbus know no credential: such a device is known by its address alone, in a network one trusts.
    """
    match protocol:
        case DeviceProtocol.JT808:
            return auth_code(RegisteredDevice(device_id, bytes.fromhex(secret)))
        case DeviceProtocol.MQTT:
            return _derived(secret, b"mqtt password")[:32]
        case DeviceProtocol.HTTP:
            return _derived(secret, b"webhook key")
    return ""


def _derived(secret: str, purpose: bytes) -> str:
    return hmac.new(bytes.fromhex(secret), purpose, hashlib.sha256).hexdigest()


def signature(signing_key: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `timestamp.body`, hex; the key is the text that was shown."""
    return hmac.new(signing_key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
