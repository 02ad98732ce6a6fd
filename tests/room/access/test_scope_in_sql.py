"""The condition the database gets selects exactly the rows the algebra accepts, over the same small worlds."""

from collections.abc import Iterator
from itertools import combinations, product
from uuid import UUID, uuid4

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from gasloop.access.capabilities import Capability
from gasloop.access.roles import Role
from gasloop.access.scope import reaches, scope_filter
from gasloop.access.scoping import get_scoped, scoped
from gasloop.kernel.actor import Actor, Grant, system
from gasloop.kernel.refusal import NotFound

PLACES = ("", "t/", "t/01/", "t/01/a/", "t/011/", "t/011/a/", "t/%/", "t/_1/")
LINES = ("", "catering", "filling", "product")
LINE_SETS = (None, frozenset[str](), frozenset({"catering"}), frozenset({"catering", "filling"}))
INSPECT = Capability("test.inspect", "检查", frozenset({Role.INSPECTOR}))
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
    for role, place, lines in product((Role.INSPECTOR, Role.ADMIN), PLACES, LINE_SETS)
)

pytestmark = pytest.mark.django_db


class Tables:
    """Two tables of the day: rows that lie somewhere, and notes on them."""

    def __init__(self, row: type[models.Model], note: type[models.Model]) -> None:
        self.rows = row._default_manager
        self.notes = note._default_manager


@pytest.fixture
def tables() -> Iterator[Tables]:
    with isolate_apps("gasloop.access"):

        class Row(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid4)
            territory = models.CharField(max_length=120, db_collation="C")
            line = models.CharField(max_length=20, blank=True)

            class Meta:
                app_label = "access"

        class Note(models.Model):
            row = models.ForeignKey(Row, on_delete=models.CASCADE)

            class Meta:
                app_label = "access"

        with connection.schema_editor() as editor:
            editor.create_model(Row)
            editor.create_model(Note)
        made = Row._default_manager.bulk_create(
            Row(territory=place, line=line) for place, line in product(PLACES, LINES)
        )
        Note._default_manager.bulk_create(Note(row=row) for row in made)
        yield Tables(Row, Note)
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with connection.schema_editor() as editor:
            editor.delete_model(Note)
            editor.delete_model(Row)


def person(*grants: Grant) -> Actor:
    return Actor(kind="person", id=UUID(int=1), name="", grants=grants)


def accepted(actor: Actor) -> set[tuple[str, str]]:
    return {row for row in product(PLACES, LINES) if reaches(actor, INSPECT, territory=row[0], line=row[1])}


def test_every_single_post_and_many_pairs_select_what_the_algebra_accepts(tables: Tables) -> None:
    pairs = list(combinations(GRANTS, 2))[::13]
    for grants in [(), *((g,) for g in GRANTS), *pairs]:
        actor = person(*grants)
        found = tables.rows.filter(scope_filter(actor, INSPECT)).values_list("territory", "line")
        assert sorted(found) == sorted(accepted(actor)), grants


def test_rows_are_reached_through_a_relation_and_once_each(tables: Tables) -> None:
    for grants in [(), *((g,) for g in GRANTS[:20]), *combinations(GRANTS[:8], 2)]:
        actor = person(*grants)
        found = tables.notes.filter(scope_filter(actor, INSPECT, prefix="row__"))
        assert sorted(found.values_list("row__territory", "row__line")) == sorted(accepted(actor)), grants


def test_the_system_selects_everything(tables: Tables) -> None:
    assert scoped(system(), tables.rows.all(), INSPECT).count() == len(PLACES) * len(LINES)


def test_out_of_reach_and_not_there_are_the_same(tables: Tables) -> None:
    actor = person(next(g for g in GRANTS if g.territory == "t/01/" and g.lines == frozenset({"catering"})))
    hidden = tables.rows.get(territory="t/011/", line="catering")
    for key in (hidden.pk, uuid4()):
        with pytest.raises(NotFound) as refused:
            get_scoped(actor, tables.rows.all(), INSPECT, key)
        assert refused.value.code == "not_found"
    shown = tables.rows.get(territory="t/01/a/", line="")
    assert get_scoped(actor, tables.rows.all(), INSPECT, shown.pk) == shown
