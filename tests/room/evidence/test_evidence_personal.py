"""Personal data: encrypted, masked, found by a blind index, read with a reason, erased by a rule."""

import base64
from pathlib import Path

import pytest
from django.db import connection, transaction
from tests.room.evidence.note import NOTED, Note
from tests.room.evidence.writing import checked, found, tamper, write

from gasloop.evidence import attachments, envelope, keys, queries
from gasloop.evidence.actions import append_batch, erase, reveal, reveal_entry
from gasloop.evidence.keys import KeyProblem
from gasloop.evidence.models import DataKey, Entry, Payload
from gasloop.evidence.proofs import proof_for
from gasloop.evidence.sealing import seal_all
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal

pytestmark = pytest.mark.usefixtures("notes")

PHONE = "13800005678"
RULE = "个人信息保护法第四十七条"


def stored_bytes(note: Note) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM test_note WHERE id = %s", [note.pk])
        return bytes(cursor.fetchone()[0])


def test_the_database_holds_no_telephone_number(officer: Actor) -> None:
    note, _ = write(officer, "王五家", phone=PHONE)
    assert PHONE.encode() not in stored_bytes(note)
    assert len(stored_bytes(note)) > len(PHONE)


def test_an_attribute_shows_the_mask_only(officer: Actor) -> None:
    fresh = Note(title="王五家", phone=PHONE)
    assert str(fresh.phone) == "138****5678"
    note, _ = write(officer, "王五家", phone=PHONE)
    read = Note.objects.get(pk=note.pk)
    assert (str(read.phone), PHONE in repr(read.phone)) == ("138****5678", False)
    assert not Note(title="无").phone


def test_a_form_that_posts_the_mask_back_changes_nothing(officer: Actor) -> None:
    note, _ = write(officer, "王五家", phone=PHONE)
    read = Note.objects.get(pk=note.pk)
    read.phone = str(read.phone)
    read.save()
    assert reveal(officer, record=read, field="phone", why="核对") == PHONE
    read.phone = "13900001111"
    read.save()
    assert str(Note.objects.get(pk=note.pk).phone) == "139****1111"


def test_equal_numbers_are_found_and_do_not_look_equal(officer: Actor) -> None:
    one, _ = write(officer, "甲", phone=PHONE)
    two, _ = write(officer, "乙", phone="138 0000-5678")
    write(officer, "丙", phone="13800005679")
    assert {note.title for note in Note.objects.filter(phone_index=PHONE)} == {"甲", "乙"}
    assert stored_bytes(one) != stored_bytes(two)


def test_searching_the_ciphertext_is_a_mistake_that_is_told(officer: Actor) -> None:
    with pytest.raises(TypeError, match="blind index"):
        Note.objects.filter(phone=PHONE).first()
    with pytest.raises(TypeError):
        Note.objects.update(phone=PHONE)


def test_bulk_rows_are_encrypted_too(officer: Actor) -> None:
    made = Note.objects.bulk_create([Note(title=f"{n}", phone=f"1380000567{n}") for n in range(3)])
    append_batch(officer, act=NOTED, records=made, body={"title": "三家"})
    assert [str(note.phone) for note in Note.objects.order_by("title")] == [f"138****567{n}" for n in range(3)]
    assert checked().ok


def test_reading_in_clear_is_logged_with_its_reason(officer: Actor) -> None:
    note, _ = write(officer, "王五家", phone=PHONE)
    assert reveal(officer, record=note, field="phone", why="上门前联系") == PHONE
    assert queries.timeline(note.subject)[0].text == "李红查看了个人信息“电话”：上门前联系"
    with pytest.raises(Refusal, match="reason"):
        reveal(officer, record=note, field="phone", why=" ")
    with pytest.raises(TypeError, match="not an encrypted field"):
        reveal(officer, record=note, field="title", why="看")
    assert checked().ok


def test_a_ciphertext_moved_to_another_record_does_not_open(officer: Actor) -> None:
    one, _ = write(officer, "甲", phone=PHONE)
    two, _ = write(officer, "乙", phone="13900001111")
    tamper("UPDATE test_note SET phone = %s WHERE id = %s", stored_bytes(one), two.pk)
    with pytest.raises(envelope.CannotDecrypt):
        reveal(officer, record=Note.objects.get(pk=two.pk), field="phone", why="联系")
    assert ("record_changed", str(two.subject)) in found(checked())


def test_the_personal_part_of_an_entry(officer: Actor) -> None:
    note, entry = write(officer, "举报", personal={"reporter": "王五"})
    stored = Payload.objects.get(pk=entry.pk)
    assert "王五".encode() not in bytes(stored.personal or b"")
    assert "王五" not in (stored.body or "")
    assert reveal_entry(officer, entry=entry, why="回复举报人") == {"reporter": "王五"}
    assert queries.timeline(note.subject)[0].act == "evidence.personal_data_revealed"


def test_a_record_forgets_a_person_and_the_log_still_verifies(officer: Actor) -> None:
    note, entry = write(officer, "王五家", phone=PHONE, personal={"reporter": "王五"})
    assert checked().ok
    erase(officer, target=note, rule=RULE, why="本人要求")
    read = Note.objects.get(pk=note.pk)
    assert not read.phone
    assert read.phone_index is None
    assert Payload.objects.get(pk=entry.pk).personal is None
    assert reveal_entry(officer, entry=entry, why="再看") == {}
    report = checked()
    assert report.findings == []
    assert report.counts["erased"] == 1
    assert proof_for(entry)["erased"]["rule"] == RULE
    assert entry.body == {"title": "王五家"}, "what is not personal stays"


