"""Routes: everybody is visited once, near things stand near each other, nobody goes where they may not."""

from hypothesis import given
from hypothesis import strategies as st

from gasloop.campaign.routing import Stop, in_walking_order, length_m, share_out

TOWN = "50/500152/500152109/"


def stop(key: str, lat: float | None = None, lng: float | None = None, address: str = "示例路1号") -> Stop:
    return Stop(key, address, TOWN, lat, lng)


def keys(walk: list[Stop]) -> str:
    return "".join(each.key for each in walk)


def test_from_the_north_to_the_nearest_next() -> None:
    line = [stop("c", 30.00, 105.8), stop("a", 30.03, 105.8), stop("d", 29.99, 105.8), stop("b", 30.02, 105.8)]
    walk = in_walking_order(line)
    assert keys(walk) == "abcd"
    assert 4400 < length_m(walk) < 4500


def test_who_has_no_position_follows_the_street() -> None:
    placed = [
        stop("a", 30.03, 105.8, "双堰街2号"),
        stop("b", 30.02, 105.8, "双堰街8号"),
        stop("c", 30.0, 105.8, "渡口路1号"),
    ]
    unplaced = [stop("z", address="新街3号"), stop("y", address="双堰街100号"), stop("x", address="双堰街12号")]
    assert keys(in_walking_order([*unplaced, *placed])) == "abxycz"


def test_nobody_is_placed() -> None:
    assert keys(in_walking_order([stop("b", address="甲街10号"), stop("a", address="甲街9号")])) == "ab"
    assert in_walking_order([]) == []
    assert length_m([]) == length_m([stop("a", 30, 105)]) == 0


DEGREES = st.none() | st.tuples(st.floats(29, 31), st.floats(105, 107))
STOPS = st.lists(st.tuples(DEGREES, st.sampled_from(["甲街1号", "甲街12号", "乙路3号", ""])), max_size=25).map(
    lambda many: [
        stop(f"{i:03d}", where and where[0], where and where[1], address) for i, (where, address) in enumerate(many)
    ]
)


@given(STOPS)
def test_everybody_is_on_the_walk_once_and_order_of_asking_does_not_matter(stops: list[Stop]) -> None:
    walk = in_walking_order(stops)
    assert sorted(each.key for each in walk) == [each.key for each in stops]
    assert in_walking_order(stops[::-1]) == walk


@given(STOPS, st.integers(1, 5))
def test_shares_are_stretches_of_equal_length(stops: list[Stop], people: int) -> None:
    walk = in_walking_order(stops)
    everywhere = frozenset(each.key for each in stops)
    shared = share_out(walk, dict.fromkeys(range(people), everywhere))
    in_order = [shared[each.key] for each in walk]
    assert len(shared) == len(stops)
    assert in_order == sorted(in_order, key=in_order.index)  # stretches, not patches
    assert max((in_order.count(who) for who in in_order), default=0) <= -(-len(stops) // people)


@given(STOPS, st.data())
def test_nobody_is_sent_where_they_may_not_go(stops: list[Stop], data: st.DataObject) -> None:
    every = [each.key for each in stops]
    reach = {who: frozenset(data.draw(st.sets(st.sampled_from(every))) if every else ()) for who in "abc"}
    shared = share_out(in_walking_order(stops), reach)
    assert all(key in reach[who] for key, who in shared.items())
    assert set(shared) == frozenset().union(*reach.values())
