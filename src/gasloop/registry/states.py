"""The moves of sites and installations."""

from enum import StrEnum

from gasloop.kernel.states import Move, StateTable


class SiteState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class InstallationState(StrEnum):
    IN_USE = "in_use"
    REPLACED = "replaced"
    REMOVED = "removed"


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
