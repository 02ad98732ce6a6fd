"""Tokens for programs. A token acts with its account's posts, so nobody issues one for somebody else."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gasloop.access import acts
from gasloop.access.authority import is_own, require_own_or_over
from gasloop.access.models import Account, ApiToken
from gasloop.access.token_scope import api_rooms
from gasloop.access.wording import short
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.relay.actions import verb

PREFIX = "glp_"


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token and the only copy of its secret."""

    token: ApiToken
    secret: str


def token_digest(secret: str) -> bytes:
    """What is kept of a secret: SHA-256. 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


@verb
def issue_token(
    actor: Actor,
    *,
    account: Account,
    label: str,
    expires_at: datetime | None = None,
    read_only: bool = False,
    rooms: Iterable[str] | None = None,
) -> IssuedToken:
    """A token for the own account (the command line, as the system, for any), limited to reading and to `rooms`.

    Refusal for a token that would make another: it could give itself what it lacks.
    """
    if not (is_own(actor, account) or actor.kind == "system"):
        raise NotFound
    if actor.token is not None:
        raise Refusal("access.token.by_token", sentence("令牌不能签发令牌，请本人登录后签发。"))
    if not account.is_active:
        raise Refusal("access.account.closed", sentence("该账号已停用。"))
    if not label.strip():
        raise Refusal("access.token.label", sentence("请写明令牌的用途。"), field="label")
    if expires_at is not None and expires_at <= clock.now():
        raise Refusal("access.token.expiry", sentence("有效期须在将来。"), field="expires_at")
    limits = None if rooms is None else sorted(set(rooms))
    if limits is not None and (not limits or not set(limits) <= {room for room, _ in api_rooms()}):
        raise Refusal("access.token.rooms", sentence("请至少选择一项，且只从列出的各项里选择。"), field="rooms")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        account=account,
        label=short(label, "label", 80),
        digest=token_digest(secret),
        expires_at=expires_at,
        read_only=read_only,
        rooms=limits,
    )
    body: JsonObject = {
        "username": account.username,
        "label": token.label,
        "read_only": read_only,
        "rooms": None if limits is None else list(limits),
    }
    append(actor, act=acts.TOKEN_ISSUED, record=token, body=body)
    return IssuedToken(token, secret)


@verb
def revoke_token(actor: Actor, *, token: ApiToken, why: str = "") -> None:
    """From here on the token is refused, by who owns it or by an administrator over its account.

    Refusal when it was revoked already.
    """
    require_own_or_over(actor, token.account)
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=clock.now()) != 1:
        raise Refusal("access.token.revoked", sentence("该令牌已经吊销。"))
    body = {"username": token.account.username, "label": token.label, "why": why.strip()}
    append(actor, act=acts.TOKEN_REVOKED, record=token, body=body)
