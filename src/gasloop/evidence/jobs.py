"""The log's sweep."""

from datetime import datetime, timedelta

from gasloop.evidence.sealing import seal_pending
from gasloop.relay.sweeps import sweep


@sweep("evidence.seal", every=timedelta(seconds=5))
def seal(at: datetime) -> int:
    """Seal what was appended since the last seal."""
    made = seal_pending(at)
    return made.count if made else 0
