"""Ways through the door that the stories share."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.cast import PASSWORD, Cast

from gasloop.access.actions import add_second_factor, make_recovery_codes
from gasloop.access.actions.second_factor import new_key
from gasloop.kernel import clock

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

SIGN_IN = "/sign-in/"


def knock(client: Client, username: str, password: str = PASSWORD, **more: str) -> "Answer":
    """Send the sign-in form."""
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def inside(client: Client) -> bool:
    """Is somebody signed in?"""
    return client.get(reverse("access:account")).status_code == 200


def code(key: str, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def bind_app(cast: Cast, name: str) -> tuple[str, list[str]]:
    """Give somebody a second factor: its key, and recovery codes. The app's code of this half minute is still good."""
    person, key = cast.people[name], new_key()
    device = add_second_factor(person.actor, account=person.account, key=key, code=code(key))
    TOTPDevice.objects.filter(pk=device.pk).update(last_t=-1)
    return key, make_recovery_codes(person.actor, account=person.account)


def words(response: "Answer") -> str:
    """The page's text without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@contextmanager
def later(delta: timedelta) -> Iterator[None]:
    """Within the block the machine's clock (not the town's) is so much ahead."""
    before = clock.system_time

    def shifted() -> datetime:
        return before() + delta

    with patch("gasloop.kernel.clock.system_time", shifted):
        yield
