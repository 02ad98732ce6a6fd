"""Coming in and going out."""

from datetime import timedelta
from math import ceil

from axes.helpers import get_client_ip_address, get_cool_off, get_failure_limit
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import logout
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import check_for_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gasloop.access.actions import choose_language
from gasloop.access.entry import enter, wait_for_second_factor
from gasloop.access.guard import public
from gasloop.access.middleware import actor_from
from gasloop.access.models import Account
from gasloop.access.places import safe_next, safe_next_or_home
from gasloop.access.web.forms import SignInForm
from gasloop.kernel import clock

LANGUAGE_COOKIE_AGE = 365 * 24 * 3600


@public("这是门：来人总要先到门前。")
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """User name and password, then the second factor where there is one."""
    if request.user.is_authenticated:
        return redirect(safe_next_or_home(request))
    form = SignInForm(request, data=request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "access/sign_in.html", _shown(request, form))
    account = form.get_user()
    if wait_for_second_factor(request, account):
        wanted = safe_next(request)
        return redirect(reverse("access:second-factor") + (f"?{urlencode({'next': wanted})}" if wanted else ""))
    enter(request, account)
    return come_in(request, account)


def come_in(request: HttpRequest, account: Account) -> HttpResponse:
    """To the page one wanted; in the account's language, unless this device was given one."""
    response = redirect(safe_next_or_home(request))
    if account.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        _keep_language(response, account.language)
    return response


def locked_out(
    request: HttpRequest, _original: HttpResponse | None, credentials: dict[str, str] | None
) -> HttpResponse:
    """What django-axes shows after too many wrong passwords: for how long, whom to ask; unknown users alike."""
    form = SignInForm(request)
    form.initial["username"] = (credentials or {}).get("username", "")
    minutes = _minutes_left(request, form.initial["username"])
    context = {**_shown(request, form), "locked_minutes": minutes}
    response = render(request, "access/sign_in.html", context, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


@public("退出不须再证明身份，会话过期后也能点。")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session."""
    logout(request)
    return redirect(f"{reverse('access:sign-in')}?ended=out")


@public("登录前也要能选语言。")
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Read in another language from here on; remembered with the account too."""
    wanted = request.POST.get("language", "")
    response = redirect(safe_next_or_home(request))
    if wanted in dict(settings.LANGUAGES) and check_for_language(wanted):
        if isinstance(request.user, Account):
            account = Account.objects.get(pk=request.user.pk)
            choose_language(actor_from(request), account=account, language=wanted)
        _keep_language(response, wanted)
    return response


def _keep_language(response: HttpResponse, code: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        httponly=True,
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


def _shown(request: HttpRequest, form: SignInForm) -> dict[str, object]:
    wrong = getattr(request, "axes_failures_since_start", None)
    return {
        "form": form,
        "next": safe_next(request),
        "ended": request.GET.get("ended"),
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "pause_minutes": _in_minutes(_pause(request)),
        "tries_left": None if wrong is None else get_failure_limit(request, None) - wrong,
    }


def _minutes_left(request: HttpRequest, username: str) -> int:
    attempts = AccessAttempt.objects.filter(username=username, ip_address=get_client_ip_address(request))
    tried = attempts.aggregate(last=Max("attempt_time"))["last"]
    pause = _pause(request)
    return _in_minutes(pause if tried is None else tried + pause - clock.system_time())


def _pause(request: HttpRequest) -> timedelta:
    """How long a lock lasts (`AXES_COOLOFF_TIME`; a lock without end is no setting of ours)."""
    pause: timedelta = get_cool_off(request)
    return pause


def _in_minutes(span: timedelta) -> int:
    return max(1, ceil(span.total_seconds() / 60))
