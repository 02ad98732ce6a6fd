"""What one look at a ledger works with: who looks, where they reach, and lists of choices read once."""

from collections.abc import Callable, Iterable
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from gasloop.access.capabilities import Capability
from gasloop.access.models import Territory
from gasloop.access.scope import granting
from gasloop.access.unchanged import Unchanged
from gasloop.kernel.actor import Actor

Option = tuple[str, str]
Tables = tuple[type[models.Model], ...]


class Desk:
    """One request's (or one export's) view of the surroundings."""

    def __init__(self, actor: Actor, capability: Capability, model: type[models.Model]) -> None:
        self.actor = actor
        self.capability = capability
        self.model = model
        self.unchanged = Unchanged()
        self._options: dict[int, dict[str, str]] = {}

    def options(self, owner: object, load: Callable[[], Iterable[Option]]) -> dict[str, str]:
        """The choices of a filter, read once."""
        if id(owner) not in self._options:
            self._options[id(owner)] = dict(load())
        return self._options[id(owner)]

    @cached_property
    def reach(self) -> Q | None:
        """The territories the actor's posts reach with the capability, as a condition on `path`; None for all."""
        if self.actor.kind == "system":
            return None
        condition = Q(pk__in=[])
        for grant in granting(self.actor, self.capability):
            if not grant.territory:
                return None
            condition |= Q(path__startswith=grant.territory)
        return condition

    def reaches(self) -> tuple[str, ...] | None:
        """The same as beginnings of paths, for comparing without a query; None for all."""
        if self.actor.kind == "system":
            return None
        found = tuple(grant.territory for grant in granting(self.actor, self.capability))
        return None if "" in found else found

    @cached_property
    def places(self) -> dict[str, str]:
        """Names of divisions by path. A district has some thousands of them."""
        return self.unchanged.get("places", (Territory,), lambda: dict(Territory.objects.values_list("path", "name")))

    def reached(self, load: Callable[["Desk"], Iterable[Option]], tables: Tables) -> dict[str, str]:
        """Choices that depend on what the posts reach, on the language and on `tables`, and on nothing else."""
        key = (load, self.reaches(), get_language())
        return self.unchanged.get(key, tables, lambda: dict(load(self)))
