"""A platform posts signed readings; what is not signed, too old or unreadable is refused; stored means stored."""

import asyncio
import json
from dataclasses import replace

import nats
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from tests.cast import Cast
from tests.room.sensing.test_register import DETECTOR

from gasloop.bus.devices import DEVICE_STREAM, DeviceBatch, decode_batch
from gasloop.kernel import clock
from gasloop.sensing.actions import Registered, register_device, retire_device, rotate_credential
from gasloop.sensing.bus_thread import BusAway
from gasloop.sensing.credentials import signature

BODY = json.dumps({"time": "2026-11-02T09:00:00+08:00", "readings": {"concentration": 3.5}}).encode()


@pytest.fixture
def device(cast: Cast, own_keys: None) -> Registered:
    return register_device(cast.clerk.actor, facts=replace(DETECTOR, protocol="http", key="platform-1"))


def post(key: str, signing_key: str, body: bytes = BODY, *, late: int = 0, spoil: str = "") -> HttpResponse:
    stamp = str(int(clock.now().timestamp()) - late)
    signed = signature(signing_key, stamp, body) + spoil
    headers = {"X-GasLoop-Timestamp": stamp, "X-GasLoop-Signature": signed}
    answer = Client().post(f"/api/v1/devices/{key}/readings", body, content_type="application/json", headers=headers)
    assert isinstance(answer, HttpResponse)
    return answer


def last_stored() -> DeviceBatch:
    async def ask() -> bytes:
        bus = await nats.connect(settings.CONFIG.nats_url)
        try:
            found = await bus.jetstream().get_last_msg(DEVICE_STREAM, "dev.http")
        finally:
            await bus.close()
        return found.data or b""

    return decode_batch(asyncio.run(ask()))


def test_what_is_answered_202_is_on_the_bus(device: Registered) -> None:
    answer = post("platform-1", device.credential)
    assert (answer.status_code, json.loads(answer.content)) == (202, {"stored": 1})
    (frame,) = last_stored().frames
    assert (frame.key, frame.device, frame.raw, frame.version) == (
        "http.platform-1",
        device.device.pk,
        BODY,
        "standard",
    )


def test_the_same_body_again_is_the_same_batch(device: Registered) -> None:
    assert post("platform-1", device.credential).status_code == 202
    first = last_stored()
    assert post("platform-1", device.credential, late=10).status_code == 202
    assert last_stored().batch_id == first.batch_id


@pytest.mark.parametrize("late", [301, -301])
def test_a_signature_of_another_time_is_refused(device: Registered, late: int) -> None:
    assert post("platform-1", device.credential, late=late).status_code == 401


def test_a_wrong_signature_or_key_is_refused_alike(device: Registered, cast: Cast) -> None:
    wrong = post("platform-1", device.credential, spoil="0")
    nobody = post("platform-2", device.credential)
    assert (wrong.status_code, nobody.status_code) == (401, 401)
    assert wrong.content == nobody.content
    assert (
        Client().post("/api/v1/devices/platform-1/readings", BODY, content_type="application/json").status_code == 401
    )
    rotated = rotate_credential(cast.clerk.actor, device_id=device.device.pk, why="示例")
    assert post("platform-1", device.credential).status_code == 401
    assert post("platform-1", rotated.credential).status_code == 202
    retire_device(cast.clerk.actor, device_id=device.device.pk, why="示例")
    assert post("platform-1", rotated.credential).status_code == 401


@pytest.mark.parametrize(
    "body", [b"{", b"[]x", b'{"readings": {"smell": 1}}', b'{"readings": {"co": 1}, "state": ["x"]}']
)
def test_what_cannot_be_read_is_said(device: Registered, body: bytes) -> None:
    answer = post("platform-1", device.credential, body)
    assert answer.status_code == 422
    assert json.loads(answer.content)["code"] == "sensing.webhook.payload"


def test_a_flood_in_one_body_is_refused(device: Registered) -> None:
    assert post("platform-1", device.credential, b" " * (256 * 1024 + 1)).status_code == 413


def test_while_the_bus_is_away_nothing_is_promised(device: Registered, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_batch: DeviceBatch) -> None:
        raise BusAway

    monkeypatch.setattr("gasloop.sensing.web.webhook.publish", away)
    answer = post("platform-1", device.credential)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
