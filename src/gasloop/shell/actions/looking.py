"""How somebody looks at a ledger: its columns, views under a name, the view it opens with. Kept per account."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import models
from django.db.models import Q

from gasloop.access.scope import may
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.relay.actions import verb
from gasloop.shell.models import ListHabit, SavedView
from gasloop.shell.mounted import mounted

MOST_VIEWS = 50


@verb
def choose_columns(actor: Actor, *, ledger: str, columns: Sequence[str]) -> None:
    """Keep the columns an account sees of a ledger; none means the declared ones."""
    _allowed(actor, ledger)
    ListHabit.objects.update_or_create(
        account_id=actor.id, ledger=ledger, defaults={"columns": _known(ledger, columns)}
    )


@verb
def save_view(
    actor: Actor, *, ledger: str, name: str, query: str, columns: Sequence[str] = (), office_id: UUID | None = None
) -> SavedView:
    """Keep filters, order and columns under a name; with an office, for everybody who has a post in it.

    The same name again by the same person is the same view, kept anew. Refusal without a name.
    """
    _allowed(actor, ledger)
    name = " ".join(name.split())[:40]
    if not name:
        raise Refusal("shell.view.name", sentence("请给这个视图起个名字，如“本月逾期”。"), field="name")
    if office_id is not None and office_id not in offices_of(actor):
        raise NotFound
    if SavedView.objects.filter(account_id=actor.id, ledger=ledger).count() >= MOST_VIEWS:
        raise Refusal("shell.view.many", sentence("这个台账的视图已经太多了，请先删去不用的。"))
    view, _made = SavedView.objects.update_or_create(
        account_id=actor.id,
        ledger=ledger,
        name=name,
        defaults={"query": query, "columns": _known(ledger, columns), "office_id": office_id},
        create_defaults={
            "id": new_id(), "query": query, "columns": _known(ledger, columns), "office_id": office_id,
        },
    )  # fmt: skip
    return view


@verb
def drop_view(actor: Actor, *, ledger: str, view_id: UUID) -> None:
    """Let a view go that the actor made; NotFound for others'. Lists that opened with it open as declared again."""
    if not SavedView.objects.filter(pk=view_id, ledger=ledger, account_id=actor.id).delete()[0]:
        raise NotFound


@verb
def open_with(actor: Actor, *, ledger: str, view_id: UUID | None) -> None:
    """Make a view the one the ledger opens with for the actor; None for the declared list."""
    _allowed(actor, ledger)
    if view_id is not None and not views_of(actor, ledger).filter(pk=view_id).exists():
        raise NotFound
    ListHabit.objects.update_or_create(account_id=actor.id, ledger=ledger, defaults={"view_id": view_id})


def views_of(actor: Actor, ledger: str) -> "models.QuerySet[SavedView]":
    """The actor's own views of a ledger and those shared with an office the actor has a post in."""
    return shown_views(actor.id, offices_of(actor), ledger)


def shown_views(account: UUID, offices: Iterable[UUID], ledger: str) -> "models.QuerySet[SavedView]":
    """The views of a ledger that are the account's own or shared with one of the offices."""
    mine = reduce(or_, (Q(office_id=office) for office in offices), Q(account_id=account))
    return SavedView.objects.filter(mine, ledger=ledger).order_by("name", "id")


def offices_of(actor: Actor) -> set[UUID]:
    """The offices in which the actor has a post."""
    return {grant.office_id for grant in actor.grants if grant.office_id}


def _allowed(actor: Actor, ledger: str) -> None:
    listing = mounted().get(ledger)
    if listing is None or not may(actor, listing.capability):
        raise NotFound


def _known(ledger: str, columns: Sequence[str]) -> list[str]:
    bound = mounted()[ledger].bound
    return [name for name in dict.fromkeys(columns) if name in bound]
