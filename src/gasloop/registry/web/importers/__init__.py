"""How the register's ledgers come in from Excel: a field per column."""

from gasloop.registry.web.importers.grid import (
    BuildingImporter,
    HouseholdImporter,
    PropertyManagerImporter,
    TechnicalServiceImporter,
)
from gasloop.registry.web.importers.hall import DivisionImporter, OfficeImporter, PostImporter
from gasloop.registry.web.importers.objects import InstallationImporter, PartyImporter, SiteImporter
from gasloop.registry.web.importers.people import CredentialImporter, PersonImporter

__all__ = [
    "BuildingImporter", "CredentialImporter", "DivisionImporter", "HouseholdImporter", "InstallationImporter",
    "OfficeImporter", "PartyImporter", "PersonImporter", "PostImporter", "PropertyManagerImporter", "SiteImporter",
    "TechnicalServiceImporter",
]  # fmt: skip
