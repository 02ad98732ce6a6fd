"""Reading the town hall: what an administrator may lay hands on."""

from typing import TypeVar
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value

from gasloop.access.actors import not_ended
from gasloop.access.capabilities import Capability
from gasloop.access.models import Account, ApiToken, Office, Post, Territory
from gasloop.access.permissions import ACCESS_MANAGE, ACCESS_READ
from gasloop.access.scope import granting, may
from gasloop.access.scoping import scoped
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound

R = TypeVar("R", Office, Post, Account, ApiToken)


def offices(actor: Actor) -> QuerySet[Office]:
    """The offices whose division the actor reads."""
    return scoped(actor, Office.objects.alias(line=Value("")), ACCESS_READ)


def offices_to_manage(actor: Actor) -> QuerySet[Office]:
    """The open offices the actor administers."""
    rows = Office.objects.alias(line=Value("")).filter(valid_to__isnull=True)
    return scoped(actor, rows, ACCESS_MANAGE).order_by("level", "name")


def divisions_to_manage(actor: Actor) -> QuerySet[Territory]:
    """The divisions the actor administers."""
    return scoped_divisions(actor, Territory.objects.order_by("path"), ACCESS_MANAGE)


def scoped_divisions(actor: Actor, rows: QuerySet[Territory], capability: Capability) -> QuerySet[Territory]:
    """Divisions as far as the actor reaches: their place is their path, and every line's business."""
    return scoped(actor, rows.alias(at_territory=F("path"), at_line=Value("")), capability, prefix="at_")


def posts(actor: Actor) -> QuerySet[Post]:
    """The posts of today, held or empty, whose division the actor reads."""
    rows = Post.objects.filter(not_ended(clock.today())).alias(line=Value("")).select_related("office", "account")
    return scoped(actor, rows, ACCESS_READ)


def accounts(actor: Actor) -> QuerySet[Account]:
    """The accounts whose every post the actor administers; those without a post are every administrator's.

    The same in SQL as `access.authority.require_over` asks of one account.
    """
    rows = Account.objects.all()
    if not may(actor, ACCESS_MANAGE):
        return rows.none()
    if actor.kind == "system":
        return rows
    covered = Q(pk__in=[])
    for grant in granting(actor, ACCESS_MANAGE):
        part = Q(territory__startswith=grant.territory) if grant.territory else Q(pk__isnull=False)
        covered |= part if grant.lines is None else part & Q(lines__contained_by=sorted(grant.lines))
    beyond = Post.objects.filter(not_ended(clock.today()), account__isnull=False).exclude(covered)
    return rows.exclude(pk__in=beyond.values("account"))


def accounts_to_appoint(actor: Actor) -> QuerySet[Account]:
    """The open accounts the actor may give a post."""
    return accounts(actor).filter(is_active=True).exclude(pk=actor.id).order_by("name", "username")


def tokens(actor: Actor) -> QuerySet[ApiToken]:
    """The tokens of the accounts the actor administers."""
    return ApiToken.objects.filter(account__in=accounts(actor)).select_related("account")


def one_token(actor: Actor, key: UUID) -> ApiToken:
    """A token of one's own or of an account the actor administers; NotFound otherwise."""
    rows = ApiToken.objects.select_related("account")
    return _one(rows.filter(Q(account=actor.id) | Q(account__in=accounts(actor))), key)


def one_office(actor: Actor, key: UUID) -> Office:
    """An office in reach; NotFound otherwise."""
    return _one(offices(actor).select_related("successor"), key)


def one_post(actor: Actor, key: UUID) -> Post:
    """A post in reach; NotFound otherwise."""
    return _one(posts(actor), key)


def one_account(actor: Actor, key: UUID) -> Account:
    """An account the actor administers; NotFound otherwise."""
    return _one(accounts(actor), key)


def administered_token(actor: Actor, key: UUID) -> ApiToken:
    """A token of an account the actor administers; NotFound otherwise."""
    return _one(tokens(actor), key)


def _one(rows: QuerySet[R], key: UUID) -> R:
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound
    return found