def test_the_whole_payload_of_one_entry(officer: Actor) -> None:
    _, entry = write(officer, "写错了名字的便条", personal={"reporter": "王五"})
    seal_all()
    erase(officer, target=entry, rule=RULE, why="内容含个人信息", whole=True)
    assert entry.body == {}
    assert checked().ok
    proof = proof_for(entry)
    assert "body" not in proof
    assert proof["erased"]["rule"] == RULE


def test_an_absence_without_its_entry_is_no_erasure(officer: Actor) -> None:
    """Taking away the entry that says so turns the erasure into a gap."""
    note, _ = write(officer, "王五家", personal={"reporter": "王五"})
    erased = erase(officer, target=note, rule=RULE, why="本人要求")
    assert checked().ok
    tamper("UPDATE evidence_payload SET body = '{}' WHERE entry_id = %s", erased.pk)
    assert {("payload_missing", str(note.subject)), ("payload_changed", str(note.subject))} <= found(checked())


def test_a_photo_is_erased_with_the_person_on_it(
    officer: Actor, tmp_path: Path, django_capture_on_commit_callbacks: object
) -> None:
    photo = attachments.store(officer, content=b"\xff\xd8\xff" + bytes(40), filename="王五.jpg")
    note, _ = write(officer, "王五家", attachments=[photo.pk])
    write_elsewhere = attachments.store(officer, content=b"\xff\xd8\xff" + bytes(41))
    write(officer, "别家", attachments=[write_elsewhere.pk])
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        erase(officer, target=note, rule=RULE, why="本人要求", files=[photo.pk])
    assert not (tmp_path / "files" / attachments.location(photo.pk)).exists()
    with pytest.raises(NotFound):
        attachments.open(photo.pk)
    assert checked().ok
    with pytest.raises(Refusal, match="shared"):
        erase(officer, target=note, rule=RULE, why="本人要求", files=[write_elsewhere.pk])


def test_erasing_asks_for_a_rule_a_reason_and_something_to_erase(officer: Actor) -> None:
    note, _ = write(officer, "王五家", phone=PHONE)
    for rule, why, code in ((" ", "本人要求", r"erase\.rule"), (RULE, "", "reason")):
        with pytest.raises(Refusal, match=code):
            erase(officer, target=note, rule=rule, why=why)
    erase(officer, target=note, rule=RULE, why="本人要求")
    with pytest.raises(Refusal, match=r"erase\.nothing"):
        erase(officer, target=Note.objects.get(pk=note.pk), rule=RULE, why="再来")


def test_keys_change_and_old_texts_stay_readable(officer: Actor) -> None:
    before, _ = write(officer, "前", phone=PHONE)
    envelope.rotate("test")
    after, _ = write(officer, "后", phone=PHONE)
    assert stored_bytes(before)[1:17] != stored_bytes(after)[1:17]
    envelope.forget()
    assert [str(note.phone) for note in Note.objects.all()] == ["138****5678"] * 2
    assert Note.objects.filter(phone_index=PHONE).count() == 2, "the index has a key of its own"


def test_a_missing_or_foreign_master_key_is_said_in_one_sentence(officer: Actor, keys_apart: Path) -> None:
    note, _ = write(officer, "王五家", phone=PHONE, personal={"reporter": "王五"})
    seal_all()
    envelope.forget()
    master = keys_apart / keys.MASTER_KEY
    master.write_bytes(base64.b64encode(b"x" * 32))
    with pytest.raises(KeyProblem, match=r"evidence\.key\.wrong"):
        reveal(officer, record=note, field="phone", why="联系")
    master.unlink()
    with pytest.raises(KeyProblem, match=r"evidence\.key\.missing"):
        reveal(officer, record=note, field="phone", why="联系")
    assert not master.exists(), "a new one would not open the old texts"
    report = checked()
    assert {kind for kind, _ in found(report)} == {"master_key"}
    assert "master.key" in report.findings[0].text


def test_a_key_made_in_a_transaction_that_rolls_back_is_not_used_again(officer: Actor) -> None:
    with transaction.atomic():
        envelope.encrypt("fleeting", b"a", b"")
        envelope.encrypt("fleeting", b"b", b"")
        transaction.set_rollback(True)
    sealed = envelope.encrypt("fleeting", b"c", b"")
    envelope.forget()
    assert envelope.decrypt("fleeting", sealed, b"") == b"c"
    assert DataKey.objects.filter(dataset="fleeting").count() == 1


def test_entries_about_erasure_are_never_erased(officer: Actor) -> None:
    note, _ = write(officer, "王五家", phone=PHONE)
    erased = erase(officer, target=note, rule=RULE, why="本人要求")
    with pytest.raises(Refusal, match=r"erase\.nothing"):
        erase(officer, target=erased, rule=RULE, why="再来", whole=True)
    assert Entry.objects.get(pk=erased.pk).body["rule"] == RULE
