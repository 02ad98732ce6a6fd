"""接口令牌: the programs that act for the people of one's territory, and the end of it."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gasloop.access.actions import revoke_token
from gasloop.access.hall import tokens
from gasloop.access.models import ApiToken
from gasloop.access.permissions import ACCESS_MANAGE
from gasloop.access.token_scope import rooms_in_words
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.shell.listing import Ask, BulkAct, Column, DateRange, Flag, Listing


def state_in_words(token: ApiToken) -> str:
    """Whether it still counts."""
    if token.revoked_at is not None:
        return _now("已吊销")
    return _now("已过期") if token.expires_at and token.expires_at <= clock.now() else _now("有效")


def reach_in_words(token: ApiToken) -> str:
    """The rooms it is for; all of them in one word."""
    rooms = rooms_in_words(token.rooms)
    return _now("全部内容") if rooms is None else _now("、").join(rooms)


def may_in_words(token: ApiToken) -> str:
    """Whether it writes."""
    return _now("只能查询") if token.read_only else _now("查询和办理")


def in_force() -> Q:
    """Neither revoked nor past its day."""
    return Q(revoked_at__isnull=True) & (Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now()))


def _revoke(actor: Actor, token: ApiToken, told: Mapping[str, str]) -> None:
    revoke_token(actor, token=token, why=told["why"])


REVOKE = BulkAct(
    "revoke", _("吊销令牌"), ACCESS_MANAGE, _revoke, _("立即失效，程序随即被拒绝"), (Ask("why", _("原因")),), "ban"
)


class TokenListing(Listing[ApiToken]):
    """Every token of an account that the reader administers."""

    model = ApiToken
    name = "tokens"
    title = _("接口令牌台账")
    capability = ACCESS_MANAGE
    columns = (
        Column("label", _("用途"), link=True, wide=True),
        Column("account.name", _("账号")),
        Column("state", _("状态"), value=state_in_words),
        Column("may", _("可以做什么"), value=may_in_words),
        Column("reach", _("限于"), value=reach_in_words, wide=True),
        Column("expires_at", _("有效期至"), kind="datetime"),
        Column("last_used_at", _("最近使用"), kind="datetime"),
        Column("revoked_at", _("吊销时间"), kind="datetime", shown=False),
        Column("received_at", _("签发时间"), kind="datetime", shown=False),
    )
    filters = (
        Flag("valid", _("有效"), in_force),
        Flag("writes", _("可办理"), Q(read_only=False)),
        Flag("unused", _("没有用过"), Q(last_used_at__isnull=True)),
        DateRange("used", _("最近使用"), path="last_used_at"),
    )
    search = ("label", "account__name", "account__username")
    search_words = _("用途或账号")
    default_sort = "label"
    lead = _("程序凭令牌代本人办事，权限不超过本人的岗位；令牌由本人在“我的账号”里签发，停用账号后随即失效。")
    empty = _("有人签发令牌后，会列在这里。")
    bulk_acts = (REVOKE,)

    def visible(self, actor: Actor) -> QuerySet[ApiToken]:
        return tokens(actor)

    def link(self, row: ApiToken) -> str:
        return reverse("registry:token", args=[row.pk])
