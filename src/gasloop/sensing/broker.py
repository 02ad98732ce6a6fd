"""The MQTT users of the embedded NATS: one a device, who may publish to its own topic and do nothing else.

The list is a file the server's configuration includes; it is written whole, then the server reads it anew (SIGHUP).
Devices that are no longer in it are disconnected by the server.
"""

import json
import logging
import os
import signal
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from gasloop.bus.mqtt import mqtt_subject
from gasloop.sensing.credentials import credential
from gasloop.sensing.kinds import DeviceProtocol
from gasloop.sensing.models import Device
from gasloop.sensing.states import DeviceState

log = logging.getLogger(__name__)
USERS_FILE = "mqtt-users.conf"
CHUNK = 2000


def write_users() -> bool:
    """Bring the file in step; True when it changed. Nothing to do where the broker is not ours (no such file)."""
    file = settings.CONFIG.data_dir / "run" / USERS_FILE
    if not file.exists():
        return False
    text = users()
    if file.read_text("utf-8") == text:
        return False
    draft = file.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(text, "utf-8")
    draft.replace(file)
    _reload(settings.CONFIG.data_dir / "run" / "nats.pid")
    return True


def users() -> str:
    """The list as NATS reads it: our own processes first, then a user for each device in use."""
    own = urlsplit(settings.CONFIG.nats_url)
    rows = Device.objects.filter(
        protocol=DeviceProtocol.MQTT, state=DeviceState.IN_USE, voided_at__isnull=True
    ).order_by("key")
    listed = [json.dumps({"user": own.username, "password": own.password})]
    listed += [_user(device) for device in rows.iterator(CHUNK)]
    return "users: [\n" + ",\n".join(listed) + "\n]\n"


def _user(device: Device) -> str:
    entry = {
        "user": device.key,
        "password": credential(device.protocol, device.pk, device.secret.clear()),
        "permissions": {"publish": {"allow": [mqtt_subject(device.key)]}, "subscribe": {"deny": [">"]}},
        "allowed_connection_types": ["MQTT"],
    }
    return json.dumps(entry)


def _reload(record: Path) -> None:
    """Ask the server to read its configuration anew; only a process that still is that server is asked."""
    try:
        pid = int(json.loads(record.read_text())["pid"])
        if b"nats" not in Path(f"/proc/{pid}/cmdline").read_bytes():
            raise ProcessLookupError(pid)
        os.kill(pid, signal.SIGHUP)
    except (OSError, ValueError, KeyError) as problem:
        log.warning("the broker did not read its users anew (%s); it does so at its next start", problem)
