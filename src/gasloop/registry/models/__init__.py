"""What the register holds."""

from gasloop.registry.models.households import Building, Household
from gasloop.registry.models.objects import Installation, Party, Site
from gasloop.registry.models.people import Credential, Person, Review
from gasloop.registry.models.services import Service

__all__ = ["Building", "Credential", "Household", "Installation", "Party", "Person", "Review", "Service", "Site"]
