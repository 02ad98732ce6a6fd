"""Which registered office a plan's words mean: by name, by alias, by a closed one's successor, by who holds a post."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from django.db.models import Q, QuerySet

from gasloop.access.actors import not_ended
from gasloop.access.models import Office, Post
from gasloop.access.roles import Role
from gasloop.kernel import clock
from gasloop.kernel.territory import ancestors
from gasloop.plan.compiler.document import Paper
from gasloop.plan.models import HandOver
from gasloop.plan.names import is_collective, is_post, names_leaders_in_charge, names_the_head

__all__ = [
    "Directory",
    "heir",
    "is_collective",
    "is_post",
    "matched_offices",
    "registered_offices",
    "related_offices",
    "spellings",
    "today",
]

_VILLAGES = re.compile(r"^各(?:村|社区|居|行政村)")
_TOWN_OFFICES = re.compile(r"^(?:各科室|各办|各站所|镇直各)")
_HEAD_TITLES = ("书记", "镇长", "主要负责人", "主要领导")


def registered_offices(names: Iterable[str], territory: str) -> dict[str, Office]:
    """Each of `names` that the register knows, in the town's own tree or above it, as the office in charge today."""
    wanted = set(names)
    known = related_offices(territory).filter(Q(name__in=wanted) | Q(aliases__overlap=sorted(wanted)))
    found: dict[str, Office] = {}
    for office in sorted(known, key=lambda each: abs(len(each.territory) - len(territory))):
        for name in {office.name, *office.aliases} & wanted:
            found.setdefault(name, today(office))
    return found


def related_offices(territory: str) -> QuerySet[Office]:
    """The offices of a town and its villages, and of the authorities above it; nobody else's."""
    above = Q(territory__in=[territory, *ancestors(territory), ""])
    return Office.objects.filter(above | Q(territory__startswith=territory)).select_related("successor")


def matched_offices(paper: Paper, territory: str, chosen: Mapping[str, str]) -> dict[str, Office]:
    """Registered office by the name a clause prints; what a person `chose` (ids) goes before what names say."""
    named = {office.name for clause in paper.clauses() for office in clause.offices}
    spelt = spellings(paper)
    known = registered_offices(set().union(named, *spelt.values()), territory)
    by_id = {str(office.pk): office for office in Office.objects.filter(pk__in=_ids(chosen))}
    found: dict[str, Office] = {}
    for name in sorted(named):
        ways = (name, *sorted(spelt.get(name, {name})))
        by_name = next((known[way] for way in ways if way in known), None)
        office = by_id.get(chosen[name]) if name in chosen else by_name
        if office is not None:
            found[name] = today(office)
    return found


def spellings(paper: Paper) -> dict[str, set[str]]:
    """All ways in which the paper writes an office, by each of them."""
    return {name: {office.name, *office.aliases} for office in paper.offices for name in (office.name, *office.aliases)}


class Directory:
    """Whom a town's plan means by names of several offices or posts; the registers are read once, when first asked."""

    def __init__(self, territory: str) -> None:
        self._territory = territory

    def members(self, name: str) -> list[Office]:
        """The offices that a name of several means: `各社区` every village and community, `各科室` every town office.

        `各分管领导` means the offices in which those posts are.

        Empty for one that cannot be told (`各部门`): the responsibility list says so instead of guessing.
        """
        if is_post(name):
            return list({post.office_id: post.office for post in self.posts(name)}.values())
        if _VILLAGES.search(name):
            return self._villages
        return self._town_offices if _TOWN_OFFICES.search(name) else []

    def posts(self, name: str) -> list[Post]:
        """The registered posts, held or empty, that a post's name means: leaders by their role, the head by title.

        Empty for posts that the register cannot tell by role or title (`责任人`).
        """
        if names_leaders_in_charge(name):
            return [post for post in self._posts if post.role == Role.LEADER and not _is_head(post)]
        return [post for post in self._posts if _is_head(post)] if names_the_head(name) else []

    @cached_property
    def _villages(self) -> list[Office]:
        return list(_living(Office.Level.VILLAGE).filter(territory__startswith=self._territory))

    @cached_property
    def _town_offices(self) -> list[Office]:
        return list(_living(Office.Level.TOWN).filter(territory=self._territory))

    @cached_property
    def _posts(self) -> list[Post]:
        rows = Post.objects.filter(
            not_ended(clock.today()), office__territory=self._territory, office__level=Office.Level.TOWN
        )
        return list(rows.select_related("office", "account").order_by("office__name", "title", "id"))


def _living(level: Office.Level) -> QuerySet[Office]:
    return Office.objects.filter(level=level, valid_to__isnull=True).order_by("name")


def _is_head(post: Post) -> bool:
    return post.title.endswith(_HEAD_TITLES) and "副" not in post.title and "分管" not in post.title


def _ids(chosen: Mapping[str, str]) -> list[str]:
    return [value for value in chosen.values() if value.count("-") == 4]


def heir(office: Office) -> Office:
    """Who owes its new duties: itself while it lives, then its successor or whoever took over by a hand-over."""
    if office.valid_to is None or office.valid_to >= clock.today():
        return office
    found = today(office)
    if found.pk != office.pk:
        return found
    signed = HandOver.objects.filter(from_office=office, from_post__isnull=True, state=HandOver.State.DONE)
    last = signed.order_by("-taken_at").select_related("to_office").first()
    return heir(last.to_office) if last is not None else office


def today(office: Office) -> Office:
    """Who does its work today: the office itself, or the last of its successors."""
    while office.valid_to is not None and office.successor is not None:
        office = office.successor
    return office
