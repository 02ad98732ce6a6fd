"""The ledger of devices, and of senders nobody registered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.room.sensing.test_register import DETECTOR, TRUCK

from gasloop.access.models import Account
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id
from gasloop.sensing.actions import register_device
from gasloop.sensing.models import Device, SetAside, UnknownSender
from gasloop.sensing.web.listings import DeviceListing, SetAsideListing, UnknownSenderListing
from gasloop.shell.listing.testing import ListingTests


class TestDevices(ListingTests):
    listing, namespace = DeviceListing, "sensing"
    samples: ClassVar = {
        "kind": {"kind": "detector"},
        "protocol": {"protocol": "jt808"},
        "state": {"state": "in_use"},
        "offline": {"offline": "1"},
        "over_life": {"over_life": "1"},
        "territory": {"territory": COMMUNITY},
        "line": {"line": "transport"},
        "expires": {"expires_from": "2026-01-01"},
    }

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[Device]:
        old = replace(DETECTOR, key="old", expires_on=date(2026, 10, 1))
        facts = [DETECTOR, replace(DETECTOR, key="second"), old, TRUCK]
        return [register_device(cast.clerk.actor, facts=each).device for each in facts]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[Device]:
        there = replace(DETECTOR, key="there", name="那边的探测器", territory=VILLAGE)
        return [register_device(cast.clerk.actor, facts=there).device]

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.grid.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.admin.account


class TestUnknownSenders(ListingTests):
    listing, namespace = UnknownSenderListing, "sensing"
    samples: ClassVar = {"protocol": {"protocol": "mqtt"}, "seen": {"seen_from": "2026-10-01"}}

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[UnknownSender]:
        return [_sender(f"stranger-{number}", number) for number in range(4)]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[UnknownSender]:
        """Adopted ones are no longer unknown."""
        sender = _sender("adopted", 9)
        UnknownSender.objects.filter(pk=sender.pk).update(adopted_at=clock.now())
        return [sender]

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.clerk.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.grid.account


def _sender(key: str, minutes: int) -> UnknownSender:
    seen = clock.now() - timedelta(minutes=minutes)
    return UnknownSender.objects.create(protocol="mqtt", key=key, first_seen=seen, last_seen=seen, frames=minutes + 1)


class TestSetAside(ListingTests):
    listing, namespace = SetAsideListing, "sensing"
    samples: ClassVar = {"protocol": {"protocol": "mqtt"}, "received": {"received_from": "2026-10-01"}}

    @pytest.fixture
    def rows(self, cast: Cast) -> Sequence[SetAside]:
        return [_set_aside(f"broken-{number}", number) for number in range(4)]

    @pytest.fixture
    def hidden(self, cast: Cast) -> Sequence[SetAside]:
        """Nothing is hidden from those who may register devices."""
        return []

    @pytest.fixture
    def reader(self, cast: Cast) -> Account:
        return cast.clerk.account

    @pytest.fixture
    def outsider(self, cast: Cast) -> Account:
        return cast.grid.account


def _set_aside(key: str, minutes: int) -> SetAside:
    return SetAside.objects.create(
        protocol="mqtt",
        key=key,
        device_id=new_id() if minutes % 2 else None,
        received_at=clock.now() - timedelta(minutes=minutes),
        why="unknown quantity 'smell'",
        raw=b"{}",
        digest=key.encode().ljust(16, b"-"),
    )
