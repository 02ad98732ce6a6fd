"""What a person states about a record of the register, checked and brought into its normal form."""

from gasloop.registry.facts.comparing import Facts, columns, differences
from gasloop.registry.facts.households import BuildingFacts, HouseholdFacts
from gasloop.registry.facts.objects import InstallationFacts, PartyFacts, SiteFacts
from gasloop.registry.facts.people import CredentialFacts, PersonFacts
from gasloop.registry.facts.services import ServiceFacts

__all__ = [
    "BuildingFacts",
    "CredentialFacts",
    "Facts",
    "HouseholdFacts",
    "InstallationFacts",
    "PartyFacts",
    "PersonFacts",
    "ServiceFacts",
    "SiteFacts",
    "columns",
    "differences",
]
