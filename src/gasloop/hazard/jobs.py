"""What time does to hazards."""

from datetime import datetime

from gasloop.hazard.actions import lapse_extensions
from gasloop.relay.sweeps import sweep


@sweep("hazard.lapse_extensions")
def lapse(at: datetime) -> int:
    """A request nobody decided falls with the deadline it wanted moved."""
    return lapse_extensions(at=at)
