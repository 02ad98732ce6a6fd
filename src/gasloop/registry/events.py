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


@event("registry.installation_changed")
class InstallationChanged(Event, frozen=True, kw_only=True):
    """A part was added, replaced or removed; `expires_on` is an ISO date or empty."""

    installation_id: str
    site_id: str
    kind: str
    expires_on: str
