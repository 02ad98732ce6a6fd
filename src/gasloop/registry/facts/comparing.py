"""Facts as columns, and what a correction changes."""

from dataclasses import asdict
from decimal import Decimal
from typing import TypeAlias

from gasloop.registry.facts.households import BuildingFacts, HouseholdFacts
from gasloop.registry.facts.objects import InstallationFacts, PartyFacts, SiteFacts
from gasloop.registry.facts.people import CredentialFacts, PersonFacts
from gasloop.registry.facts.services import ServiceFacts

Facts: TypeAlias = (
    PartyFacts
    | SiteFacts
    | InstallationFacts
    | PersonFacts
    | CredentialFacts
    | BuildingFacts
    | HouseholdFacts
    | ServiceFacts
)


def columns(facts: Facts) -> dict[str, object]:
    """The facts as columns of the record."""
    return asdict(facts)


def differences(before: Facts, after: Facts) -> dict[str, tuple[object, object]]:
    """The columns that differ: name → (before, after)."""
    old, new = asdict(before), asdict(after)
    return {name: (old[name], new[name]) for name in old if not _same(old[name], new[name])}


def _same(old: object, new: object) -> bool:
    return Decimal(str(old)) == Decimal(str(new)) if isinstance(old, Decimal) and new is not None else old == new
