"""The algebra of scope against a second opinion: for every small world, sets of rows written out one by one."""

from itertools import combinations, product
from uuid import UUID

import pytest

from gasloop.access.capabilities import Capability
from gasloop.access.roles import Role
from gasloop.access.scope import covers, may, reaches
from gasloop.kernel.actor import Actor, Grant, system

# Parents are named, not read off the codes: `t/01/` and `t/011/` are siblings though one looks like the other's prefix.
PARENT = {"": None, "t/": "", "t/01/": "t/", "t/01/a/": "t/01/", "t/011/": "t/", "t/011/a/": "t/011/"}
LINES = ("", "catering", "filling", "product")
ROWS = frozenset(product(PARENT, LINES))
LINE_SETS = (None, frozenset[str](), *(frozenset(c) for n in (1, 2) for c in combinations(LINES[1:], n)))
INSPECT = Capability("test.inspect", "检查", frozenset({Role.INSPECTOR}))
ROLES = (Role.INSPECTOR, Role.ADMIN)


def below(top: str) -> frozenset[str]:
    """The subtree by following parents."""
    return frozenset(place for place in PARENT if top in _chain(place))


def _chain(place: str | None) -> list[str]:
    return [] if place is None else [place, *_chain(PARENT[place])]


def rows_of(grant: Grant) -> frozenset[tuple[str, str]]:
    """The rows of one post, by plain sets."""
    if grant.role not in INSPECT.roles:
        return frozenset()
    lines = frozenset(LINES) if grant.lines is None else grant.lines | {""}
    return frozenset(product(below(grant.territory), lines))


GRANTS = tuple(
    Grant(
        role=role,
        territory=place,
        lines=lines,
        post_id=UUID(int=0),
        office_id=UUID(int=0),
        post_title="",
        office_name="",
    )
    for role, place, lines in product(ROLES, PARENT, LINE_SETS)
)


def person(*grants: Grant) -> Actor:
    return Actor(kind="person", id=UUID(int=1), name="", grants=grants)


def reached(actor: Actor) -> frozenset[tuple[str, str]]:
    return frozenset(row for row in ROWS if reaches(actor, INSPECT, territory=row[0], line=row[1]))


@pytest.mark.parametrize("grant", GRANTS)
def test_one_post_reaches_its_rows_and_no_other(grant: Grant) -> None:
    assert reached(person(grant)) == rows_of(grant)
    assert may(person(grant), INSPECT) == (grant.role in INSPECT.roles)


def test_two_posts_reach_the_union_of_whole_posts() -> None:
    alone = {grant: reached(person(grant)) for grant in GRANTS}
    for one, other in combinations(GRANTS, 2):
        assert reached(person(one, other)) == alone[one] | alone[other]


def test_two_posts_never_multiply() -> None:
    catering_here = next(g for g in GRANTS if g.territory == "t/01/" and g.lines == frozenset({"catering"}))
    filling_there = next(g for g in GRANTS if g.territory == "t/011/" and g.lines == frozenset({"filling"}))
    both = person(catering_here, filling_there)
    assert reaches(both, INSPECT, territory="t/01/", line="catering")
    assert reaches(both, INSPECT, territory="t/011/", line="filling")
    assert not reaches(both, INSPECT, territory="t/01/", line="filling")
    assert not reaches(both, INSPECT, territory="t/011/", line="catering")


def test_an_admin_post_beside_a_business_post_widens_nothing() -> None:
    business = next(g for g in GRANTS if g.role == Role.INSPECTOR and g.territory == "t/01/" and g.lines is None)
    everything = next(g for g in GRANTS if g.role == Role.ADMIN and g.territory == "" and g.lines is None)
    assert reached(person(business, everything)) == reached(person(business))


def test_who_covers_a_post_reaches_all_its_rows_and_only_one_post_counts() -> None:
    givers = [g for g in GRANTS if g.role == Role.INSPECTOR]
    for giver, place, lines in product(givers, PARENT, LINE_SETS):
        wanted = rows_of(next(g for g in givers if g.territory == place and g.lines == lines))
        covered = covers(person(giver), INSPECT, territory=place, lines=lines)
        # With a line that is none of the three, "all lines" is more than the three of them together.
        more = giver.lines is not None and lines is None
        assert covered == (wanted <= rows_of(giver) and not more)
    for one, other in combinations(givers, 2):
        alone = {g: covers(person(g), INSPECT, territory="t/", lines=frozenset({"catering"})) for g in (one, other)}
        assert covers(person(one, other), INSPECT, territory="t/", lines=frozenset({"catering"})) == any(alone.values())


def test_nobody_without_posts_reaches_anything_and_the_system_reaches_all() -> None:
    assert reached(person()) == frozenset()
    assert reached(system()) == ROWS
