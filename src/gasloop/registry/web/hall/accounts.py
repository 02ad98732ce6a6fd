"""Accounts: opened, password set anew, closed, opened again. A first password is shown once and nowhere kept."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gasloop.access import hall
from gasloop.access.actions import create_account, deactivate_account, reactivate_account, reset_password
from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Account
from gasloop.access.permissions import ACCESS_MANAGE
from gasloop.kernel.refusal import Refusal
from gasloop.registry.web.forming import FormPage, answer
from gasloop.registry.web.forms import take_back
from gasloop.registry.web.forms.hall import AccountForm, ReasonForm
from gasloop.shell.detail import Crumb, Fact


@page(ACCESS_MANAGE)
def account(request: ActorRequest, account_id: UUID) -> HttpResponse:
    """An account and the posts it holds."""
    return _shown(request, hall.one_account(request.actor, account_id))


@never_cache
@page(ACCESS_MANAGE)
def new(request: ActorRequest) -> HttpResponse:
    """Open an account; the answer shows its first password."""
    sent = request.method == "POST"
    form = AccountForm(request.POST if sent else None)
    if sent and form.is_valid():
        try:
            opened = create_account(request.actor, **form.cleaned_data)
        except Refusal as refusal:
            take_back(form, refusal)
        else:
            return _shown(request, opened.account, password=opened.password)
    title = _("开通账号")
    shown = {
        "form": form,
        "page": FormPage(title, [_ledger(), Crumb(title)], reverse("registry:accounts"), submit=title),
        "crumbs": [_ledger(), Crumb(title)],
    }
    return render(request, "registry/form.html", shown, status=422 if sent else 200)


@never_cache
@page(ACCESS_MANAGE)
@require_POST
def reset(request: ActorRequest, account_id: UUID) -> HttpResponse:
    """A new first password, shown once."""
    found = hall.one_account(request.actor, account_id)
    return _shown(request, found, password=reset_password(request.actor, account=found))


@page(ACCESS_MANAGE)
def close(request: ActorRequest, account_id: UUID) -> HttpResponse:
    """Close the account; its posts become empty."""
    found = hall.one_account(request.actor, account_id)

    def act(form: ReasonForm) -> str:
        deactivate_account(request.actor, account=found, why=form.cleaned_data["why"])
        messages.success(request, _("账号已停用，岗位已空出。"))
        return reverse("registry:account", args=[account_id])

    return answer(request, _page(found, _("停用账号")), ReasonForm, act)


@page(ACCESS_MANAGE)
def reopen(request: ActorRequest, account_id: UUID) -> HttpResponse:
    """Open a closed account again, without posts."""
    found = hall.one_account(request.actor, account_id)

    def act(form: ReasonForm) -> str:
        reactivate_account(request.actor, account=found, why=form.cleaned_data["why"])
        messages.success(request, _("账号已恢复，请重新任命岗位。"))
        return reverse("registry:account", args=[account_id])

    return answer(request, _page(found, _("恢复账号")), ReasonForm, act)


def _shown(request: ActorRequest, found: Account, password: str = "") -> HttpResponse:
    shown = {
        "account": found,
        "password": password,
        "crumbs": [_ledger(), Crumb(found.name)],
        "facts": [
            Fact(_("用户名"), found.username),
            Fact(_("姓名"), found.name),
            Fact(_("启用"), found.is_active),
            Fact(_("最近登录"), found.last_login),
            Fact(_("开通时间"), found.received_at),
        ],
        "posts": hall.posts(request.actor).filter(account=found).order_by("office__name", "title"),
    }
    return render(request, "registry/account.html", shown)


def _ledger() -> Crumb:
    return Crumb(_("账号台账"), reverse("registry:accounts"))


def _page(found: Account, title: str) -> FormPage:
    back = reverse("registry:account", args=[found.pk])
    return FormPage(title, [_ledger(), Crumb(found.name, back), Crumb(title)], back, lead=found.name)
