"""Outsiders: an enterprise or an outside expert gets an account whose one post lies within one record, and ends it.

The room that lets them in says by which capability: `admit_outsider` asks for it where the record lies.
"""

from dataclasses import dataclass
from datetime import date

from gasloop.access.actions.accounts import OpenedAccount, open_account
from gasloop.access.acts import ACCOUNT_DEACTIVATED, OUTSIDER_ADMITTED, POST_ENDED
from gasloop.access.capabilities import Capability
from gasloop.access.models import Account, Office, Post
from gasloop.access.roles import OUTSIDE, Role
from gasloop.access.scoping import require
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.kernel.subject import Subject
from gasloop.relay.actions import verb


@dataclass(frozen=True, slots=True)
class Outsider:
    """Who is let in: `within` is all that the post reaches, `until` its last day (None: open-ended)."""

    role: Role
    within: Subject
    territory: str
    line: str
    title: str
    username: str
    name: str
    until: date | None = None
    must_change: bool = True


@verb
def admit_outsider(
    actor: Actor, *, capability: Capability, office: Office, outsider: Outsider
) -> tuple[OpenedAccount, Post]:
    """An account for somebody outside of the town hall, its first password shown once, and its post.

    `office` is the one that answers for it. NotFound without `capability` where the record lies.
    """
    require(actor, capability, territory=outsider.territory, line=outsider.line)
    if outsider.role not in OUTSIDE:
        raise ValueError(f"{outsider.role} is a role of the town hall")
    if outsider.until is not None and outsider.until < clock.today():
        raise Refusal("access.outsider.until", sentence("有效期不能早于今天。"), field="until")
    opened = open_account(actor, username=outsider.username, name=outsider.name, must_change=outsider.must_change)
    post = Post.objects.create(
        office=office,
        account=opened.account,
        title=outsider.title,
        role=outsider.role,
        territory=outsider.territory,
        lines=[],
        valid_from=clock.today(),
        valid_to=outsider.until,
        within_kind=outsider.within.kind,
        within_id=outsider.within.id,
    )
    body = {"office": office.name, "title": post.title, "name": opened.account.name}
    append(actor, act=OUTSIDER_ADMITTED, record=post, body=body)
    return opened, post


@verb
def dismiss_outsider(actor: Actor, *, capability: Capability, post: Post, line: str, why: str) -> None:
    """The outsider's access ends at once: the account is closed, so that the next request is shut out."""
    require(actor, capability, territory=post.territory, line=line)
    open_accounts = Account.objects.filter(posts=post, posts__within_id__isnull=False, is_active=True)
    if post.account is None or open_accounts.update(is_active=False) != 1:
        raise Refusal("access.outsider.ended", sentence("该账号已经停用，请刷新后再看。"))
    Post.objects.filter(pk=post.pk).update(valid_to=clock.today())
    post.refresh_from_db()
    account = {"username": post.account.username, "name": post.account.name, "why": why}
    append(actor, act=ACCOUNT_DEACTIVATED, record=post.account, body=account)
    body = {"office": post.office.name, "title": post.title, "name": str(post.account)}
    append(actor, act=POST_ENDED, record=post, body={**body, "day": clock.today().isoformat(), "why": why})
