"""From a program's secret to the actor behind it."""

from dataclasses import replace
from datetime import timedelta

from gasloop.access.actions.tokens import PREFIX, token_digest
from gasloop.access.actors import actor_of
from gasloop.access.models import ApiToken
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.relay.standing import Standing

USE_NOTED_EVERY = timedelta(minutes=1)


_TOKEN = Standing(
    lambda digest: ApiToken.objects.select_related("account").filter(
        digest=digest, revoked_at__isnull=True, account__is_active=True
    ),
    bytes,
)


def actor_for_token(secret: str) -> Actor | None:
    """The actor a secret stands for; None when it is unknown, revoked, expired, or its account closed.

    Two queries, and once a minute a third that notes the use.
    """
    if not secret.startswith(PREFIX):
        return None
    now = clock.now()
    token = _TOKEN.first(token_digest(secret))
    if token is None or (token.expires_at is not None and token.expires_at <= now):
        return None
    if token.last_used_at is None or not timedelta(0) <= now - token.last_used_at < USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return replace(actor_of(token.account, via="api"), token=token.scope())
