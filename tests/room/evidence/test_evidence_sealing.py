"""Sealing: nothing is passed over, two sealers do not collide, a killed sealer leaves nothing half done."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, transaction
from tests.room.evidence.note import NOTED, Note
from tests.room.evidence.writing import checked, found, write

from gasloop.evidence import keys, sealing
from gasloop.evidence.actions import append
from gasloop.evidence.keys import KeyProblem
from gasloop.evidence.models import Entry, Pending, Seal, SealedLeaf, SigningKey
from gasloop.evidence.sealing import remembered_head, rotate_signing_key, seal_all, seal_pending
from gasloop.evidence.verify import verify
from gasloop.kernel.actor import Actor

WAIT = 20


def in_thread(work: Callable[[], None]) -> Callable[[], None]:
    """The work with a database connection of its own that is closed afterwards."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    return run


def somebody_waits_for_a_row() -> bool:
    """Is a transaction held up by another one?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted)")
        return bool(cursor.fetchone()[0])


@pytest.mark.usefixtures("committed_notes")
class TestTogether:
    """With real commits."""

    def test_outside_of_a_transaction_nothing_is_appended(self, officer: Actor) -> None:
        note, _ = write(officer, "软管过长")
        with pytest.raises(RuntimeError, match="own transaction"):
            append(officer, act=NOTED, record=note)

    def test_what_is_rolled_back_is_not_logged(self, officer: Actor) -> None:
        with transaction.atomic():
            write(officer, "软管过长")
            transaction.set_rollback(True)
        assert not Entry.objects.exists()
        assert not Pending.objects.exists()

    def test_an_entry_that_commits_late_is_sealed_late(self, officer: Actor) -> None:
        """It has a smaller id and sequence number than entries that were sealed before it became visible."""
        appended, go_on = threading.Event(), threading.Event()

        def slow_verb() -> None:
            with transaction.atomic():
                write(officer, "慢")
                appended.set()
                assert go_on.wait(WAIT)

        with ThreadPoolExecutor() as pool:
            slow = pool.submit(in_thread(slow_verb))
            assert appended.wait(WAIT)
            write(officer, "快")
            seal_all()
            go_on.set()
            slow.result(WAIT)
        late, early = (Entry.objects.get(subject_id=Note.objects.get(title=title).pk) for title in ("慢", "快"))
        assert late.seq < early.seq
        assert not SealedLeaf.objects.filter(pk=late.pk).exists()
        report = verify()
        assert report.findings == []
        assert SealedLeaf.objects.get(pk=late.pk).seal_id > SealedLeaf.objects.get(pk=early.pk).seal_id

    def test_writers_and_sealers_at_once(self, officer: Actor) -> None:
        done = threading.Event()

        def write_many(name: str) -> Callable[[], None]:
            def fifteen_times() -> None:
                for n in range(15):
                    write(officer, f"{name}{n}")

            return in_thread(fifteen_times)

        def seal_on() -> None:
            while not done.is_set():
                seal_pending()

        with ThreadPoolExecutor() as pool:
            sealers = [pool.submit(in_thread(seal_on)) for _ in range(2)]
            for writer in [pool.submit(write_many(name)) for name in "甲乙"]:
                writer.result(WAIT)
            done.set()
            for sealer in sealers:
                sealer.result(WAIT)
        report = verify()
        assert report.findings == []
        assert Entry.objects.filter(act="test.noted").count() == 30
        assert SealedLeaf.objects.count() == Entry.objects.count()
        assert [seal.number for seal in Seal.objects.order_by("number")] == list(range(1, Seal.objects.count() + 1))

    def test_two_acts_on_one_record_are_in_the_order_of_its_states(self, officer: Actor) -> None:
        """A verb that only appends waits for one that is just changing the record; else it would seal the old state."""
        note, _ = write(officer, "软管过长")
        changed, go_on = threading.Event(), threading.Event()

        def change() -> None:
            with transaction.atomic():
                Note.objects.filter(pk=note.pk, state="open").update(state="closed")
                append(officer, act=NOTED, record=note)
                changed.set()
                assert go_on.wait(WAIT)

        def look() -> None:
            with transaction.atomic():
                append(officer, act=NOTED, record=note)

        with ThreadPoolExecutor() as pool:
            first = pool.submit(in_thread(change))
            assert changed.wait(WAIT)
            second = pool.submit(in_thread(look))
            while not (second.done() or somebody_waits_for_a_row()):
                pass
            go_on.set()
            first.result(WAIT)
            second.result(WAIT)
        assert verify().findings == []

    def test_a_sealer_killed_before_its_commit_leaves_nothing(
        self, officer: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(officer, "软管过长")
        with monkeypatch.context() as patched:
            patched.setattr(sealing, "_LEAVES", "SELECT pg_terminate_backend(pg_backend_pid()), %s, %s")
            with pytest.raises(Exception, match=r"terminat|closed|lost"):
                seal_pending()
        connection.close()
        assert not Seal.objects.exists()
        assert seal_pending() is not None
        assert verify().findings == []

    def test_the_house_remembers_its_last_seal(self, officer: Actor) -> None:
        write(officer, "软管过长")
        seal = seal_pending()
        assert seal is not None
        assert remembered_head() == (1, sealing.seal_hash(seal).hex())
        assert verify().ok

    def test_the_key_changes_and_all_seals_still_verify(self, officer: Actor, keys_apart: Path) -> None:
        write(officer, "前")
        seal_all()
        old = keys.signer()
        rotate_signing_key(officer, why="到期")
        write(officer, "后")
        seal_all()
        new = keys.signer()
        assert old is not None
        assert new is not None
        assert {seal.key_id for seal in Seal.objects.all()} == {old.key_id, new.key_id}
        assert verify().findings == []
        (keys_apart / f"evidence-ed25519.{old.key_id}.pub").unlink()
        assert verify().findings == [], "the new key vouches for the old one"
        SigningKey.objects.filter(key_id=new.key_id).update(back_signature=b"x" * 64)
        assert ("seal_key", "1") in found(verify())

    def test_a_rotation_killed_after_its_commit_is_finished_by_the_next_seal(
        self, officer: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(officer, "前")
        seal_all()
        with monkeypatch.context() as patched:
            patched.setattr(keys, "promote_next", lambda: None)
            row = rotate_signing_key(officer, why="到期")
        seal_all()
        current = keys.signer()
        assert current is not None
        assert current.key_id == row.key_id
        assert verify().ok


@pytest.mark.usefixtures("notes")
class TestAlone:
    """Within one transaction."""

    def test_nothing_to_seal_makes_no_seal_and_no_key(self, keys_apart: Path) -> None:
        assert seal_pending() is None
        assert not keys_apart.exists()

    def test_the_first_seal_makes_the_key_and_logs_it(self, officer: Actor, keys_apart: Path) -> None:
        write(officer, "软管过长")
        seal = seal_pending()
        assert seal is not None
        assert (seal.number, seal.count, bytes(seal.previous)) == (1, 2, bytes(32))
        assert (keys_apart / keys.SIGNING_KEY).stat().st_mode & 0o777 == 0o600
        assert keys_apart.stat().st_mode & 0o777 == 0o700
        assert Entry.objects.filter(act="evidence.key_created").exists()

    def test_a_run_ends_where_the_digest_changes(self, officer: Actor, settings: object) -> None:
        write(officer, "旧")
        seal_all()
        write(officer, "旧二")
        settings.EVIDENCE_HASH = "sm3"  # type: ignore[attr-defined]  # pytest-django's settings take any name
        write(officer, "新")
        seal_all()
        assert list(Seal.objects.order_by("number").values_list("algorithm", "count")) == [
            ("sha256", 2),
            ("sha256", 1),
            ("sm3", 1),
        ]
        assert checked().ok

    def test_without_its_key_the_log_is_not_signed_by_a_new_one(self, officer: Actor, keys_apart: Path) -> None:
        write(officer, "前")
        seal_all()
        (keys_apart / keys.SIGNING_KEY).unlink()
        write(officer, "后")
        with pytest.raises(KeyProblem, match=r"evidence\.key\.unsigned"):
            seal_pending()

    def test_a_key_file_that_is_no_key(self, officer: Actor, keys_apart: Path) -> None:
        keys_apart.mkdir()
        (keys_apart / keys.SIGNING_KEY).write_text("-----BEGIN", encoding="ascii")
        write(officer, "前")
        with pytest.raises(KeyProblem, match=r"evidence\.key\.unreadable"):
            seal_pending()

    def test_a_big_batch_of_entries_takes_few_queries(
        self, officer: Actor, django_assert_max_num_queries: Callable[[int], object]
    ) -> None:
        for n in range(40):
            write(officer, f"第{n}家")
        seal_all()
        for n in range(40):
            write(officer, f"又{n}家")
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]  # pytest-django's type is its own
            seal_pending()
        assert checked().ok
