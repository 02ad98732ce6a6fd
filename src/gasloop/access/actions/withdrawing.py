"""What was registered by mistake and never used is withdrawn: it ends before it began, and the log says so."""

from datetime import timedelta

from gasloop.access.acts import OFFICE_WITHDRAWN, POST_WITHDRAWN
from gasloop.access.authority import require_cover
from gasloop.access.models import Office, Post
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.relay.actions import verb


@verb
def withdraw_office(actor: Actor, *, office: Office, why: str) -> None:
    """Close an office that nothing hangs from: no post, no record of any room. Refusal otherwise."""
    require_cover(actor, office.territory, None)
    for relation in Office._meta.related_objects:
        if relation.related_model._base_manager.filter(**{relation.field.name: office}).exists():
            raise Refusal("access.office.used", sentence("单位已有岗位或记录，不能撤回；确实不再使用的，请办理合并。"))
    closed = Office.objects.filter(pk=office.pk, valid_to__isnull=True).update(
        valid_from=None, valid_to=clock.today() - timedelta(days=1)
    )
    if closed != 1:
        raise Refusal("access.office.closed", sentence("该单位已经停用，可能别人刚刚办理过，请刷新后再看。"))
    append(actor, act=OFFICE_WITHDRAWN, record=office, body={"name": office.name, "why": why})


@verb
def withdraw_post(actor: Actor, *, post: Post, why: str) -> None:
    """Close a post that was set up by mistake: its holder never held it. Refusal where something hangs from it."""
    require_cover(actor, post.territory, post.lines)
    for relation in Post._meta.related_objects:
        if relation.related_model._base_manager.filter(**{relation.field.name: post}).exists():
            raise Refusal("access.post.used", sentence("岗位已有事项或代理，不能撤回；请办理离任。"))
    closed = Post.objects.filter(pk=post.pk, valid_to__isnull=True, within_id__isnull=True).update(
        account=None, valid_from=None, valid_to=clock.today() - timedelta(days=1)
    )
    if closed != 1:
        raise Refusal("access.post.closed", sentence("该岗位已经办理离任或撤回，请刷新后再看。"))
    append(actor, act=POST_WITHDRAWN, record=post, body={"office": post.office.name, "title": post.title, "why": why})
