"""Standing questions answer as their querysets would, each time anew; inserts together are inserts."""

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast

from gasloop.access.models import Office, Post
from gasloop.kernel.ids import new_id
from gasloop.relay.models import OutboxEvent
from gasloop.relay.standing import Standing, insert_together

HELD = Standing(
    lambda account, day: (
        Post.objects.filter(account=account, valid_from__lte=day).select_related("office", "account").order_by("id")
    ),
    UUID,
    date,
)
NAME = Standing(lambda key: Office.objects.filter(pk=key).values_list("name", "aliases"), UUID)
DAY = date(2026, 11, 2)


def test_it_gives_what_the_queryset_gives(cast: Cast) -> None:
    for person in (cast.officer, cast.clerk, cast.leader):
        plain = Post.objects.filter(account=person.account.pk, valid_from__lte=DAY).order_by("id")
        Post.objects.filter(account=person.account.pk).update(valid_from=DAY)
        found = HELD.all(person.account.pk, DAY)
        assert found
        assert found == list(plain)
        assert [post.office.name for post in found] == [post.office.name for post in plain]


def test_what_it_was_asked_together_with_needs_no_second_query(cast: Cast) -> None:
    Post.objects.filter(account=cast.officer.account.pk).update(valid_from=DAY)
    HELD.first(cast.officer.account.pk, DAY)
    with CaptureQueriesContext(connection) as taken:
        (post,) = HELD.all(cast.officer.account.pk, DAY)
        assert post.account is not None
        assert (post.account.pk, bool(post.office.name)) == (cast.officer.account.pk, True)
    assert len(taken) == 1


def test_an_answer_is_not_kept(cast: Cast) -> None:
    office = Office.objects.first()
    assert office is not None
    Office.objects.filter(pk=office.pk).update(name="改名前", aliases=["旧称"])
    assert NAME.rows(office.pk) == [("改名前", ["旧称"])]
    Office.objects.filter(pk=office.pk).update(name="改名后")
    assert NAME.rows(office.pk) == [("改名后", ["旧称"])]
    assert NAME.rows(new_id()) == []


def test_a_value_that_shapes_the_words_is_refused() -> None:
    with pytest.raises(ValueError, match="not to be found again"):
        Standing(lambda key: Office.objects.filter(pk=key).none().union(Office.objects.all()), UUID).all(new_id())


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_of_a_transaction_is_refused() -> None:
    locked = Standing(lambda key: Office.objects.select_for_update().filter(pk=key), UUID)
    with transaction.atomic():
        assert locked.all(new_id()) == []
    with pytest.raises(transaction.TransactionManagementError):
        locked.all(new_id())


def test_rows_of_two_tables_go_in_together(cast: Cast) -> None:
    events = [OutboxEvent(name=f"test.{number}", body={"n": number, "say": "%s"}) for number in range(3)]
    office = Office(name="新设办", aliases=["新", "设"], level=Office.Level.TOWN, territory="50/")
    with CaptureQueriesContext(connection) as taken:
        insert_together(*events, office)
    assert len(taken) == 1
    kept = Office.objects.get(pk=office.pk)
    assert (kept.name, kept.aliases, kept.received_at, kept.valid_to) == (
        "新设办",
        ["新", "设"],
        office.received_at,
        None,
    )
    stored = OutboxEvent.objects.filter(name__startswith="test.").order_by("name")
    assert [(row.pk, row.body) for row in stored] == [(event.pk, event.body) for event in events]
    office.name = "改名办"
    office.save()  # what was inserted is a saved record: this updates
    assert Office.objects.get(pk=office.pk).name == "改名办"


def test_the_database_refuses_as_ever(cast: Cast) -> None:
    event = OutboxEvent(name="test.once", body={})
    insert_together(event)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_together(OutboxEvent(id=event.pk, name="test.twice", body={}))
    insert_together()
