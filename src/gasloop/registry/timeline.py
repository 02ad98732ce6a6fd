"""Everything that happened to a site, in one line of time: the register tells its own, rooms above add theirs.

tells(visits_in_time)                  # in the room's `panels.py`: (request, site, most) -> moments
"""

from collections.abc import Callable, Iterable

from django.urls import NoReverseMatch, reverse

from gasloop.access.middleware import ActorRequest
from gasloop.evidence.models import BATCH_KIND, Entry
from gasloop.evidence.queries import Happening, happenings, timeline
from gasloop.registry.models import Credential, Installation, Site
from gasloop.shell.detail import Moment

Tell = Callable[[ActorRequest, Site, int], Iterable[Moment]]
SHOWN = 40
MOST = 1000

_tellers: list[Tell] = []


def tells(function: Tell) -> Tell:
    """Add a room's moments: the newest `most` of them, through the scope of `request.actor`."""
    if function not in _tellers:
        _tellers.append(function)
    return function


def moments_of(request: ActorRequest, site: Site, most: int = SHOWN) -> list[Moment]:
    """The newest `most` moments of a site, newest first."""
    found = list(_of_the_register(request, site, most))
    for tell in _tellers:
        found += tell(request, site, most)
    return sorted(found, key=lambda moment: moment.at, reverse=True)[:most]


def _of_the_register(request: ActorRequest, site: Site, most: int) -> Iterable[Moment]:  # noqa: ARG001 - a `Tell`
    """Registrations, corrections, closures of the site, its parts and its papers, as the log tells them."""
    parts = list(Installation.objects.filter(site=site).values_list("pk", flat=True))
    papers = list(Credential.objects.filter(site=site).values_list("pk", flat=True))
    own = timeline(site.subject, most)
    hanging = Entry.objects.filter(
        subject_kind__in=(Installation.SUBJECT_KIND, Credential.SUBJECT_KIND), subject_id__in=[*parts, *papers]
    )
    others = happenings(hanging, most) if parts or papers else []
    return [_moment(each) for each in (*own, *others)]


ICONS = {
    Site.SUBJECT_KIND: "building-store",
    Installation.SUBJECT_KIND: "tools-kitchen-2",
    Credential.SUBJECT_KIND: "certificate",
}


def _moment(each: Happening) -> Moment:
    icon = ICONS.get(each.subject.kind, "file-text")
    who = "，".join((each.actor, *each.posts[:1])) if each.actor else ""
    return Moment(at=each.at, title=each.text, who=who, icon=icon, url=_proof_of(each))


def _proof_of(each: Happening) -> str:
    """Where the entry's proof is shown; nowhere for a batch, nor while that room is not mounted."""
    if each.subject.kind == BATCH_KIND:
        return ""
    try:
        return reverse("oversight:proof", args=[each.subject.kind, each.subject.id, each.id])
    except NoReverseMatch:
        return ""
