"""Proofs that a stranger checks offline, in a Python with nothing of ours and nothing installed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.room.evidence.note import NOTED, Note
from tests.room.evidence.writing import tamper, write

from gasloop.evidence import keys
from gasloop.evidence.actions import append_batch
from gasloop.evidence.export import export_log
from gasloop.evidence.models import Entry
from gasloop.evidence.proofs import PREFIX, as_file, compact, proof_for, proof_for_row, qr_svg
from gasloop.evidence.sealing import rotate_signing_key, seal_all
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal

pytestmark = pytest.mark.usefixtures("notes")

TOOL = Path(__file__).parents[3] / "tools" / "gasverify.py"


def gasverify(*arguments: str, folder: Path) -> tuple[int, str]:
    """The one file, alone: no site-packages, no environment, another directory."""
    run = subprocess.run(
        [sys.executable, "-I", "-S", str(TOOL), *arguments],
        cwd=folder,
        env={"PATH": os.defpath, "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return run.returncode, run.stdout + run.stderr


@pytest.fixture
def sealed(officer: Actor) -> Entry:
    """An entry among some others under one seal."""
    for n in range(11):
        write(officer, f"第{n}家")
    _, entry = write(officer, "软管过长")
    seal_all()
    return entry


def published_key() -> str:
    signer = keys.signer()
    assert signer is not None
    return signer.public.hex()


def test_a_stranger_checks_a_proof_file(sealed: Entry, tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    file.write_text(as_file(proof_for(sealed)), encoding="utf-8")
    code, said = gasverify(str(file), "--key", published_key(), folder=tmp_path)
    assert code == 0, said
    assert said.endswith("OK\n")
    for fact in ("test.noted", f"test.note:{sealed.subject_id}", "李红 (应急办 安全员)", "软管过长", "number 1"):
        assert fact in said


def test_a_stranger_checks_the_text_of_a_code(sealed: Entry, tmp_path: Path) -> None:
    code, said = gasverify(compact(proof_for(sealed)), folder=tmp_path)
    assert code == 0, said
    assert "no --key given" in said


@pytest.mark.parametrize(
    ("part", "old", "new", "step"),
    [
        ("entry", "李红", "张三", "tree"),
        ("body", "软管过长", "软管合格", "body"),
        ("seal", '"number":1', '"number":2', "signature"),
        ("salt", "", "A", "body"),
        ("path", "", "A", "tree"),
        ("signature", "", "A", "signature"),
    ],
)
def test_a_changed_proof_fails_and_the_step_is_named(
    sealed: Entry, tmp_path: Path, part: str, old: str, new: str, step: str
) -> None:
    proof = proof_for(sealed)
    if old:
        proof[part] = proof[part].replace(old, new)
    else:
        proof[part] = ("B" if proof[part][0] == new else new) + proof[part][1:]
    code, said = gasverify(compact(proof), folder=tmp_path)
    assert code == 1, said
    assert f"WRONG       {step}" in said
    assert said.endswith("FAILED\n")


def test_a_key_that_is_not_the_published_one(sealed: Entry, tmp_path: Path) -> None:
    code, said = gasverify(compact(proof_for(sealed)), "--key", "11" * 32, folder=tmp_path)
    assert code == 1
    assert "WRONG       key" in said


@pytest.mark.parametrize("given", ["GASLOOP1:", "GASLOOP1:ABC", "GASLOOP1:abc", "{}", '{"v": 1}', "no-such-file"])
def test_what_is_no_proof_is_said_to_be_none(tmp_path: Path, given: str) -> None:
    code, said = gasverify(given, folder=tmp_path)
    assert code == 2
    assert "not readable" in said
    assert "Traceback" not in said


def test_a_proof_fits_a_code(sealed: Entry) -> None:
    text = compact(proof_for(sealed))
    assert text.startswith(PREFIX)
    assert len(text) < 1700
    assert qr_svg(proof_for(sealed)).startswith("<svg")
    assert len(compact(proof_for(sealed, disclose=False))) < len(text)


def test_a_proof_that_is_too_much_for_a_code_is_handed_out_as_a_file(officer: Actor) -> None:
    _, entry = write(officer, "长")
    seal_all()
    proof = {**proof_for(entry), "body": "".join(chr(0x4E00 + n * 7 % 20000) for n in range(6000))}
    with pytest.raises(Refusal, match="too_large"):
        qr_svg(proof)


def test_before_its_seal_an_entry_has_no_proof(officer: Actor) -> None:
    _, entry = write(officer, "刚刚")
    with pytest.raises(Refusal, match="unsealed"):
        proof_for(entry)


def test_one_row_of_a_batch(officer: Actor, tmp_path: Path) -> None:
    notes = Note.objects.bulk_create([Note(title=f"第{n}家") for n in range(9)])
    entry = append_batch(officer, act=NOTED, records=notes, body={"title": "九家"})
    seal_all()
    proof = proof_for_row(entry, notes[6].subject)
    code, said = gasverify(compact(proof), "--key", published_key(), folder=tmp_path)
    assert code == 0, said
    assert f"batch row   {notes[6].subject}" in said
    proof["row"] = proof["row"].replace(str(notes[6].pk), str(notes[5].pk))
    assert "WRONG       row" in gasverify(compact(proof), folder=tmp_path)[1]


def test_sm3_proofs(officer: Actor, settings: object, tmp_path: Path) -> None:
    settings.EVIDENCE_HASH = "sm3"  # type: ignore[attr-defined]  # pytest-django's settings take any name
    _, entry = write(officer, "国密")
    seal_all()
    code, said = gasverify(compact(proof_for(entry)), folder=tmp_path)
    assert code == 0, said


@pytest.fixture
def exported(sealed: Entry, officer: Actor, tmp_path: Path) -> Path:
    """A log of several seals, one key change, an unsealed tail, bodies shown."""
    write(officer, "二")
    seal_all()
    write(officer, "未封")
    file = tmp_path / "log.jsonl"
    assert export_log(file, bodies=True) == Entry.objects.count()
    return file


def test_a_stranger_checks_the_whole_log(exported: Path, tmp_path: Path) -> None:
    code, said = gasverify("seals", str(exported), "--key", published_key(), folder=tmp_path)
    assert code == 0, said
    assert "2 seals, 14 sealed entries, 1 not sealed yet, 15 bodies" in said


@pytest.mark.parametrize(
    ("spoil", "said_of_it"),
    [
        (lambda lines: [line.replace("李红", "张三") if "第3家" in line else line for line in lines], "seal 1"),
        (lambda lines: [line.replace("第3家", "第三家") for line in lines], "body"),
        (lambda lines: [line for line in lines if "第3家" not in line], "seal 1: 12 entries instead of 13"),
        (lambda lines: [line for line in lines if '\\"number\\":1,' not in line], "one or more are missing"),
        (lambda lines: [line.replace('\\"count\\":13', '\\"count\\":12') for line in lines], "signature"),
        (lambda lines: lines[:-4], "names 2 seals and holds 1"),
    ],
)
def test_a_changed_export_fails(exported: Path, tmp_path: Path, spoil: object, said_of_it: str) -> None:
    lines = exported.read_text(encoding="utf-8").splitlines(keepends=True)
    assert callable(spoil)
    exported.write_text("".join(spoil(lines)), encoding="utf-8")
    code, said = gasverify("seals", str(exported), folder=tmp_path)
    assert code == 1, said
    assert said_of_it in said


def test_a_missing_entry_is_named_in_the_export(sealed: Entry, tmp_path: Path) -> None:
    tamper("DELETE FROM evidence_entry WHERE id = %s", sealed.pk)
    export_log(tmp_path / "log.jsonl")
    code, said = gasverify("seals", str(tmp_path / "log.jsonl"), folder=tmp_path)
    assert code == 1
    assert f"entry {sealed.pk} is missing" in said


def test_the_old_published_key_vouches_for_its_successor(
    sealed: Entry, officer: Actor, tmp_path: Path, django_capture_on_commit_callbacks: object
) -> None:
    old = published_key()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        rotate_signing_key(officer, why="到期")
    write(officer, "后")
    seal_all()
    assert published_key() != old
    file = tmp_path / "log.jsonl"
    export_log(file)
    for key in (old, published_key()):
        code, said = gasverify("seals", str(file), "--key", key, folder=tmp_path)
        assert code == 0, said
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        line.pop("back", None) if line["type"] == "key" else None
        line.pop("forward", None)
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n", encoding="utf-8")
    code, said = gasverify("seals", str(file), "--key", old, folder=tmp_path)
    assert code == 1
    assert "not vouched for" in said
