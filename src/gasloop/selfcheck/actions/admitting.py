"""An enterprise gets its sign-in, and its sites check themselves from then on."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from gasloop.access.actions import Outsider, admit_outsider, dismiss_outsider
from gasloop.access.models import Office, Post
from gasloop.access.roles import Role
from gasloop.access.scoping import get_scoped
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.kernel.subject import Subject
from gasloop.registry.models import Party, Site
from gasloop.relay.actions import verb
from gasloop.selfcheck import acts
from gasloop.selfcheck.models import Enrolment
from gasloop.selfcheck.permissions import SELF_CHECK_ADMIT
from gasloop.selfcheck.rhythms import asked_of

LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Admitted:
    """The new sign-in; the only copy of the first password. `sites` is how many check themselves from now on."""

    post: Post
    username: str
    password: str
    sites: int


@verb
def admit_enterprise(
    actor: Actor, *, site_id: UUID, username: str, name: str, title: str = "安全管理员", until: date | None = None
) -> Admitted:
    """Open a sign-in for the party behind a site: all of its sites, nothing else. They check themselves from today."""
    sites = Site.objects.filter(voided_at__isnull=True).select_related("party", "owner_office")
    site = get_scoped(actor, sites, SELF_CHECK_ADMIT, site_id)
    if site.party is None:
        raise Refusal("self_check.no_party", sentence("这个对象还没有登记经营单位，请先在对象档案里补登。"))
    if not 0 < len(title.strip()) <= LONGEST_TITLE:
        raise Refusal("self_check.title", sentence("请填写职务，不超过60个字。"), field="title")
    office = site.owner_office or Office.objects.filter(pk__in=[g.office_id for g in actor.grants]).first()
    if office is None:
        raise Refusal("self_check.no_office", sentence("这个对象没有责任单位，不能开通企业账号。"))
    opened, post = admit_outsider(
        actor,
        capability=SELF_CHECK_ADMIT,
        office=office,
        outsider=Outsider(
            role=Role.ENTERPRISE,
            within=Subject(Party.SUBJECT_KIND, site.party.pk),
            territory=site.territory,
            line=site.line,
            title=title.strip(),
            username=username,
            name=name,
            until=until,
        ),
    )
    return Admitted(post, opened.account.username, opened.password, _enrol(actor, site.party))


def _enrol(actor: Actor, party: Party) -> int:
    """The party's open sites that the pack asks anything of; those already enrolled stay as they are."""
    today, count = clock.today(), 0
    for site in Site.objects.filter(party=party, voided_at__isnull=True, closed_on__isnull=True):
        if not asked_of(site, today):
            continue
        count += 1
        enrolment, made = Enrolment.objects.get_or_create(
            site=site,
            defaults={
                "since": today,
                "opened_on": today - timedelta(days=1),
                "territory": site.territory,
                "line": site.line,
                "owner_office_id": site.owner_office_id,
            },
        )
        if made:
            append(actor, act=acts.ENROLLED, record=enrolment, body={"site": site.name, "day": today.isoformat()})
    return count


@verb
def dismiss_enterprise(actor: Actor, *, site_id: UUID, post_id: UUID, why: str) -> None:
    """The sign-in ends now; the site's checks go on being owed."""
    sites = Site.objects.filter(party__isnull=False)
    site = get_scoped(actor, sites, SELF_CHECK_ADMIT, site_id)
    post = Post.objects.filter(pk=post_id, within_id=site.party_id).select_related("account", "office").first()
    if post is None:
        raise NotFound
    dismiss_outsider(actor, capability=SELF_CHECK_ADMIT, post=post, line=site.line, why=why)
