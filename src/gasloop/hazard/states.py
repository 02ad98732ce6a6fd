"""The states of a hazard and the moves between them, as data (`docs/architecture.md` draws them)."""

from enum import StrEnum

from gasloop.kernel.states import Move, StateTable


class HazardState(StrEnum):
    """Where in the loop a hazard stands."""

    FOUND = "found"
    ORDERED = "ordered"
    RECTIFIED = "rectified"
    CLOSED = "closed"
    SETTLED = "settled"
    REBOUND = "rebound"
    VOIDED = "voided"
    MERGED = "merged"
    ASIDE = "aside"


OPEN_STATES = (HazardState.FOUND, HazardState.ORDERED, HazardState.RECTIFIED)

# The steps whose photos show a hazard as it was found, and as it was put right.
SHOWS_BEFORE = frozenset({"open"})
SHOWS_AFTER = frozenset({"rectify", "rectify_elsewhere", "fix_on_spot"})

MOVES = StateTable(
    "hazard",
    [
        Move("order", HazardState.FOUND, HazardState.ORDERED),
        Move("fix_on_spot", HazardState.FOUND, HazardState.CLOSED),
        Move("rectify", HazardState.ORDERED, HazardState.RECTIFIED),
        Move("rectify_elsewhere", HazardState.FOUND, HazardState.RECTIFIED),
        Move("recheck_pass", HazardState.RECTIFIED, HazardState.CLOSED),
        Move("recheck_fail", HazardState.RECTIFIED, HazardState.ORDERED),
        Move("look_back_fine", HazardState.CLOSED, HazardState.SETTLED),
        Move("look_back_rebound", HazardState.CLOSED, HazardState.REBOUND),
        Move("void", HazardState.FOUND, HazardState.VOIDED),
        Move("void", HazardState.ORDERED, HazardState.VOIDED),
        Move("merge", HazardState.FOUND, HazardState.MERGED),
        Move("merge", HazardState.ORDERED, HazardState.MERGED),
        Move("unmerge_found", HazardState.MERGED, HazardState.FOUND),
        Move("unmerge_ordered", HazardState.MERGED, HazardState.ORDERED),
        Move("lay_aside", HazardState.FOUND, HazardState.ASIDE),
        Move("lay_aside", HazardState.ORDERED, HazardState.ASIDE),
        Move("lay_aside", HazardState.RECTIFIED, HazardState.ASIDE),
        Move("take_up_found", HazardState.ASIDE, HazardState.FOUND),
        Move("take_up_ordered", HazardState.ASIDE, HazardState.ORDERED),
        Move("take_up_rectified", HazardState.ASIDE, HazardState.RECTIFIED),
    ],
)
