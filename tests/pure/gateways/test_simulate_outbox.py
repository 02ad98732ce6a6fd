"""A sender keeps what is not acknowledged and sends it again as its protocol says; a journal counts promises."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from gateways.simulate import journal
from gateways.simulate.journal import Journal
from gateways.simulate.outbox import Outbox, Parcel, Patience


def parcel(key: int) -> Parcel:
    return Parcel((b"%d" % key,), (key,), number=key)


def test_808_waits_longer_each_time_and_26875_does_not() -> None:
    growing, steady = Patience(first_s=2, grows=True), Patience(first_s=10)
    assert [growing.wait(turn) for turn in (1, 2, 3, 4)] == [2, 4, 12, 48]
    assert [steady.wait(turn) for turn in (1, 2, 3)] == [10, 10, 10]


def test_three_resends_then_the_connection_counts_as_broken() -> None:
    outbox = Outbox(Patience(first_s=1, resends=3))
    outbox.put(parcel(7))
    assert outbox.ready(0.0) == [b"7"]
    assert outbox.overdue(0.9) == []
    for turn in (1, 2, 3):
        assert outbox.overdue(float(turn)) == [b"7"]
    assert outbox.overdue(4.0) is None
    outbox.rewind()
    assert outbox.ready(9.0) == [b"7"]
    assert (outbox.sent, outbox.resent, len(outbox)) == (1, 4, 1)


def test_a_message_in_parts_is_there_when_all_parts_are() -> None:
    outbox = Outbox(Patience())
    whole = Parcel((b"a", b"b"), (65535, 0))
    outbox.put(whole)
    assert outbox.ready(0.0) == [b"a", b"b"]
    assert outbox.acknowledge(0) is None
    assert outbox.acknowledge(0) is None
    assert outbox.acknowledge(65535) is whole
    assert len(outbox) == 0


class Keeping(RuleBasedStateMachine):
    """Whatever happens, every parcel is either acknowledged or still here, in order, and the window holds."""

    def __init__(self) -> None:
        super().__init__()
        self.outbox = Outbox(Patience(first_s=1, resends=2), window=3)
        self.now = 0.0
        self.put: list[int] = []
        self.done: set[int] = set()
        self.flying: list[int] = []

    def sent(self, frames: list[bytes]) -> None:
        for frame in frames:
            key = int(frame)
            assert key not in self.done
            if key not in self.flying:
                self.flying.append(key)
        assert len(self.flying) <= 3

    @rule()
    def something_to_say(self) -> None:
        self.put.append(len(self.put))
        self.outbox.put(parcel(self.put[-1]))

    @rule(passed=st.floats(0, 2))
    def time_passes(self, passed: float) -> None:
        self.now += passed
        again = self.outbox.overdue(self.now)
        if again is None:
            self.connection_ends()
        else:
            self.sent(again)
        self.sent(self.outbox.ready(self.now))

    @rule(key=st.integers(0, 8))
    def acknowledged(self, key: int) -> None:
        parcel = self.outbox.acknowledge(key)
        assert (parcel is not None) == (key in self.flying)
        if parcel:
            self.flying.remove(key)
            self.done.add(key)

    @rule()
    def connection_ends(self) -> None:
        self.outbox.rewind()
        self.flying.clear()

    @invariant()
    def nothing_is_lost(self) -> None:
        assert len(self.outbox) == len(self.put) - len(self.done)
        waiting = [key for key in self.put if key not in self.done]
        assert self.flying == [key for key in waiting if key in self.flying]


TestKeeping = Keeping.TestCase


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from("sar")), max_size=20))
def test_the_journal_tells_what_is_owed(lines: list[tuple[int, str]]) -> None:
    promised = {("reading", "d", number) for number, _ in lines}
    stored = sorted(promised)
    counted = journal.count(journal.Promises(sent=promised, acknowledged=promised), stored)
    assert counted.good
    if stored:
        assert journal.count(journal.Promises(promised, promised), stored[1:]).missing == 1
        assert journal.count(journal.Promises(promised, promised), [*stored, stored[0]]).double == 1
        assert journal.count(journal.Promises(set(), set()), stored).unknown == len(stored)


def test_a_journal_is_read_back_without_its_torn_last_line(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    written = Journal(path)
    first = written.sent([("position", "120", 1000), ("position", "120", 2000)])
    second = written.sent([("reading", "d1", 5)])
    third = written.sent([("reading", "d1", 6)])
    written.acknowledged(first)
    written.refused(third)
    written.close()
    with path.open("a") as torn:
        torn.write(f"a\t{second}")
    promises = journal.read(path)
    assert promises.acknowledged == {("position", "120", 1000), ("position", "120", 2000)}
    assert promises.refused == {("reading", "d1", 6)}
    assert ("reading", "d1", 5) in promises.sent
