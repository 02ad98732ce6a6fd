"""Accounts: opened with a first password that is shown once, closed without being deleted."""

import re
import secrets
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F

from gasloop.access import acts
from gasloop.access.actions.posts import end_post
from gasloop.access.authority import is_own, require_over
from gasloop.access.models import Account, Post
from gasloop.access.permissions import ACCESS_MANAGE
from gasloop.access.scope import may
from gasloop.access.wording import short
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.relay.actions import verb

USERNAME = re.compile(r"[\w.@-]{2,60}")
# Without letters and digits that look alike: people copy first passwords by hand.
LETTERS = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789")


@dataclass(frozen=True, slots=True)
class OpenedAccount:
    """A new account and the only copy of its first password."""

    account: Account
    password: str


def username_form(text: str) -> str:
    """The one spelling of a user name: NFKC, lower case, no blanks around. Sign-in and lockout count by it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


@verb
def create_account(
    actor: Actor, *, username: str, name: str, language: str = "", must_change: bool = True
) -> OpenedAccount:
    """An account without any post. `must_change`: the first sign-in asks for a password of one's own."""
    if not may(actor, ACCESS_MANAGE):
        raise NotFound
    return open_account(actor, username=username, name=name, language=language, must_change=must_change)


def open_account(
    actor: Actor, *, username: str, name: str, language: str = "", must_change: bool = True
) -> OpenedAccount:
    """The same for a verb that has looked at who may (an enterprise or an expert is let in by the business side)."""
    username = username_form(username)
    if not USERNAME.fullmatch(username):
        raise Refusal(
            "access.account.username",
            sentence("用户名为 2 至 60 个字，只能用文字、数字和 . _ - @。"),
            field="username",
        )
    if Account.objects.filter(username=username).exists():
        raise Refusal("access.account.taken", sentence("这个用户名已被使用，请换一个。"), field="username")
    if not name.strip():
        raise Refusal("access.account.name", sentence("请填写姓名。"), field="name")
    password = random_password()
    account = Account(
        username=username, name=short(name, "name", 60), language=language, must_change_password=must_change
    )
    account.set_password(password)
    account.save(force_insert=True)
    append(actor, act=acts.ACCOUNT_CREATED, record=account, body=_words(account))
    return OpenedAccount(account, password)


@verb
def set_password(actor: Actor, *, account: Account, password: str) -> None:
    """A password of one's own choosing; every other session of the account ends. Refusal with the policy's sentence."""
    if not (is_own(actor, account) or actor.kind == "system"):
        raise NotFound
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refusal("access.password.weak", " ".join(error.messages), field="new_password1") from error
    if account.check_password(password):
        raise Refusal("access.password.same", sentence("新密码不能与现在的密码相同。"), field="new_password1")
    _store_password(account, password, must_change=False)
    append(actor, act=acts.PASSWORD_SET, record=account, body=_words(account))


@verb
def reset_password(actor: Actor, *, account: Account) -> str:
    """A new first password for somebody who forgot theirs, to be changed at the next sign-in. Shown once."""
    require_over(actor, account)
    password = random_password()
    _store_password(account, password, must_change=True)
    append(actor, act=acts.PASSWORD_RESET, record=account, body=_words(account))
    return password


@verb
def deactivate_account(actor: Actor, *, account: Account, why: str) -> None:
    """Close the account at once: its sessions and tokens are refused from here on, its posts become empty."""
    require_over(actor, account)
    if is_own(actor, account):
        raise Refusal("access.account.own", sentence("不能停用自己的账号，请由另一名系统管理员办理。"))
    if Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False) != 1:
        raise Refusal("access.account.closed", sentence("该账号已停用。"))
    account.is_active = False
    append(actor, act=acts.ACCOUNT_DEACTIVATED, record=account, body={**_words(account), "why": why})
    today = clock.today()
    for post in Post.objects.filter(account=account, valid_to__isnull=True).order_by("id"):
        end_post(actor, post=post, why=why, day=max(today, post.valid_from or today))


@verb
def reactivate_account(actor: Actor, *, account: Account, why: str) -> None:
    """Open a closed account again, without posts."""
    if not may(actor, ACCESS_MANAGE):
        raise NotFound
    if Account.objects.filter(pk=account.pk, is_active=False).update(is_active=True) != 1:
        raise Refusal("access.account.open", sentence("该账号没有停用。"))
    account.is_active = True
    append(actor, act=acts.ACCOUNT_REACTIVATED, record=account, body={**_words(account), "why": why})


@verb
def end_other_sessions(actor: Actor, *, account: Account) -> None:
    """Every session of the account ends; the caller keeps the own one with `update_session_auth_hash`."""
    if not is_own(actor, account):
        require_over(actor, account)
    Account.objects.filter(pk=account.pk).update(session_epoch=F("session_epoch") + 1)
    account.refresh_from_db(fields=["session_epoch"])
    append(actor, act=acts.SESSIONS_ENDED, record=account, body=_words(account))


@verb
def choose_language(actor: Actor, *, account: Account, language: str) -> None:
    """The language the account reads in. A preference, so nothing for the log."""
    if not is_own(actor, account):
        raise NotFound
    if language not in dict(settings.LANGUAGES):
        raise Refusal("access.language", sentence("没有这种语言。"), field="language")
    Account.objects.filter(pk=account.pk).update(language=language)
    account.language = language


def random_password() -> str:
    """Twelve characters in three groups, every kind among them: about 68 bits, and fit to be read over the phone."""
    while True:
        drawn = "".join(secrets.choice("".join(LETTERS)) for _ in range(12))
        if all(set(kind) & set(drawn) for kind in LETTERS):
            return f"{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"


def _store_password(account: Account, password: str, *, must_change: bool) -> None:
    account.set_password(password)
    account.must_change_password = must_change
    account.save(update_fields=["password", "must_change_password"])


def _words(account: Account) -> dict[str, str]:
    return {"username": account.username, "name": account.name}
