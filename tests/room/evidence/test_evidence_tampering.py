"""Every way of changing what was recorded, done with an administrator's hands, is found and named."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.room.evidence.note import NOTED, Note
from tests.room.evidence.writing import change, checked, found, tamper, write

from gasloop.evidence import attachments, keys
from gasloop.evidence.actions import append, append_batch
from gasloop.evidence.merkle import leaf_hash
from gasloop.evidence.models import Entry, Seal, SigningKey
from gasloop.evidence.sealing import HEAD, seal_all, seal_hash
from gasloop.evidence.verify import run_verify
from gasloop.kernel.actor import Actor

pytestmark = pytest.mark.usefixtures("notes")

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)

Setting = tuple[Note, Entry]


@pytest.fixture
def sealed(officer: Actor) -> Setting:
    """Two notes, one with personal data, all sealed; nothing to find yet."""
    write(officer, "别家")
    made = write(officer, "软管过长", personal={"reporter": "王五"}, amount="2.60")
    assert checked().findings == []
    return made


@pytest.mark.parametrize(
    "assignment",
    [
        "act = 'test.other'",
        "actor = jsonb_set(actor, '{name}', '\"张三\"')",
        "recorded_at = recorded_at - interval '1 day'",
        "effective_at = effective_at - interval '1 microsecond'",
        "subject_id = '00000000-0000-7000-8000-000000000009'",
        "territory = '500152110/002/'",
        "payload_digest = decode(repeat('00', 32), 'hex')",
        "personal_digest = NULL",
        "attachments = ARRAY['ab']",
        "state_digest = set_byte(state_digest, 5, get_byte(state_digest, 5) # 1)",
        "state_fields = state_fields[1:1]",
        "seq = seq + 1000000",
        "rows_count = 3",
    ],
)
def test_one_changed_value_in_an_entry(sealed: Setting, assignment: str) -> None:
    note, entry = sealed
    change("evidence_entry", assignment, where="id", equals=entry.pk)
    report = checked()
    named = [finding for finding in report.findings if finding.kind == "entry_changed"]
    assert [finding.id for finding in named] == [str(entry.pk)]
    if "subject_id" not in assignment:
        assert named[0].subject == note.subject
        assert "便条 软管过长" in named[0].text


def test_a_changed_entry_that_is_not_sealed_yet(sealed: Setting, officer: Actor) -> None:
    note, _ = sealed
    entry = append(officer, act=NOTED, record=note)
    tamper("UPDATE evidence_entry SET act = 'test.other' WHERE id = %s", entry.pk)
    assert ("entry_changed", str(note.subject)) in found(checked())


def test_a_missing_entry(sealed: Setting) -> None:
    note, entry = sealed
    tamper("DELETE FROM evidence_entry WHERE id = %s", entry.pk)
    report = checked()
    assert ("entry_missing", str(note.subject)) in found(report)
    assert any("便条 软管过长" in finding.text for finding in report.findings)


def test_an_entry_removed_before_its_seal(officer: Actor) -> None:
    _, entry = write(officer, "软管过长")
    tamper("DELETE FROM evidence_entry WHERE id = %s", entry.pk)
    assert ("entry_missing", f"evidence.entry:{entry.pk}") in found(checked())


def test_an_entry_kept_from_being_sealed(sealed: Setting, officer: Actor) -> None:
    note, _ = sealed
    entry = append(officer, act=NOTED, record=note)
    tamper("DELETE FROM evidence_pending WHERE entry_id = %s", entry.pk)
    assert found(checked()) == {("entry_unsealed", str(note.subject))}


def test_a_changed_leaf(sealed: Setting) -> None:
    _, entry = sealed
    tamper("UPDATE evidence_sealedleaf SET leaf = decode(repeat('11', 32), 'hex') WHERE entry_id = %s", entry.pk)
    assert {"entry_changed", "seal_root"} <= {kind for kind, _ in found(checked())}


def test_entry_and_leaf_changed_together(sealed: Setting) -> None:
    """Whoever recomputes the leaf hash still cannot sign the root."""
    _, entry = sealed
    tamper("UPDATE evidence_entry SET act = 'test.other' WHERE id = %s", entry.pk)
    entry.refresh_from_db()
    tamper(
        "UPDATE evidence_sealedleaf SET leaf = %s WHERE entry_id = %s",
        leaf_hash("sha256", entry.canonical()),
        entry.pk,
    )
    assert found(checked()) == {("seal_root", "1")}


def test_a_missing_leaf(sealed: Setting) -> None:
    _, entry = sealed
    tamper("DELETE FROM evidence_sealedleaf WHERE entry_id = %s", entry.pk)
    assert {"seal_count", "entry_unsealed"} <= {kind for kind, _ in found(checked())}


@pytest.mark.parametrize(
    ("assignment", "kind"),
    [
        ('body = \'{"title":"软管合格"}\'', "payload_changed"),
        ("salt = decode(repeat('00', 16), 'hex')", "payload_changed"),
        ("personal = set_byte(personal, 40, get_byte(personal, 40) # 1)", "personal_changed"),
        ("body = NULL", "payload_missing"),
        ("personal = NULL", "payload_missing"),
    ],
)
def test_a_changed_payload(sealed: Setting, assignment: str, kind: str) -> None:
    note, entry = sealed
    change("evidence_payload", assignment, where="entry_id", equals=entry.pk)
    assert (kind, str(note.subject)) in found(checked())


def test_a_deleted_payload(sealed: Setting) -> None:
    note, entry = sealed
    tamper("DELETE FROM evidence_payload WHERE entry_id = %s", entry.pk)
    assert found(checked()) == {("payload_missing", str(note.subject))}


@pytest.mark.parametrize(
    "assignment",
    [
        "title = '软管过长。'",
        "state = 'closed'",
        "amount = amount - 0.01",
        "received_at = received_at - interval '1 day'",
        "phone = decode('01', 'hex')",
    ],
)
def test_a_sealed_field_changed_behind_our_back(sealed: Setting, assignment: str) -> None:
    note, _ = sealed
    change("test_note", assignment, where="id", equals=note.pk)
    report = checked()
    assert found(report) == {("record_changed", str(note.subject))}
    assert "便条 软管过长" in report.findings[0].text
    assert "状态" in report.findings[0].text


def test_a_field_that_is_not_sealed_may_change(sealed: Setting) -> None:
    note, _ = sealed
    tamper("UPDATE test_note SET remark = '改' WHERE id = %s", note.pk)
    assert checked().ok


def test_a_deleted_record(sealed: Setting) -> None:
    note, _ = sealed
    tamper("DELETE FROM test_note WHERE id = %s", note.pk)
    assert found(checked()) == {("record_deleted", str(note.subject))}


def test_a_record_put_in_behind_our_back(sealed: Setting) -> None:
    note = Note.objects.create(title="补的")
    assert found(checked()) == {("record_unlogged", str(note.subject))}


def test_a_row_of_a_batch_changed_and_one_deleted(officer: Actor) -> None:
    notes = Note.objects.bulk_create([Note(title=f"第{n}家") for n in range(5)])
    entry = append_batch(officer, act=NOTED, records=notes, body={"title": "五家"})
    assert checked().ok
    tamper("UPDATE test_note SET title = '改' WHERE id = %s", notes[2].pk)
    tamper("DELETE FROM test_note WHERE id = %s", notes[4].pk)
    expected = {("record_changed", str(notes[2].subject)), ("record_deleted", str(notes[4].subject))}
    assert found(checked()) == expected
    tamper("DELETE FROM evidence_batchrow WHERE subject_id = %s", notes[4].pk)
    assert ("rows_changed", f"evidence.batch:{entry.pk}") in found(checked())


@pytest.mark.parametrize(
    ("assignment", "kind"),
    [
        ("signature = set_byte(signature, 3, get_byte(signature, 3) # 1)", "seal_signature"),
        ("sealed_at = sealed_at - interval '1 day'", "seal_signature"),
        ("root = decode(repeat('00', 32), 'hex')", "seal_signature"),
        ("key_id = '0123456789abcdef'", "seal_key"),
        ("previous = decode(repeat('01', 32), 'hex')", "seal_chain"),
        ("count = count + 1", "seal_count"),
    ],
)
def test_a_changed_seal(sealed: Setting, assignment: str, kind: str) -> None:
    change("evidence_seal", assignment, where="number", equals=1)
    assert (kind, "1") in found(checked())


def test_a_missing_seal(sealed: Setting, officer: Actor) -> None:
    for title in ("二", "三"):
        write(officer, title)
        seal_all()
    tamper("DELETE FROM evidence_seal WHERE number = %s", 2)
    assert ("seal_missing", "2") in found(checked())


def test_a_log_signed_anew_with_a_key_of_ones_own(sealed: Setting) -> None:
    """An administrator of the database without the key directory: own key in the table, all seals signed with it."""
    forged = keys.Signer(Ed25519PrivateKey.generate())
    seal = Seal.objects.get(number=1)
    seal.key_id = forged.key_id
    tamper(
        "UPDATE evidence_seal SET key_id = %s, signature = %s WHERE number = 1",
        forged.key_id,
        forged.sign(seal.header()),
    )
    tamper("UPDATE evidence_signingkey SET key_id = %s, public_key = %s", forged.key_id, forged.public)
    assert {("seal_key", "1")} <= found(checked())


def test_a_log_that_fell_behind_what_the_house_remembers(sealed: Setting, keys_apart: Path) -> None:
    """The newest seal cut off, or an old backup put back."""
    seal = Seal.objects.get(number=1)
    head = {"number": 1, "hash": seal_hash(seal).hex()}
    (keys_apart / HEAD).write_text(json.dumps(head), encoding="utf-8")
    assert checked().ok
    (keys_apart / HEAD).write_text(json.dumps({**head, "number": 2}), encoding="utf-8")
    assert found(checked()) == {("head_rolled_back", "2")}


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda file: file.write_bytes(PNG[:-1] + b"\x01"), "attachment_changed"),
        (lambda file: file.unlink(), "attachment_missing"),
    ],
)
def test_a_changed_or_missing_attachment(
    officer: Actor, tmp_path: Path, spoil: Callable[[Path], object], kind: str
) -> None:
    photo = attachments.store(officer, content=PNG, filename="灶台.png")
    note, _ = write(officer, "软管过长", attachments=[photo.pk])
    assert checked().ok
    spoil(tmp_path / "files" / attachments.location(photo.pk))
    report = checked()
    assert found(report) == {(kind, str(note.subject))}
    assert "灶台.png" in report.findings[0].text


def test_an_attachment_whose_row_is_gone(officer: Actor) -> None:
    photo = attachments.store(officer, content=PNG)
    note, _ = write(officer, "软管过长", attachments=[photo.pk])
    tamper("DELETE FROM evidence_attachment WHERE sha256 = %s", photo.pk)
    assert found(checked()) == {("attachment_missing", str(note.subject))}


def test_the_command_says_it_in_words_and_by_its_exit_code(sealed: Setting, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_verify(as_json=False) == 0
    assert "核对通过" in capsys.readouterr().out
    tamper("UPDATE test_note SET state = 'closed' WHERE id = %s", sealed[0].pk)
    assert run_verify(as_json=True) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is False
    assert report["findings"][0]["subject"] == str(sealed[0].subject)
    assert "签名密钥的管理员" in report["limits"]
    assert SigningKey.objects.count() == 1
