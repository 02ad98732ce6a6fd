"""Reading what stands behind a clause, in the maker's reach: objects in pieces, their visits, hazards and
referrals with a handful of queries a piece, however many there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from gasloop.access.scoping import scoped
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.states import HazardState
from gasloop.inspection.models import Answer, Visit
from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.kernel.actor import Actor
from gasloop.oversight.applying import in_scope_of
from gasloop.oversight.folder.choosing import Choice
from gasloop.oversight.month.listings import with_office_of_visitor
from gasloop.oversight.trace import rules_of_clauses
from gasloop.plan.models import Clause
from gasloop.referral.models import Referral
from gasloop.referral.permissions import REFERRAL_VIEW
from gasloop.registry.models import Site
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.rulebook.models import Rule

PIECE = 100


@dataclass(slots=True)
class Gathered:
    """One object and what was done there about the clause in the period."""

    site: Site
    visits: list[Visit] = field(default_factory=list)
    hazards: list[Hazard] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)

    @property
    def has_something(self) -> bool:
        return bool(self.visits or self.hazards)


@dataclass(frozen=True, slots=True)
class Scope:
    """Who reads what: every query of a folder starts here."""

    actor: Actor
    choice: Choice

    def rules(self, clause: Clause) -> list[Rule]:
        return rules_of_clauses([clause.ref])

    def sites(self, clause: Clause) -> QuerySet[Site]:
        """Objects that the clause's rules apply to, and those where a hazard of the clause was found in the period."""
        hazards = self.hazards(clause)
        mine = in_scope_of(self.rules(clause)) & (Q(state=Site.State.OPEN) | Q(closed_on__gte=self.choice.first))
        if self.choice.office is not None:
            mine &= Q(owner_office=self.choice.office) | Q(pk__in=self.visits().order_by().values("site"))
        rows = Site.objects.filter(voided_at__isnull=True, territory__startswith=self.choice.territory)
        rows = rows.filter(mine | Q(pk__in=hazards.order_by().values("site")))
        return scoped(self.actor, rows, REGISTRY_VIEW).order_by(F("territory").asc(), F("number").asc())

    def visits(self) -> QuerySet[Visit]:
        """Visits of the period, by the office where one was chosen."""
        rows = Visit.objects.filter(
            voided_at__isnull=True,
            territory__startswith=self.choice.territory,
            visited_at__gte=self.choice.begins,
            visited_at__lt=self.choice.ends,
        )
        if self.choice.office is not None:
            rows = with_office_of_visitor(rows).filter(Q(by_office=self.choice.office))
        return scoped(self.actor, rows, VISIT_VIEW)

    def hazards(self, clause: Clause) -> QuerySet[Hazard]:
        """Hazards of the clause that were there on some day of the period."""
        rows = Hazard.objects.filter(
            Q(closed_at__isnull=True) | Q(closed_at__gte=self.choice.begins),
            voided_at__isnull=True,
            clause_refs__contains=[clause.ref],
            territory__startswith=self.choice.territory,
            found_at__lt=self.choice.ends,
        ).exclude(state=HazardState.MERGED)
        if self.choice.office is not None:
            rows = rows.filter(owner_office=self.choice.office)
        return scoped(self.actor, rows, HAZARD_VIEW)

    def gathered(self, clause: Clause) -> Iterator[Gathered]:
        """Every object in scope with its rows, in the order of divisions and numbers."""
        piece: list[Site] = []
        for site in self.sites(clause).select_related("owner_office").iterator(chunk_size=PIECE):
            piece.append(site)
            if len(piece) == PIECE:
                yield from self._filled(clause, piece)
                piece = []
        yield from self._filled(clause, piece)

    def _filled(self, clause: Clause, sites: Sequence[Site]) -> list[Gathered]:
        found = {site.pk: Gathered(site) for site in sites}
        if not found:
            return []
        for visit in self._visits_at(clause, list(found)):
            found[visit.site_id].visits.append(visit)
        hazards = self.hazards(clause).filter(site__in=list(found)).order_by("found_at", "id")
        by_id: dict[UUID, Hazard] = {}
        for hazard in hazards.select_related("site", "rule", "owner_office", "major").prefetch_related("steps"):
            found[hazard.site_id].hazards.append(hazard)
            by_id[hazard.pk] = hazard
        for referral in self._referrals(list(by_id)):
            found[by_id[referral.hazard_id].site_id].referrals.append(referral)
        return list(found.values())

    def _visits_at(self, clause: Clause, sites: list[UUID]) -> QuerySet[Visit]:
        """Visits that asked an item of the clause, and those that came to a closed door."""
        answers = Answer.objects.filter(item__rule__clause_refs__contains=[clause.ref]).select_related("item")
        asked = Q(pk__in=answers.filter(visit__site__in=sites).order_by().values("visit"))
        rows = self.visits().filter(asked | ~Q(result=Visit.Result.CHECKED), site__in=sites)
        return rows.order_by("visited_at", "id").prefetch_related(
            Prefetch("answers", answers.order_by("item__order"), to_attr="of_clause")
        )

    def _referrals(self, hazards: list[UUID]) -> QuerySet[Referral]:
        rows = Referral.objects.filter(voided_at__isnull=True, hazard__in=hazards)
        rows = scoped(self.actor, rows, REFERRAL_VIEW).order_by("sent_at", "id")
        return rows.select_related("hazard__site", "hazard__rule", "to_office", "owner_office")

    def size(self, clauses: Sequence[Clause]) -> int:
        """How many objects there are to go through, over all clauses: the whole of the progress."""
        return sum(self.sites(clause).count() for clause in clauses)
