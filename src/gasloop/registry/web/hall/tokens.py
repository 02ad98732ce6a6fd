"""A token as the administrator sees it: whose, for what, when last used; and its end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access import hall
from gasloop.access.actions import revoke_token
from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.permissions import ACCESS_MANAGE
from gasloop.registry.web.forming import FormPage, answer
from gasloop.registry.web.forms.hall import ReasonForm
from gasloop.registry.web.listings.tokens import may_in_words, reach_in_words, state_in_words
from gasloop.shell.detail import Crumb, Fact


@page(ACCESS_MANAGE)
def token(request: ActorRequest, token_id: UUID) -> HttpResponse:
    """One token of an account that the reader administers."""
    found = hall.administered_token(request.actor, token_id)
    shown = {
        "token": found,
        "crumbs": [_ledger(), Crumb(found.label)],
        "facts": [
            Fact(_("账号"), str(found.account), url=reverse("registry:account", args=[found.account_id])),
            Fact(_("状态"), state_in_words(found)),
            Fact(_("可以做什么"), may_in_words(found)),
            Fact(_("限于"), reach_in_words(found)),
            Fact(_("签发时间"), found.received_at),
            Fact(_("有效期至"), found.expires_at or _("长期有效")),
            Fact(_("最近使用"), found.last_used_at or _("没有用过")),
            Fact(_("吊销时间"), found.revoked_at),
        ],
    }
    return render(request, "registry/token.html", shown)


@page(ACCESS_MANAGE)
def revoke(request: ActorRequest, token_id: UUID) -> HttpResponse:
    """The token is refused from here on."""
    found = hall.administered_token(request.actor, token_id)
    back = reverse("registry:token", args=[token_id])

    def act(form: ReasonForm) -> str:
        revoke_token(request.actor, token=found, why=form.cleaned_data["why"])
        messages.success(request, _("令牌已吊销。"))
        return back

    title = _("吊销令牌")
    crumbs = [_ledger(), Crumb(found.label, back), Crumb(title)]
    return answer(request, FormPage(title, crumbs, back, lead=f"{found.label} · {found.account}"), ReasonForm, act)


def _ledger() -> Crumb:
    return Crumb(_("接口令牌台账"), reverse("registry:tokens"))
