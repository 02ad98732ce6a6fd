"""The webhook: a device, or the platform behind it, posts its JSON signed; answered once the bus has stored it.

    POST /api/v1/devices/<key>/readings
    X-GasLoop-Timestamp: 1795600000                       Unix seconds, at most five minutes off
    X-GasLoop-Signature: hex(HMAC-SHA256(signing key, timestamp + "." + body))

Sending the same body again is harmless: it is the same event. 401 says nothing about which of key, time and signature
was wrong; 422 that the body cannot be read, so that sending it again is no use; 503 to send it again later.
"""

import hmac

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Router

from gasloop.access.marks import Guard, marked
from gasloop.bus.devices import DeviceBatch, Frame
from gasloop.kernel import clock
from gasloop.sensing.bus_thread import BusAway, publish
from gasloop.sensing.credentials import credential, signature
from gasloop.sensing.intake.payloads import Payload, rows_of
from gasloop.sensing.keys import register_key
from gasloop.sensing.kinds import DeviceProtocol
from gasloop.sensing.models import Device
from gasloop.sensing.payloads.rows import PoisonError, Window
from gasloop.sensing.states import DeviceState

router = Router(tags=["devices"])
REPLAY_SECONDS = 300
LARGEST = 256 << 10


def readings(request: HttpRequest, key: str) -> HttpResponse:
    """Readings of a device, signed with its key. 202 once they are stored."""
    body = request.body
    if len(body) > LARGEST:
        return _problem(413, "sensing.webhook.large", _("内容超过256 KB，请分几次发送。"))
    device = _authenticated(request, key, body)
    if device is None:
        return _problem(401, "sensing.webhook.signature", _("签名、时间戳或设备标识不对。"))
    received_us = int(clock.now().timestamp() * 1_000_000)
    try:
        rows = rows_of(Payload("http", key, device.pk, device.profile, received_us, body), device.pk, Window(0))
    except PoisonError as wrong:
        return _problem(422, "sensing.webhook.payload", _("内容读不懂：{why}").format(why=wrong))
    frame = Frame(register_key("http", key), device.pk, received_us, body, device.profile)
    # The same body is the same batch: a resend within ten minutes is dropped by the bus, a later one by the tables.
    batch_id = signature(str(device.pk), "webhook", body)
    try:
        publish(DeviceBatch("http", "webhook", batch_id, [frame]))
    except BusAway:
        answer = _problem(503, "sensing.webhook.later", _("暂时不能保存，请稍后重发。"))
        answer["Retry-After"] = "5"
        return answer
    return JsonResponse({"stored": len(rows)}, status=202)


def _authenticated(request: HttpRequest, key: str, body: bytes) -> Device | None:
    """The device whose signature this is, made within the last five minutes."""
    stamp, given = (request.headers.get(f"X-GasLoop-{name}", "") for name in ("Timestamp", "Signature"))
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 12):
        return None
    if abs(clock.now().timestamp() - int(stamp)) > REPLAY_SECONDS:
        return None
    device = Device.objects.filter(
        protocol=DeviceProtocol.HTTP, key=key, state=DeviceState.IN_USE, voided_at__isnull=True
    ).first()
    if device is None:
        return None
    expected = signature(credential(device.protocol, device.pk, device.secret.clear()), stamp, body)
    return device if hmac.compare_digest(expected.encode(), given.lower().encode()) else None


def _problem(status: int, code: str, message: str) -> HttpResponse:
    problem = {"code": code, "message": message, "basis": None, "field": None}
    return JsonResponse(problem, status=status, json_dumps_params={"ensure_ascii": False})


marked(readings, Guard("public", reason="a device signs with its own key"))
router.post("/devices/{key}/readings", auth=None, operation_id="post_readings")(readings)
