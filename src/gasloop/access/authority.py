"""What an administrator may lay hands on: never more than one of the own posts covers, and never the own rights."""

from collections.abc import Iterable

from django.conf import settings

from gasloop.access.actors import not_ended, posts_held
from gasloop.access.models import Account, Post
from gasloop.access.permissions import ACCESS_MANAGE
from gasloop.access.scope import covers, may
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound


def require_cover(actor: Actor, territory: str, lines: Iterable[str] | None) -> None:
    """NotFound unless one post with `access.manage` covers all of `territory` × `lines`."""
    if not covers(actor, ACCESS_MANAGE, territory=territory, lines=None if lines is None else frozenset(lines)):
        raise NotFound


def require_over(actor: Actor, account: Account) -> None:
    """NotFound unless the actor administers every post the account holds or is about to hold.

    Otherwise the administrator of one village could reset the password of the town's leader.
    """
    if not may(actor, ACCESS_MANAGE):
        raise NotFound
    for post in Post.objects.filter(not_ended(clock.today()), account=account):
        require_cover(actor, post.territory, post.lines)


def is_own(actor: Actor, account: Account) -> bool:
    """Does the account belong to the one who acts?"""
    return actor.kind == "person" and actor.id == account.pk


def require_own_or_over(actor: Actor, account: Account) -> None:
    """Everybody may do it to the own account, administrators to those they administer."""
    if not is_own(actor, account):
        require_over(actor, account)


def second_factor_required(account: Account) -> bool:
    """Holds the account a post of a role in `SECOND_FACTOR_ROLES` (default none) today?"""
    roles = set(getattr(settings, "SECOND_FACTOR_ROLES", ()))
    return bool(roles) and Post.objects.filter(posts_held(clock.today()), account=account, role__in=roles).exists()
