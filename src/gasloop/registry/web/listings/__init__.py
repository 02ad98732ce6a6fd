"""The ledgers of the register and of the town hall."""

from gasloop.registry.web.listings.hall import AccountListing, DivisionListing, OfficeListing, PostListing
from gasloop.registry.web.listings.households import (
    BuildingListing,
    HouseholdListing,
    PropertyManagerListing,
    TechnicalServiceListing,
)
from gasloop.registry.web.listings.objects import InstallationListing, PartyListing, SiteListing
from gasloop.registry.web.listings.people import CredentialListing, PersonListing
from gasloop.registry.web.listings.tokens import TokenListing

__all__ = [
    "AccountListing",
    "BuildingListing",
    "CredentialListing",
    "DivisionListing",
    "HouseholdListing",
    "InstallationListing",
    "OfficeListing",
    "PartyListing",
    "PersonListing",
    "PostListing",
    "PropertyManagerListing",
    "SiteListing",
    "TechnicalServiceListing",
    "TokenListing",
]
