"""The algebra of scope: territory × line of trade (条块), pure. `docs/scope.md` has the page of it.

A grant g reaches a row r when g's role has the capability, r lies in g's territory subtree, and r's line is one of g's
lines. An actor reaches what any one grant reaches: a union of whole posts, never a cross product of their parts.
An outsider's grant (`within` a record) reaches no row by territory; `own` names the records it is within.
"""

from uuid import UUID

from django.db.models import Q

from gasloop.access.capabilities import Capability
from gasloop.kernel import territory as paths
from gasloop.kernel.actor import Actor, Grant


def granting(actor: Actor, capability: Capability) -> tuple[Grant, ...]:
    """The actor's grants over territory whose role has the capability."""
    return tuple(g for g in actor.grants if g.role in capability.roles and g.within is None)


def may(actor: Actor, capability: Capability) -> bool:
    """Has the actor the capability anywhere at all?"""
    return actor.kind == "system" or any(g.role in capability.roles for g in actor.grants)


def own(actor: Actor, capability: Capability, kind: str) -> frozenset[UUID]:
    """The records of `kind` (party, campaign) that an outsider's posts with the capability are within."""
    return frozenset(
        g.within.id
        for g in actor.grants
        if g.role in capability.roles and g.within is not None and g.within.kind == kind
    )


def is_outside(actor: Actor) -> bool:
    """Is it somebody with outsider's posts only (an enterprise, an expert)?"""
    return bool(actor.grants) and all(g.within is not None for g in actor.grants)


def reaches(actor: Actor, capability: Capability, *, territory: str, line: str) -> bool:
    """May the actor use the capability on a row in `territory` and `line`? An empty line is every line's business."""
    if actor.kind == "system":
        return True
    return any(_grant_reaches(g, territory, line) for g in granting(actor, capability))


def _grant_reaches(grant: Grant, territory: str, line: str) -> bool:
    return paths.contains(grant.territory, territory) and (grant.lines is None or not line or line in grant.lines)


def covers(actor: Actor, capability: Capability, *, territory: str, lines: frozenset[str] | None) -> bool:
    """Lies the whole of `territory` × `lines` (None: every line) within one of the actor's posts?

    Who gives posts away may give no more than this, or two half posts would add up to a whole one.
    """
    if actor.kind == "system":
        return True
    return any(_grant_covers(g, territory, lines) for g in granting(actor, capability))


def _grant_covers(grant: Grant, territory: str, lines: frozenset[str] | None) -> bool:
    if not paths.contains(grant.territory, territory):
        return False
    return grant.lines is None or (lines is not None and lines <= grant.lines)


def scope_filter(actor: Actor, capability: Capability, *, prefix: str = "") -> Q:
    """The same as a condition on rows with `territory` and `line` (below the relation `prefix`, such as `site__`)."""
    if actor.kind == "system":
        return Q()
    condition = Q(pk__in=[])
    for grant in granting(actor, capability):
        part = Q(**{f"{prefix}territory__startswith": grant.territory}) if grant.territory else Q()
        if grant.lines is not None:
            part &= Q(**{f"{prefix}line__in": ["", *sorted(grant.lines)]})
        condition |= part or Q(pk__isnull=False)
    return condition
