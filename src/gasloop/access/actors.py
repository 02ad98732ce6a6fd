"""From an account to the actor it is today."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from gasloop.access.models import Absence, Account, Post
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, Channel, Grant


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


def _grants(account: Account, day: date) -> tuple[Grant, ...]:
    away = Absence.objects.filter(in_force(day), deputy=account, absent=OuterRef("account"), post=OuterRef("pk"))
    held = Post.objects.filter(posts_held(day), Q(account=account) | Exists(away))
    # One's own posts first; a post comes with the name of the absent holder where one stands in.
    posts = held.select_related("office", "account").order_by("id")
    return tuple(
        Grant(
            role=post.role,
            territory=post.territory,
            lines=None if post.lines is None else frozenset(post.lines),
            post_id=post.pk,
            office_id=post.office_id,
            post_title=post.title,
            office_name=post.office.name,
            within=post.within,
            absent="" if post.account_id == account.pk else str(post.account),
        )
        for post in sorted(posts, key=lambda post: post.account_id != account.pk)
    )
