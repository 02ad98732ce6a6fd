"""Appending: in the verb's transaction, for registered acts, with the state the database holds."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.room.evidence.note import NOTED, Note
from tests.room.evidence.writing import checked, write

from gasloop.evidence import acts, queries
from gasloop.evidence.actions import append, append_batch, reseal
from gasloop.evidence.models import BATCH_KIND, Entry, Payload, Pending
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal

pytestmark = pytest.mark.usefixtures("notes")


def test_an_entry_says_who_did_what_when_and_where(officer: Actor) -> None:
    note, entry = write(officer, "软管过长")
    assert (entry.subject, entry.territory, entry.act) == (note.subject, "500152110/001/", "test.noted")
    assert entry.actor["name"] == "李红"
    assert entry.actor["posts"][0]["title"] == "安全员"
    assert acts.say(entry) == "李红写下便条软管过长"
    assert entry.body == {"title": "软管过长"}


def test_it_happened_before_it_was_recorded(officer: Actor) -> None:
    note, _ = write(officer, "补记")
    before = datetime(2026, 11, 1, 8, tzinfo=UTC)
    entry = append(officer, act=NOTED, record=note, body={"title": "补记"}, effective_at=before)
    entry.refresh_from_db()
    assert entry.effective_at == before
    assert entry.recorded_at > before


def test_the_body_is_the_caller_s_business_the_sealed_state_is_the_database_s(officer: Actor) -> None:
    """A verb updates rows and keeps a stale instance; what is sealed is the row."""
    note, first = write(officer, "软管过长")
    Note.objects.filter(pk=note.pk, state="open").update(state="closed")
    assert note.state == "open"
    second = append(officer, act=NOTED, record=note)
    assert bytes(first.state_digest or b"") != bytes(second.state_digest or b"")
    assert checked().ok


def test_equal_states_have_different_digests(officer: Actor) -> None:
    """Salts: nobody finds out by trial what a record says."""
    note, first = write(officer, "同")
    second = append(officer, act=NOTED, record=note, body={"title": "同"})
    assert bytes(first.state_digest or b"") != bytes(second.state_digest or b"")
    assert bytes(first.payload_digest) != bytes(second.payload_digest)


def test_an_act_that_is_not_registered_is_refused(officer: Actor) -> None:
    note, _ = write(officer, "软管过长")
    with pytest.raises(LookupError, match="not registered"):
        append(officer, act=acts.Act("test.made_up", "{actor}"), record=note)


def test_a_record_that_is_not_saved_is_refused(officer: Actor) -> None:
    with pytest.raises(LookupError, match="not in the database"):
        append(officer, act=NOTED, record=Note(title="没有"))


def test_a_file_that_was_never_stored_is_not_named(officer: Actor) -> None:
    with pytest.raises(Refusal, match=r"attachment\.missing"):
        write(officer, "软管过长", attachments=["00" * 32])


@pytest.mark.parametrize("table", ["evidence_entry", "evidence_seal", "evidence_sealedleaf", "evidence_batchrow"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_log(officer: Actor, table: str, statement: str) -> None:
    note, _ = write(officer, "软管过长")
    append_batch(officer, act=NOTED, records=[note])
    checked()
    column = {"evidence_entry": "act", "evidence_seal": "count", "evidence_sealedleaf": "position"}
    name = column.get(table, "position")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, name, name))


@pytest.mark.parametrize("change", [{"body": "{}"}, {"salt": b"x" * 16}, {"personal": b"x"}])
def test_a_payload_can_be_erased_but_not_changed(officer: Actor, change: dict[str, object]) -> None:
    _, entry = write(officer, "软管过长", personal={"phone": "13800005678"})
    with pytest.raises(DatabaseError, match="only be erased"), transaction.atomic():
        Payload.objects.filter(pk=entry.pk).update(**change)
    with pytest.raises(DatabaseError, match="only be erased"), transaction.atomic():
        Payload.objects.filter(pk=entry.pk).delete()


def test_a_batch_is_one_entry_that_seals_every_row(officer: Actor) -> None:
    notes = Note.objects.bulk_create([Note(title=f"第{n}家") for n in range(70)])
    with CaptureQueriesContext(connection) as taken:
        entry = append_batch(officer, act=NOTED, records=notes, body={"title": "七十家"})
    assert len(taken) < 10
    assert (entry.subject_kind, entry.rows_count, entry.body["count"]) == (BATCH_KIND, 70, 70)
    assert Entry.objects.filter(act="test.noted").count() == 1
    assert checked().ok


def test_one_entry_takes_three_queries(officer: Actor) -> None:
    """Lock and read the row, take a number, write entry and payload together."""
    note, _ = write(officer, "软管过长")
    with CaptureQueriesContext(connection) as taken:
        append(officer, act=NOTED, record=note, body={"title": "软管过长"})
    assert len(taken) == 3


def test_a_batch_of_two_kinds_or_of_nothing_is_refused(officer: Actor) -> None:
    with pytest.raises(ValueError, match="exactly one kind"):
        append_batch(officer, act=NOTED, records=[])


def test_a_timeline_has_single_and_batch_entries_newest_first(officer: Actor) -> None:
    note, _ = write(officer, "软管过长")
    append_batch(officer, act=NOTED, records=[note], body={"title": "批量"})
    checked()
    lines = queries.timeline(note.subject)
    assert [line.text for line in lines] == ["李红写下便条批量", "李红写下便条软管过长"]
    assert {line.seal for line in lines} == {1}
    assert lines[0].posts == ("应急办 安全员",)


def test_resealing_takes_up_the_present_state(officer: Actor) -> None:
    write(officer, "甲")
    write(officer, "乙")
    Note.objects.update(state="new")
    assert not checked().ok
    reseal(officer, model=Note, why="升级改名")
    assert checked().ok


def test_the_trigger_queues_every_entry_once(officer: Actor) -> None:
    _, entry = write(officer, "软管过长")
    assert list(Pending.objects.values_list("entry_id", flat=True)) == [entry.pk]
    checked()
    assert not Pending.objects.exists()


def test_sm3_by_setting(officer: Actor, settings: object) -> None:
    write(officer, "旧")
    settings.EVIDENCE_HASH = "sm3"  # type: ignore[attr-defined]  # pytest-django's settings take any name
    _, entry = write(officer, "新")
    assert entry.algorithm == "sm3"
    assert checked().ok


def test_the_clock_of_the_house_dates_entries(officer: Actor) -> None:
    with clock.fixed(datetime(2026, 11, 2, 1, tzinfo=UTC)):
        _, entry = write(officer, "软管过长")
    assert entry.recorded_at == datetime(2026, 11, 2, 1, tzinfo=UTC)
