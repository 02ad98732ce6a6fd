"""What a publisher held outlives it, whole, and goes to exactly one of those who look."""

from contextlib import closing
from pathlib import Path

from gasloop.bus.spool import Entry, Spool


def entry(number: int) -> Entry:
    return Entry("2026-11-25T00:00:00+00:00", number, "dev.jt808", f"batch-{number}", bytes([number]) * 10)


def test_the_living_keep_theirs_and_the_dead_leave_it_to_one(tmp_path: Path) -> None:
    dead, first, second = (Spool(tmp_path) for _ in range(3))
    for number in (1, 2):
        dead.append(entry(number))
    assert first.adopt() == []
    dead.close()
    assert first.adopt() == [entry(1), entry(2)]
    assert second.adopt() == []
    first.close()
    assert second.adopt() == [entry(1), entry(2)], "what was adopted is handed on"
    second.close()


def test_a_last_entry_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    dead = Spool(tmp_path)
    dead.append(entry(1))
    dead.append(entry(2))
    dead.close()
    (file,) = tmp_path.glob("*.held")
    file.write_bytes(file.read_bytes()[:-3])
    with closing(Spool(tmp_path)) as heir:
        assert heir.adopt() == [entry(1)]


def test_what_is_rewritten_is_all_there_is(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.append(entry(1))
    spool.rewrite([entry(2)])
    assert spool.size > 0
    spool.close()
    with closing(Spool(tmp_path)) as heir:
        assert heir.adopt() == [entry(2)]
