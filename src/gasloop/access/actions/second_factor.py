"""The second factor: an authenticator app (TOTP, RFC 6238) and recovery codes for the day the phone is lost."""

import secrets
import time
from binascii import unhexlify

from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from gasloop.access import acts
from gasloop.access.authority import is_own, require_own_or_over, second_factor_required
from gasloop.access.models import Account
from gasloop.evidence.actions import append
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.relay.actions import verb

RECOVERY_CODES = 10
RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
APP, RECOVERY = "app", "recovery"


def new_key() -> str:
    """A fresh TOTP key: 20 random bytes as hex."""
    return secrets.token_hex(20)


@verb
def add_second_factor(actor: Actor, *, account: Account, key: str, code: str) -> TOTPDevice:
    """Bind the app that holds `key` and shows `code` now; an app bound before is replaced. Refusal for a wrong code."""
    if not is_own(actor, account):
        raise NotFound
    totp = TOTP(unhexlify(key))
    totp.time = time.time()
    if not code.isdecimal() or not totp.verify(int(code), tolerance=1):
        raise Refusal(
            "access.second_factor.code",
            sentence("验证码不对。请看手机上最新的 6 位数字，并确认手机时间是自动校准的。"),
            field="code",
        )
    TOTPDevice.objects.filter(user=account).delete()
    # `last_t` keeps the code just shown from serving a second time.
    device = TOTPDevice.objects.create(user=account, name=APP, key=key, confirmed=True, last_t=totp.t())
    append(actor, act=acts.SECOND_FACTOR_ADDED, record=account, body={"username": account.username})
    return device


@verb
def make_recovery_codes(actor: Actor, *, account: Account) -> list[str]:
    """Ten new codes, each good for one sign-in; earlier ones are void. Shown once."""
    if not is_own(actor, account):
        raise NotFound
    device, _ = StaticDevice.objects.get_or_create(user=account, name=RECOVERY)
    device.token_set.all().delete()
    codes = ["".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    append(actor, act=acts.RECOVERY_CODES_MADE, record=account, body={"username": account.username})
    return codes


@verb
def remove_second_factor(actor: Actor, *, account: Account) -> None:
    """Sign-in by password alone again: one's own choice, or an administrator's help after a lost phone."""
    require_own_or_over(actor, account)
    if is_own(actor, account) and second_factor_required(account):
        raise Refusal("access.second_factor.required", sentence("您的岗位要求登录时核对动态验证码，不能停用。"))
    TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()
    append(actor, act=acts.SECOND_FACTOR_REMOVED, record=account, body={"username": account.username})
