"""One's own account: posts, password, second factor, tokens, recent sign-ins."""

from uuid import UUID

from axes.models import AccessLog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from gasloop.access.actions import IssuedToken, end_other_sessions, issue_token, revoke_token, set_password
from gasloop.access.authority import second_factor_required
from gasloop.access.entry import during_entry
from gasloop.access.guard import signed_in
from gasloop.access.lines import Line
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Account, ApiToken, Territory
from gasloop.access.places import safe_next, safe_next_or_home
from gasloop.access.roles import Role
from gasloop.access.token_scope import rooms_in_words
from gasloop.access.web.forms import ConfirmForm, OwnPasswordForm, TokenForm
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal

RECENT_SIGN_INS = 5


@signed_in
def account(request: ActorRequest) -> HttpResponseBase:
    """The account page."""
    return _page(request, TokenForm())


@during_entry
@signed_in
@sensitive_post_parameters("old_password", "new_password1", "new_password2")
@never_cache
def password(request: ActorRequest) -> HttpResponseBase:
    """A new password of one's own; asked for at the first sign-in."""
    own = Account.objects.get(pk=request.user.pk)
    form = OwnPasswordForm(own, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            set_password(request.actor, account=own, password=form.cleaned_data["new_password1"])
        except Refusal as refusal:
            form.add_error(refusal.field, _(refusal.text))
        else:
            update_session_auth_hash(request, own)
            messages.success(request, _("密码已修改，其他设备上的登录已全部退出。"))
            return redirect(safe_next_or_home(request))
    context = {"form": form, "next": safe_next(request), "forced": request.user.must_change_password}
    return render(request, "access/password.html", context)


@signed_in
@require_POST
def end_sessions(request: ActorRequest) -> HttpResponseBase:
    """Sign out everywhere but here."""
    own = Account.objects.get(pk=request.user.pk)
    end_other_sessions(request.actor, account=own)
    update_session_auth_hash(request, own)
    messages.success(request, _("其他设备上的登录已全部退出。"))
    return redirect("access:account")


@signed_in
@require_POST
@never_cache
def token_issue(request: ActorRequest) -> HttpResponseBase:
    """A new token; its secret is on the answering page and nowhere else."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    own = Account.objects.get(pk=request.user.pk)
    issued = issue_token(
        request.actor,
        account=own,
        label=form.cleaned_data["label"],
        expires_at=clock.now() + form.lifetime(),
        read_only=form.cleaned_data["access"] == "read",
        rooms=form.cleaned_data["rooms"] or None,
    )
    return _page(request, TokenForm(), issued=issued)


@signed_in
@require_POST
def token_revoke(request: ActorRequest, key: UUID) -> HttpResponseBase:
    """One's own token is refused from here on."""
    token = ApiToken.objects.select_related("account").filter(pk=key, account_id=request.user.pk).first()
    if token is None:
        raise NotFound
    try:
        revoke_token(request.actor, token=token)
        messages.success(request, _("令牌已吊销。"))
    except Refusal as refusal:
        messages.error(request, _(refusal.text))
    return redirect("access:account")


def _page(
    request: ActorRequest, form: TokenForm, *, issued: IssuedToken | None = None, status: int = 200
) -> HttpResponse:
    own = request.user
    context = {
        "account": own,
        "posts": _posts(request.actor),
        "tokens": [(token, rooms_in_words(token.rooms)) for token in ApiToken.objects.filter(account_id=own.pk)],
        "token_form": form,
        "issued": issued,
        "now": clock.now(),
        "has_second_factor": TOTPDevice.objects.filter(user_id=own.pk, confirmed=True).exists(),
        "second_factor_required": second_factor_required(own),
        "codes_left": StaticToken.objects.filter(device__user_id=own.pk).count(),
        "confirm_form": ConfirmForm(),
        "sign_ins": AccessLog.objects.filter(username=own.username).order_by("-attempt_time")[:RECENT_SIGN_INS],
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
    }
    return render(request, "access/account.html", context, status=status)


def _lines_in_words(lines: frozenset[str] | None) -> str:
    if lines is None:
        return _("全部条线")
    return _("、").join(str(Line(line).label) for line in sorted(lines)) or _("不分条线的事项")


def _posts(actor: Actor) -> list[dict[str, object]]:
    """The actor's posts in words: where a post reaches and for which lines."""
    paths = {grant.territory for grant in actor.grants}
    names = dict(Territory.objects.filter(path__in=paths).values_list("path", "name"))
    return [
        {
            "title": grant.post_title,
            "office": grant.office_name,
            "role": Role(grant.role).label,
            "territory": names.get(grant.territory, grant.territory) or _("全部辖区"),
            "lines": _lines_in_words(grant.lines),
        }
        for grant in actor.grants
    ]
