"""How the states of the register look."""

from gasloop.registry.kinds import Approach, HouseholdResult, ReviewResult
from gasloop.registry.states import CredentialState, HouseholdState, InstallationState, PartyState, SiteState
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
dress(
    "registry.party",
    "state",
    {PartyState.ACTIVE: Look("circle-check", "done"), PartyState.EXITED: Look("ban", "void")},
)
dress(
    "registry.credential",
    "state",
    {
        CredentialState.IN_FORCE: Look("circle-check", "done"),
        CredentialState.SUSPENDED: Look("lock", "attention"),
        CredentialState.REVOKED: Look("ban", "void"),
        CredentialState.ENDED: Look("circle-x", "void"),
        CredentialState.RENEWED: Look("refresh", "void"),
    },
)
dress(
    "registry.review",
    "result",
    {
        ReviewResult.MET: Look("circle-check", "done"),
        ReviewResult.CORRECT: Look("tools", "todo"),
        ReviewResult.NOT_MET: Look("alert-circle", "attention"),
    },
)
dress(
    "registry.household",
    "state",
    {
        HouseholdState.LIVED_IN: Look("home", "plain"),
        HouseholdState.EMPTY: Look("door", "void"),
        HouseholdState.GONE: Look("ban", "void"),
    },
)
dress(
    "registry.household",
    "last_result",
    {
        HouseholdResult.CHECKED: Look("circle-check", "done"),
        HouseholdResult.NOBODY: Look("door", "wait"),
        HouseholdResult.REFUSED: Look("hand-stop", "attention"),
    },
)
dress(
    "registry.household",
    "approach",
    {
        Approach.KNOCK: Look("walk", "plain"),
        Approach.NOTICE: Look("mail", "todo"),
        Approach.SERVED: Look("hourglass", "wait"),
        Approach.REFER: Look("transfer", "attention"),
    },
)
