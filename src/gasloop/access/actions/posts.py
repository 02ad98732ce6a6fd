"""Posts: set up, filled, vacated. One row is one tenure; whoever leaves leaves an empty post behind."""

from collections.abc import Iterable
from datetime import date, timedelta

from gasloop.access.actors import not_ended
from gasloop.access.acts import POST_ASSIGNED, POST_CREATED, POST_ENDED, POST_MOVED
from gasloop.access.authority import is_own, require_cover
from gasloop.access.events import PostAssigned, PostEnded
from gasloop.access.lines import Line
from gasloop.access.models import Account, Office, Post
from gasloop.access.roles import OUTSIDE, Role
from gasloop.access.wording import short
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.relay.actions import emit, verb


@verb
def create_post(
    actor: Actor, *, office: Office, title: str, role: Role, territory: str, lines: Iterable[Line] | None = None
) -> Post:
    """An empty post: `role` over the subtree `territory`, in `lines` (None: every line).

    NotFound when that is more than one of the actor's own posts covers.
    """
    wanted = None if lines is None else sorted(set(lines))
    require_cover(actor, territory, wanted)
    if office.valid_to is not None:
        raise Refusal("access.office.closed", sentence("该单位已经停用，可能别人刚刚办理过，请刷新后再看。"))
    if role in OUTSIDE:
        raise Refusal(
            "access.post.outside",
            sentence("企业和外聘专家的账号不在这里设岗：企业从对象档案开通，专家从检查行动邀请。"),
            field="role",
        )
    if not title.strip():
        raise Refusal("access.post.title", sentence("请填写岗位名称。"), field="title")
    post = Post.objects.create(
        office=office, title=short(title, "title", 60), role=role, territory=territory, lines=wanted
    )
    _log_created(actor, post, office)
    return post


@verb
def assign_post(actor: Actor, *, post: Post, account: Account, day: date | None = None) -> Post:
    """`account` holds the empty `post` from `day` (today) on.

    Refusal for a post that is held, an account that is closed or one's own, or administration mixed with business.
    """
    require_cover(actor, post.territory, post.lines)
    begins = day or clock.today()
    if is_own(actor, account):
        raise Refusal("access.post.own", sentence("不能给自己任命岗位，请由另一名系统管理员办理。"))
    account = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if not account.is_active:
        raise Refusal("access.account.closed", sentence("该账号已停用。"), field="account")
    _keep_administration_apart(post, account, begins)
    filled = Post.objects.filter(
        pk=post.pk, account__isnull=True, valid_to__isnull=True, office__valid_to__isnull=True
    ).update(account=account, valid_from=begins)
    if filled != 1:
        raise Refusal("access.post.taken", sentence("该岗位已有人任职或已撤销，可能别人刚刚办理过，请刷新后再看。"))
    post.refresh_from_db()
    append(actor, act=POST_ASSIGNED, record=post, body={**_words(post), "name": str(account), "day": str(begins)})
    emit(PostAssigned(territory=post.territory, post_id=str(post.pk), account_id=str(account.pk), day=str(begins)))
    return post


@verb
def end_post(actor: Actor, *, post: Post, why: str, day: date | None = None) -> Post:
    """The holder's last day is `day` (today); returns the empty post that goes on (an outsider's own, where none does).

    Refusal when nobody holds it.
    """
    require_cover(actor, post.territory, post.lines)
    last = day or clock.today()
    held = Post.objects.filter(pk=post.pk, account__isnull=False, valid_to__isnull=True, valid_from__lte=last)
    if held.update(valid_to=last) != 1:
        raise Refusal("access.post.not_held", sentence("该岗位在这一天没有人任职，或已经办理离任，请刷新后再看。"))
    post.refresh_from_db()
    body = {**_words(post), "name": str(post.account), "day": last.isoformat(), "why": why}
    append(actor, act=POST_ENDED, record=post, body=body)
    if post.within is not None:  # an outsider leaves no empty post behind
        return post
    return _go_on(actor, post, post.office, last)


def move_post(actor: Actor, post: Post, office: Office, day: date) -> None:
    """From `day` on the post is one of `office`: a tenure under way ends and goes on there with the same holder."""
    if post.account_id is None or (post.valid_from is not None and post.valid_from >= day):
        Post.objects.filter(pk=post.pk).update(office=office)
        append(actor, act=POST_MOVED, record=post, body={"title": post.title, "office": office.name})
        return
    last, until = day - timedelta(days=1), post.valid_to
    Post.objects.filter(pk=post.pk).update(valid_to=last)
    append(actor, act=POST_MOVED, record=post, body={"title": post.title, "office": office.name})
    _go_on(actor, post, office, last, holder=post.account, begins=day, ends=until)


def _go_on(
    actor: Actor,
    post: Post,
    office: Office,
    last: date,
    *,
    holder: Account | None = None,
    begins: date | None = None,
    ends: date | None = None,
) -> Post:
    successor = Post.objects.create(
        office=office,
        account=holder,
        title=post.title,
        role=post.role,
        territory=post.territory,
        lines=post.lines,
        valid_from=begins,
        valid_to=ends,
    )
    _log_created(actor, successor, office)
    emit(
        PostEnded(territory=post.territory, post_id=str(post.pk), successor_id=str(successor.pk), day=last.isoformat())
    )
    return successor


def _keep_administration_apart(post: Post, account: Account, day: date) -> None:
    """Who runs the accounts has no business rights, and the other way round: one account never has both."""
    others = set(Post.objects.filter(not_ended(day), account=account).values_list("role", flat=True))
    if others & OUTSIDE:
        raise Refusal(
            "access.post.outsider",
            sentence("这是企业或外聘专家的账号，不能担任本单位岗位，请为其另开一个账号。"),
            field="account",
        )
    if others and (Role.ADMIN in others) != (post.role == Role.ADMIN):
        raise Refusal(
            "access.post.mixed",
            sentence("系统管理与业务岗位不能由同一账号担任，请为其另开一个账号。"),
            field="account",
        )


def _log_created(actor: Actor, post: Post, office: Office) -> None:
    body = {"office": office.name, "title": post.title, "role": post.role}
    append(actor, act=POST_CREATED, record=post, body=body)


def _words(post: Post) -> dict[str, str]:
    return {"office": post.office.name, "title": post.title}
