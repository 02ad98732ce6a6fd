"""The second factor: asked for at the door, set up and taken away on the account page."""

from base64 import b32encode
from binascii import unhexlify

import segno
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from gasloop.access.actions import add_second_factor, make_recovery_codes, remove_second_factor
from gasloop.access.actions.second_factor import new_key
from gasloop.access.entry import (
    OWES_SECOND_FACTOR,
    Waiting,
    count_wrong_code,
    during_entry,
    enter,
    mark_verified,
    who_waits,
)
from gasloop.access.guard import public, signed_in
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Account
from gasloop.access.places import safe_next, safe_next_or_home
from gasloop.access.web.forms import AppCodeForm, CodeForm, ConfirmForm
from gasloop.access.web.sign_in import come_in
from gasloop.kernel import clock
from gasloop.kernel.refusal import Refusal

KEY = "second_factor_key"


@public("密码正确之后、登录完成之前的一步。")
@sensitive_post_parameters("code")
@never_cache
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """The code of the app, or a recovery code, after a right password."""
    waiting = who_waits(request)
    if waiting is None:
        return redirect("access:sign-in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        device = _device_that_accepts(waiting, form)
        if device is not None:
            enter(request, waiting.account, device)
            return come_in(request, waiting.account)
        count_wrong_code(request.session)
        if who_waits(request) is None:
            messages.error(request, _("验证码多次不对，请重新输入密码。"))
            return redirect("access:sign-in")
    return render(request, "access/second_factor.html", {"form": form, "next": safe_next(request)})


def _device_that_accepts(waiting: Waiting, form: CodeForm) -> Device | None:
    code = str(form.cleaned_data["code"])
    device = waiting.device if code.isdecimal() else waiting.recovery
    if device is None:
        form.add_error("code", _wrong())
        return None
    allowed, details = device.verify_is_allowed()
    if not allowed:
        until = (details or {}).get("locked_until")
        seconds = int((until - clock.system_time()).total_seconds()) + 1 if until else 1
        form.add_error("code", _("刚才输错了，请等 %(seconds)s 秒再试。") % {"seconds": max(1, seconds)})
        return None
    if verify_token(waiting.account, device.persistent_id, code) is None:
        form.add_error("code", _wrong())
        return None
    return device


def _wrong() -> str:
    return _("验证码不对。请看手机上最新的 6 位数字，并确认手机时间是自动校准的。")


@during_entry
@signed_in
@never_cache
def setup(request: ActorRequest) -> HttpResponseBase:
    """Show the key as a QR code, take the app's first code, hand out recovery codes."""
    account = Account.objects.get(pk=request.user.pk)
    if TOTPDevice.objects.filter(user=account, confirmed=True).exists():
        return redirect("access:account")
    key = request.session.setdefault(KEY, new_key())
    form = AppCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            device = add_second_factor(request.actor, account=account, key=key, code=form.cleaned_data["code"])
        except Refusal as refusal:
            form.add_error("code", _(refusal.text))
        else:
            request.session.pop(KEY)
            request.session.pop(OWES_SECOND_FACTOR, None)
            mark_verified(request, device)
            return _show_codes(request, account)
    return render(
        request,
        "access/second_factor_setup.html",
        {
            "form": form,
            "qr": segno.make(key_uri(account, key), error="m").svg_data_uri(scale=5, border=3),
            "secret": _in_groups(key),
            "owed": OWES_SECOND_FACTOR in request.session,
            "next": safe_next(request),
        },
    )


@signed_in
@require_POST
@sensitive_post_parameters("password")
@never_cache
def recovery_codes(request: ActorRequest) -> HttpResponseBase:
    """New recovery codes, after the password once more."""
    account = _confirmed(request)
    return redirect("access:account") if account is None else _show_codes(request, account)


@signed_in
@require_POST
@sensitive_post_parameters("password")
def remove(request: ActorRequest) -> HttpResponseBase:
    """No second factor any more, after the password once more."""
    account = _confirmed(request)
    if account is not None:
        try:
            remove_second_factor(request.actor, account=account)
            messages.success(request, _("动态验证码已停用。"))
        except Refusal as refusal:
            messages.error(request, _(refusal.text))
    return redirect("access:account")


def key_uri(account: Account, key: str) -> str:
    """What the QR code says: the key in the form all authenticator apps read."""
    return str(TOTPDevice(user=account, key=key).config_url)


def _in_groups(key: str) -> str:
    text = b32encode(unhexlify(key)).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def _show_codes(request: ActorRequest, account: Account) -> HttpResponse:
    codes = make_recovery_codes(request.actor, account=account)
    return render(request, "access/recovery_codes.html", {"codes": codes, "next": safe_next_or_home(request)})


def _confirmed(request: ActorRequest) -> Account | None:
    """The own account if the password sent along is right; django-axes counts wrong ones here too."""
    form = ConfirmForm(request.POST)
    if form.is_valid():
        password = form.cleaned_data["password"]
        known = authenticate(request, username=request.user.get_username(), password=password)
        if isinstance(known, Account):
            return known
    messages.error(request, _("密码不正确，没有改动。"))
    return None
