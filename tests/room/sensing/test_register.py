"""A clerk registers devices; what cannot be right is refused in words; sending twice is harmless."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.stories import restaurant

from gasloop.bus.devices import RegisteredDevice, code_fits
from gasloop.evidence.models import Entry
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.relay.models import OutboxEvent
from gasloop.sensing.actions import (
    Registered,
    adopt_sender,
    correct_device,
    import_devices,
    register_device,
    retire_device,
    rotate_credential,
)
from gasloop.sensing.facts import DeviceFacts
from gasloop.sensing.mirror import entry_of
from gasloop.sensing.models import Device, Presence, UnknownSender
from gasloop.sensing.queries import devices_of, online_by_village

DETECTOR = DeviceFacts(
    name="后厨探测器（示例）", kind="detector", protocol="mqtt", key="kitchen-1", territory=COMMUNITY
)
TRUCK = DeviceFacts(name="示例槽车终端", kind="terminal", protocol="jt808", key="013800000001", territory=COMMUNITY)


def made(actor: Actor, facts: DeviceFacts = DETECTOR, id: UUID | None = None) -> Registered:  # noqa: A002 - as the verb
    return register_device(actor, facts=facts, id=id)


def acts_on(device: Device) -> list[str]:
    return list(Entry.objects.filter(subject_id=device.pk).order_by("seq").values_list("act", flat=True))


def test_a_device_is_registered_with_number_evidence_and_a_credential_shown_once(cast: Cast) -> None:
    first = made(cast.clerk.actor)
    assert (first.device.number, first.device.state, first.device.silent_after_s) == ("SB2026-00001", "in_use", 3600)
    assert len(first.credential) == 32
    assert first.credential not in repr(first)
    assert acts_on(first.device) == ["sensing.device_registered"]
    assert Presence.objects.get(pk=first.device.pk).territory == COMMUNITY
    told = OutboxEvent.objects.get(name="sensing.devices_changed")
    assert told.body["device_ids"] == [str(first.device.pk)]
    assert str(Device.objects.get().secret) == "***"


def test_the_same_request_again_changes_nothing_and_shows_no_credential(cast: Cast) -> None:
    key = new_id()
    first = made(cast.clerk.actor, id=key)
    again = made(cast.clerk.actor, id=key)
    assert (again.device.pk, again.credential) == (first.device.pk, "")
    with pytest.raises(Refusal) as refused:
        made(cast.clerk.actor, replace(DETECTOR, name="另一台"), id=key)
    assert refused.value.code == "sensing.id_taken"


def test_a_device_lies_where_what_it_stands_for_lies(cast: Cast) -> None:
    shop = restaurant(system())
    device = made(cast.officer.actor, replace(DETECTOR, territory="", stands_for=shop.subject)).device
    assert (device.territory, device.line) == (shop.territory, "catering")
    assert list(devices_of(cast.grid.actor, shop.subject)) == [device]
    assert not list(devices_of(cast.far_grid.actor, shop.subject))


@pytest.mark.parametrize("name", ["grid", "leader", "auditor", "admin"])
def test_who_may_not_register_finds_nothing(cast: Cast, name: str) -> None:
    with pytest.raises(NotFound):
        made(cast.actor(name))


def test_nobody_registers_for_the_line_of_another(cast: Cast) -> None:
    shop = restaurant(system())
    with pytest.raises(NotFound):
        made(cast.market.actor, replace(DETECTOR, stands_for=shop.subject))


@pytest.mark.parametrize(
    ("protocol", "key", "stored"),
    [
        ("jt808", "013800000001", "13800000001"),
        ("jt808", "00000000013800000001", "13800000001"),
        ("jt808", "4EB6FB4AFD9E", "4eb6fb4afd9e"),
        ("gb26875", "1F", "00000000001f"),
        ("mqtt", "kitchen_1-A", "kitchen_1-A"),
        ("modbus", "192.0.2.10:502/1", "192.0.2.10:502/1"),
    ],
)
def test_keys_are_kept_in_one_form(cast: Cast, protocol: str, key: str, stored: str) -> None:
    profile = "example-meter" if protocol == "modbus" else "standard"
    assert made(cast.clerk.actor, replace(DETECTOR, protocol=protocol, key=key, profile=profile)).device.key == stored


BAD_NAMES = (">", "*", "a.b", "a/b", "a b", "")
BAD_KEYS = [("http", "a/b"), ("jt808", "1380000000x"), ("jt808", "1" * 21), ("gb26875", "1" * 13)]


@pytest.mark.parametrize(
    ("protocol", "key"), [*(("mqtt", name) for name in BAD_NAMES), *BAD_KEYS, ("modbus", "host:99999/1")]
)
def test_what_could_speak_for_others_is_no_key(cast: Cast, protocol: str, key: str) -> None:
    profile = "example-meter" if protocol == "modbus" else "standard"
    with pytest.raises(Refusal) as refused:
        made(cast.clerk.actor, replace(DETECTOR, protocol=protocol, key=key, profile=profile))
    assert (refused.value.code, refused.value.field) == ("sensing.key.shape", "key")


def test_one_device_in_use_per_key_and_the_key_is_free_after_retirement(cast: Cast) -> None:
    first = made(cast.clerk.actor, TRUCK)
    with pytest.raises(Refusal) as refused:
        made(cast.clerk.actor, replace(TRUCK, key="13800000001"))
    assert refused.value.code == "sensing.key.taken"
    retired = retire_device(cast.clerk.actor, device_id=first.device.pk, why="报废")
    assert (retired.state, retired.ended_on) == ("retired", date(2026, 11, 2))
    assert not Presence.objects.filter(pk=retired.pk).exists()
    second = made(cast.clerk.actor, TRUCK)
    assert second.credential != first.credential
    with pytest.raises(Refusal) as over:
        retire_device(cast.clerk.actor, device_id=first.device.pk, why="再次")
    assert over.value.code == "sensing.retired"


def test_a_rotated_credential_ends_the_old_one(cast: Cast) -> None:
    first = made(cast.clerk.actor, TRUCK)
    second = rotate_credential(cast.clerk.actor, device_id=first.device.pk, why="凭据外泄")
    (key, entry), *_ = entry_of(second.device)
    assert key == "jt808.13800000001"
    assert isinstance(entry, RegisteredDevice)
    assert entry.rev == 2
    assert code_fits(entry, second.credential)
    assert not code_fits(entry, first.credential)
    assert acts_on(second.device)[-1] == "sensing.credential_rotated"


def test_an_address_without_credential_cannot_rotate_one(cast: Cast) -> None:
    first = made(cast.clerk.actor, replace(DETECTOR, protocol="gb26875", key="1f"))
    assert first.credential == ""
    with pytest.raises(Refusal) as refused:
        rotate_credential(cast.clerk.actor, device_id=first.device.pk, why="示例")
    assert refused.value.code == "sensing.credential.none"


def test_a_correction_keeps_what_stood_before(cast: Cast) -> None:
    device = made(cast.clerk.actor).device
    corrected = correct_device(cast.clerk.actor, device_id=device.pk, why="移装", changes={"place": "后门"})
    assert (corrected.place, corrected.rev) == ("后门", 2)
    with pytest.raises(Refusal) as same:
        correct_device(cast.clerk.actor, device_id=device.pk, why="移装", changes={"place": "后门"})
    assert same.value.code == "sensing.correct.nothing"
    with pytest.raises(Refusal) as other:
        correct_device(cast.clerk.actor, device_id=device.pk, why="换", changes={"protocol": "http"})
    assert other.value.field == "protocol"
    moved = correct_device(cast.clerk.actor, device_id=device.pk, why="迁到渡头", changes={"territory": VILLAGE})
    assert Presence.objects.get(pk=moved.pk).territory == VILLAGE


def test_an_unknown_sender_is_adopted_as_what_it_showed(cast: Cast, hands: object) -> None:
    from gasloop.kernel import clock

    sender = UnknownSender.objects.create(
        protocol="mqtt", key="kitchen-1", first_seen=clock.now(), last_seen=clock.now(), frames=3
    )
    with pytest.raises(Refusal) as other:
        adopt_sender(cast.clerk.actor, sender_id=sender.pk, facts=replace(DETECTOR, key="kitchen-2"))
    assert other.value.code == "sensing.adopt.other"
    adopted = adopt_sender(cast.clerk.actor, sender_id=sender.pk, facts=DETECTOR)
    assert adopted.device.key == "kitchen-1"
    sender.refresh_from_db()
    assert sender.adopted_at == clock.now()
    with pytest.raises(NotFound):
        adopt_sender(cast.clerk.actor, sender_id=sender.pk, facts=DETECTOR)


def test_a_batch_does_what_single_registrations_do(cast: Cast) -> None:
    rows = [replace(DETECTOR, key=f"batch-{number}", name=f"批量{number}") for number in range(5)]
    imported = import_devices(cast.clerk.actor, rows=rows)
    single = made(cast.clerk.actor, replace(DETECTOR, key="single", name="批量0")).device
    same = ("kind", "protocol", "profile", "territory", "line", "silent_after_s", "state", "rev", "owner_office_id")
    for each in imported:
        stored = Device.objects.get(pk=each.device.pk)
        assert [getattr(stored, name) for name in same] == [getattr(single, name) for name in same]
        assert len(each.credential) == 32
    assert [each.device.number for each in imported] == [f"SB2026-0000{number}" for number in range(1, 6)]
    assert Entry.objects.filter(act="sensing.devices_imported").count() == 1
    assert [(each.name, each.devices) for each in online_by_village(cast.clerk.actor)] == [("双堰社区", 6)]


def test_a_batch_with_a_wrong_row_registers_nothing_and_names_it(cast: Cast) -> None:
    rows = [DETECTOR, replace(DETECTOR, key="b c")]
    with pytest.raises(Refusal) as refused:
        import_devices(cast.clerk.actor, rows=rows)
    assert refused.value.field == "rows.2.key"
    with pytest.raises(Refusal) as twice:
        import_devices(cast.clerk.actor, rows=[DETECTOR, DETECTOR])
    assert twice.value.code == "sensing.import.twice"
    made(cast.clerk.actor)
    with pytest.raises(Refusal) as taken:
        import_devices(cast.clerk.actor, rows=[DETECTOR, replace(DETECTOR, key="new")])
    assert taken.value.code == "sensing.import.taken"
    assert Device.objects.count() == 1
