"""Who is away, and who does the work meanwhile: noted by oneself or by the head, ended by itself or sooner."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gasloop.access.actors import posts_held
from gasloop.access.acts import ABSENCE_ENDED, ABSENCE_NOTED
from gasloop.access.models import Absence, Account, Post
from gasloop.access.roles import OUTSIDE, Role
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.kernel.territory import contains
from gasloop.relay.actions import verb

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Away:
    """From the first to the last day, both included; `deputy` is the account of who stands in."""

    deputy: UUID
    first: date
    last: date
    why: str


@verb
def note_absence(actor: Actor, *, post_id: UUID, away: Away) -> Absence:
    """The holder of `post` is away and somebody stands in. NotFound unless it is one's own post or one heads it."""
    held = Post.objects.select_for_update(of=("self",)).filter(posts_held(clock.today()), account__isnull=False)
    post = held.select_related("office", "account").filter(pk=post_id).first()
    if post is None or post.account is None or not may_arrange(actor, post):
        raise NotFound
    _days_make_sense(away)
    deputy = _deputy(post, away)
    overlapping = Absence.objects.filter(post=post, first__lte=away.last, last__gte=away.first, ended_on__isnull=True)
    if overlapping.exists():
        raise Refusal("absence.twice", sentence("这几天已经登记了代理人，请先结束原来的代理。"), field="first")
    made = Absence.objects.create(
        post=post, absent=post.account, deputy=deputy, first=away.first, last=away.last, why=away.why.strip()
    )
    append(
        actor, act=ABSENCE_NOTED, record=made, body={**_words(made), "first": str(away.first), "last": str(away.last)}
    )
    return made


@verb
def end_absence(actor: Actor, *, absence_id: UUID) -> Absence:
    """The deputy stops today: the holder is back. Refusal when it has ended already."""
    found = Absence.objects.select_for_update(of=("self",)).select_related("post__office", "absent", "deputy")
    absence = found.filter(pk=absence_id).first()
    if absence is None or not may_arrange(actor, absence.post):
        raise NotFound
    if absence.ended_on is not None or absence.last < clock.today():
        raise Refusal("absence.over", sentence("这次代理已经结束。"))
    absence.ended_on = clock.today()
    absence.save(update_fields=["ended_on"])
    append(actor, act=ABSENCE_ENDED, record=absence, body=_words(absence))
    return absence


def may_arrange(actor: Actor, post: Post) -> bool:
    """One's own post, a post of the office one heads, or a post below one as the leader in charge; never a deputy's."""
    if actor.kind == "system" or post.account_id == actor.id:
        return True
    own = [grant for grant in actor.grants if not grant.absent]
    return any(
        (grant.role == Role.HEAD and grant.office_id == post.office_id)
        or (grant.role == Role.LEADER and contains(grant.territory, post.territory))
        for grant in own
    )


def _days_make_sense(away: Away) -> None:
    if away.first > away.last or away.last < clock.today():
        raise Refusal("absence.days", sentence("请填写今天或以后结束的起止日期，开始不晚于结束。"), field="last")
    if (away.last - away.first).days > LONGEST_DAYS:
        raise Refusal("absence.too_long", sentence("代理最长一年；更久的请办理交接。"), field="last")
    if not away.why.strip():
        raise Refusal("absence.why", sentence("请写明离岗原因，例如出差、休假。"), field="why")


def _deputy(post: Post, away: Away) -> Account:
    """Somebody else, who holds a post of business: administration and business never meet in one account."""
    account = Account.objects.filter(pk=away.deputy, is_active=True).first()
    roles = set(Post.objects.filter(posts_held(clock.today()), account=account).values_list("role", flat=True))
    if account is None or account.pk == post.account_id or not roles or roles & OUTSIDE or post.role in OUTSIDE:
        raise Refusal("absence.deputy", sentence("请选择另一名在岗人员作代理人。"), field="deputy")
    if (Role.ADMIN in roles) or post.role == Role.ADMIN:
        raise Refusal(
            "absence.admin", sentence("系统管理岗位不能代理，也不能由系统管理员代理业务岗位。"), field="deputy"
        )
    if Role.AUDITOR in roles or post.role == Role.AUDITOR:
        raise Refusal("absence.auditor", sentence("监督岗位不能代理，也不代理业务岗位。"), field="deputy")
    return account


def _words(absence: Absence) -> dict[str, str]:
    return {"absent": str(absence.absent), "deputy": str(absence.deputy), "title": absence.post.title}
