"""How the states of the register look."""

from gasloop.registry.states import InstallationState, SiteState
from gasloop.shell.looks import Look, dress

dress(
    "registry.site",
    "state",
    {SiteState.OPEN: Look("circle-check", "done"), SiteState.CLOSED: Look("ban", "void")},
)
dress(
    "registry.installation",
    "state",
    {
        InstallationState.IN_USE: Look("circle-check", "done"),
        InstallationState.REPLACED: Look("repeat", "void"),
        InstallationState.REMOVED: Look("ban", "void"),
    },
)
