"""From an account to the actor it is today."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from gasloop.access.models import Absence, Account, Post
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, Channel, Grant
from gasloop.kernel.subject import Subject
from gasloop.relay.standing import Standing


def actor_of(account: Account, *, via: Channel = "page") -> Actor:
    """The account with the posts it holds today (one query)."""
    return Actor(kind="person", id=account.pk, name=str(account), grants=_grants(account, clock.today()), via=via)


def posts_held(day: date) -> Q:
    """The condition that a post is held on `day`, its office being open."""
    return (
        (Q(valid_from__isnull=True) | Q(valid_from__lte=day))
        & not_ended(day)
        & (Q(office__valid_to__isnull=True) | Q(office__valid_to__gte=day))
    )


def not_ended(day: date) -> Q:
    """The condition that a post's tenure has not ended before `day`: held now, about to be held, or empty."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)


def in_force(day: date) -> Q:
    """The condition that an absence counts on `day`."""
    return Q(first__lte=day, last__gte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))


def _held(account: UUID, day: date) -> "models.QuerySet[Post, tuple[Any, ...]]":
    away = Absence.objects.filter(in_force(day), deputy_id=account, absent=OuterRef("account"), post=OuterRef("pk"))
    held = Post.objects.filter(posts_held(day), Q(account_id=account) | Exists(away)).order_by("id")
    return held.values_list(
        "role", "territory", "lines", "id", "office_id", "title", "office__name", "within_kind", "within_id",
        "account_id", "account__name", "account__username",
    )  # fmt: skip


_HELD = Standing(_held, UUID, date)


def _grants(account: Account, day: date) -> tuple[Grant, ...]:
    """One's own posts first; a post comes with the name of the absent holder where one stands in."""
    held = _HELD.rows(account.pk, day)
    return tuple(_grant(account, *row) for row in sorted(held, key=lambda row: row[9] != account.pk))


def _grant(
    account: Account, role: str, territory: str, lines: list[str] | None, post: UUID, office: UUID, title: str,
    office_name: str, within_kind: str, within_id: UUID | None, holder: UUID | None, name: str, username: str,
) -> Grant:  # fmt: skip
    return Grant(
        role=role,
        territory=territory,
        lines=None if lines is None else frozenset(lines),
        post_id=post,
        office_id=office,
        post_title=title,
        office_name=office_name,
        within=None if within_id is None else Subject(within_kind, within_id),
        absent="" if holder == account.pk else name or username,
    )
