"""Looking things up by the names people use."""

from gasloop.access.actions.accounts import username_form
from gasloop.access.models import Account
from gasloop.kernel.refusal import Refusal, sentence


def account_named(username: str) -> Account:
    """The account of that user name, open or closed; Refusal when there is none (for commands, not pages)."""
    account = Account.objects.filter(username=username_form(username)).first()
    if account is None:
        raise Refusal(
            "access.account.unknown", sentence("没有用户名为“{username}”的账号。"), params={"username": username}
        )
    return account
