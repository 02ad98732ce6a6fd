"""The moves of parties, sites, installations, credentials."""

from enum import StrEnum

from gasloop.kernel.states import Move, StateTable


class SiteState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class InstallationState(StrEnum):
    IN_USE = "in_use"
    REPLACED = "replaced"
    REMOVED = "removed"


class PartyState(StrEnum):
    ACTIVE = "active"
    EXITED = "exited"


class CredentialState(StrEnum):
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    ENDED = "ended"
    RENEWED = "renewed"


class HouseholdState(StrEnum):
    LIVED_IN = "lived_in"
    EMPTY = "empty"
    GONE = "gone"


PARTY_STATES = StateTable(
    "party",
    (
        Move("exit", PartyState.ACTIVE, PartyState.EXITED),
        Move("enter", PartyState.EXITED, PartyState.ACTIVE),
    ),
)

CREDENTIAL_STATES = StateTable(
    "credential",
    (
        Move("suspend", CredentialState.IN_FORCE, CredentialState.SUSPENDED),
        Move("resume", CredentialState.SUSPENDED, CredentialState.IN_FORCE),
        Move("revoke", CredentialState.IN_FORCE, CredentialState.REVOKED),
        Move("revoke", CredentialState.SUSPENDED, CredentialState.REVOKED),
        Move("end", CredentialState.IN_FORCE, CredentialState.ENDED),
        Move("end", CredentialState.SUSPENDED, CredentialState.ENDED),
        Move("renew", CredentialState.IN_FORCE, CredentialState.RENEWED),
    ),
)

SITE_STATES = StateTable(
    "site",
    (
        Move("close", SiteState.OPEN, SiteState.CLOSED),
        Move("reopen", SiteState.CLOSED, SiteState.OPEN),
    ),
)

INSTALLATION_STATES = StateTable(
    "installation",
    (
        Move("replace", InstallationState.IN_USE, InstallationState.REPLACED),
        Move("remove", InstallationState.IN_USE, InstallationState.REMOVED),
    ),
)
