"""The responsibility list read office by office: what each answers for, which posts are empty, what nobody owns.

"Who supervises a trade also supervises its safety": an office answers for every clause that names it as lead or
support, by its own name or as one of a kind (`各社区`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from gasloop.access.actors import posts_held
from gasloop.access.models import Office, Post
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import NotFound
from gasloop.plan.models import Clause, ClauseOffice, Extract, Objection, PlanDocument
from gasloop.plan.names import NameKind, kind_of_name
from gasloop.plan.offices import Directory, today
from gasloop.plan.queries import plans_for

ANSWERING = (ClauseOffice.Role.LEAD, ClauseOffice.Role.SUPPORT)


@dataclass(frozen=True, slots=True)
class Share:
    """One clause of an office, with the part it has in it; `named` is how the paper calls it there."""

    clause: Clause
    role: str
    chief: bool
    named: str

    @property
    def role_words(self) -> str:
        return str(ClauseOffice.Role(self.role).label)

    def to_json(self) -> JsonObject:
        """As an extract keeps it."""
        return {
            "ref": self.clause.ref,
            "role": self.role,
            "chief": self.chief,
            "named": self.named,
            "text": self.clause.text,
            "deadlines": list(self.clause.deadlines),
        }


@dataclass(slots=True)
class Portion:
    """An office and its shares."""

    office: Office
    shares: list[Share] = field(default_factory=list)
    held: bool = False
    extract: Extract | None = None

    def count(self, role: str) -> int:
        """In how many clauses it has that role."""
        return sum(share.role == role for share in self.shares)

    @property
    def leads(self) -> int:
        return self.count(ClauseOffice.Role.LEAD)

    @property
    def supports(self) -> int:
        return self.count(ClauseOffice.Role.SUPPORT)

    @property
    def counterparts(self) -> int:
        return self.count(ClauseOffice.Role.COUNTERPART)

    @property
    def answers(self) -> bool:
        """Is it owed an extract?"""
        return any(share.role in ANSWERING for share in self.shares)


@dataclass(frozen=True, slots=True)
class Problems:
    """What is wrong with the list itself."""

    unowned: Sequence[Clause]
    unmatched: Sequence[tuple[str, Sequence[Clause]]]
    vague: Sequence[tuple[str, Sequence[Clause]]]
    posts: Sequence[tuple[str, Sequence[Clause]]]
    empty: Sequence[Portion]
    empty_posts: Sequence[Post]
    objections: Sequence[Objection]
    overdue: Sequence[Extract]

    def __bool__(self) -> bool:
        return any(
            (
                self.unowned,
                self.unmatched,
                self.vague,
                self.posts,
                self.empty,
                self.empty_posts,
                self.objections,
                self.overdue,
            )
        )


def chosen_plan(actor: Actor, wanted: str = "") -> PlanDocument | None:
    """The plan asked for by id, or the newest in reach; NotFound for one that is not in reach."""
    plans = plans_for(actor)
    if not wanted:
        return plans.first()
    found = next((plan for plan in plans if str(plan.pk) == wanted), None)
    if found is None:
        raise NotFound
    return found


def portions(document: PlanDocument) -> list[Portion]:
    """Every office that a clause names, with its shares: town offices first, villages, then the district's."""
    found: dict[object, Portion] = {}
    directory = Directory(document.territory)
    shared: set[tuple[object, object, str]] = set()
    for each in _named(document):
        for office in [today(each.office)] if each.office else directory.members(each.named):
            portion = found.setdefault(office.pk, Portion(office))
            if (share := (office.pk, each.clause_id, each.role)) not in shared:
                shared.add(share)
                portion.shares.append(Share(each.clause, each.role, each.chief, each.named))
    held = held_offices(portion.office for portion in found.values())
    extracts = {extract.office_id: extract for extract in extracts_of(document)}
    for portion in found.values():
        portion.held = portion.office.pk in held
        portion.extract = extracts.get(portion.office.pk)
    order = {level: at for at, level in enumerate(Office.Level.values)}
    return sorted(found.values(), key=lambda p: (not p.answers, order[p.office.level], -p.leads, p.office.name))


def _named(document: PlanDocument) -> QuerySet[ClauseOffice]:
    rows = ClauseOffice.objects.filter(clause__document=document).select_related("clause", "office__successor")
    return rows.order_by("clause__position", "position")


def held_offices(offices: Iterable[Office]) -> set[object]:
    """Those in which somebody holds a post today."""
    held = Post.objects.filter(posts_held(clock.today()), office__in=list(offices), account__isnull=False)
    return set(held.values_list("office_id", flat=True))


def extracts_of(document: PlanDocument) -> QuerySet[Extract]:
    """The extracts of a document that are in use."""
    return Extract.objects.filter(document=document, voided_at__isnull=True).select_related("office", "document")


def problems(document: PlanDocument, found: Sequence[Portion]) -> Problems:
    """What the list has to say against itself, worst first on the page."""
    owned = ClauseOffice.objects.filter(clause__document=document, role=ClauseOffice.Role.LEAD)
    open_names: dict[NameKind, dict[str, list[Clause]]] = {kind: {} for kind in NameKind}
    posts: dict[object, Post] = {}
    directory = Directory(document.territory)
    for each in _named(document).filter(office__isnull=True):
        kind = kind_of_name(each.named)
        known = directory.posts(each.named) if kind == NameKind.POST else []
        posts |= {post.pk: post for post in known}
        if not known and not (kind == NameKind.COLLECTIVE and directory.members(each.named)):
            open_names[kind].setdefault(each.named, []).append(each.clause)
    objections = Objection.objects.filter(extract__document=document, state=Objection.State.OPEN)
    late = extracts_of(document).filter(state=Extract.State.SENT, due_at__lt=clock.now())
    return Problems(
        unowned=list(document.clauses.exclude(pk__in=owned.values("clause"))),
        unmatched=_listed(open_names[NameKind.OFFICE]),
        vague=_listed(open_names[NameKind.COLLECTIVE]),
        posts=_listed(open_names[NameKind.POST]),
        empty_posts=[post for post in posts.values() if post.account_id is None],
        empty=[portion for portion in found if portion.answers and not portion.held],
        objections=list(objections.select_related("extract__office").order_by("raised_at")),
        overdue=list(late.order_by("due_at")),
    )


def _listed(found: Mapping[str, list[Clause]]) -> list[tuple[str, Sequence[Clause]]]:
    return [(name, list(dict.fromkeys(clauses))) for name, clauses in found.items()]
