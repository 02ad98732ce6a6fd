"""What the registry tells the rooms above: an object appeared, changed, left the market; a part was changed."""

from gasloop.bus.events import Event, event


@event("registry.site_registered")
class SiteRegistered(Event, frozen=True, kw_only=True):
    site_id: str
    kind: str
    line: str


@event("registry.site_corrected")
class SiteCorrected(Event, frozen=True, kw_only=True):
    """`fields` are the columns that changed."""

    site_id: str
    fields: tuple[str, ...]


@event("registry.site_closed")
class SiteClosed(Event, frozen=True, kw_only=True):
    """The site stopped or left the market on `day` (ISO date); open duties on it are the listeners' business."""

    site_id: str
    day: str


@event("registry.site_reopened")
class SiteReopened(Event, frozen=True, kw_only=True):
    site_id: str
    day: str


@event("registry.batch_written")
class BatchWritten(Event, frozen=True, kw_only=True):
    """Many records of one kind were registered, corrected or voided at once; the evidence entry names them."""

    kind: str
    act: str
    entry_id: str
    count: int


@event("registry.installation_changed")
class InstallationChanged(Event, frozen=True, kw_only=True):
    """A part was added, replaced or removed; `expires_on` is an ISO date or empty."""

    installation_id: str
    site_id: str
    kind: str
    expires_on: str


@event("registry.party_exited")
class PartyExited(Event, frozen=True, kw_only=True):
    """The party left the market on `day` (ISO date); its sites and credentials have told so themselves."""

    party_id: str
    day: str


@event("registry.party_entered")
class PartyEntered(Event, frozen=True, kw_only=True):
    party_id: str
    day: str


@event("registry.credential_changed")
class CredentialChanged(Event, frozen=True, kw_only=True):
    """A licence or certificate was registered, corrected, renewed, held back, ended or has to be reviewed.

    `valid_to` is an ISO date or empty (长期).
    """

    credential_id: str
    kind: str
    state: str
    valid_to: str


@event("registry.household_approach")
class HouseholdApproach(Event, frozen=True, kw_only=True):
    """What has to be done to get into a household changed (`kinds.Approach`)."""

    household_id: str
    approach: str
