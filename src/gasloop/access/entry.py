"""The steps between a right password and the town's rows: second factor, own password.

Nobody is signed in before the second factor was shown: until then the session only remembers who is at the door.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import django_otp
from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from gasloop.access.authority import second_factor_required
from gasloop.access.models import Account
from gasloop.kernel import clock

BACKEND = "django.contrib.auth.backends.ModelBackend"
AT_THE_DOOR = "at_the_door"
OWES_SECOND_FACTOR = "owes_second_factor"
PATIENCE_SECONDS = 5 * 60
WRONG_CODES = 5

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose password was right and whose second factor is awaited."""

    account: Account
    device: TOTPDevice
    recovery: StaticDevice | None


def wait_for_second_factor(request: HttpRequest, account: Account) -> bool:
    """Remember the account at the door if it has a second factor; False when it has none."""
    if not TOTPDevice.objects.filter(user=account, confirmed=True).exists():
        return False
    request.session.cycle_key()
    request.session[AT_THE_DOOR] = {
        "account": str(account.pk),
        "proof": account.get_session_auth_hash(),
        "since": _now(),
        "wrong": 0,
    }
    return True


def who_waits(request: HttpRequest) -> Waiting | None:
    """Who is at the door: None after five minutes, five wrong codes, or a change of the password meanwhile."""
    noted = request.session.get(AT_THE_DOOR)
    if noted is None or _now() - noted["since"] > PATIENCE_SECONDS or noted["wrong"] >= WRONG_CODES:
        return None
    account = Account.objects.filter(pk=UUID(noted["account"]), is_active=True).first()
    if account is None or not constant_time_compare(account.get_session_auth_hash(), noted["proof"]):
        return None
    device = TOTPDevice.objects.filter(user=account, confirmed=True).first()
    recovery = StaticDevice.objects.filter(user=account, confirmed=True).first()
    return None if device is None else Waiting(account, device, recovery)


def count_wrong_code(session: SessionBase) -> None:
    """One more wrong code from whoever is at the door."""
    session[AT_THE_DOOR] = {**session[AT_THE_DOOR], "wrong": session[AT_THE_DOOR]["wrong"] + 1}


def enter(request: HttpRequest, account: Account, device: Device | None = None) -> None:
    """Sign in, in a fresh session."""
    request.session.pop(AT_THE_DOOR, None)
    login(request, account, backend=BACKEND)
    if device is not None:
        django_otp.login(request, device)
    elif second_factor_required(account):
        request.session[OWES_SECOND_FACTOR] = True


def mark_verified(request: HttpRequest, device: Device) -> None:
    """This session has shown the second factor."""
    django_otp.login(request, device)


def owed(request: HttpRequest) -> str | None:
    """The URL name of the step that a signed-in person has to take first, if any."""
    if not isinstance(request.user, Account):
        return None
    if request.user.must_change_password:
        return "access:password"
    if request.session.get(OWES_SECOND_FACTOR):
        return "access:second-factor-setup"
    return None


def during_entry(view: View) -> View:
    """Mark a view as reachable while a step is owed (the steps themselves, and signing out)."""
    setattr(view, "during_entry", True)  # noqa: B010 - a function attribute has no typed spelling
    return view


def _now() -> int:
    return int(clock.system_time().timestamp())
