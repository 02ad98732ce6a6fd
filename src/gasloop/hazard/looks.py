"""How the states of a hazard look."""

from gasloop.hazard.models import Extension, Hazard
from gasloop.hazard.models.major import MajorState
from gasloop.hazard.states import HazardState
from gasloop.shell.looks import Look, dress

dress(
    "hazard.hazard",
    "state",
    {
        HazardState.FOUND: Look("alert-circle", "todo"),
        HazardState.ORDERED: Look("tool", "todo"),
        HazardState.RECTIFIED: Look("eye", "wait"),
        HazardState.CLOSED: Look("circle-check", "done"),
        HazardState.SETTLED: Look("checks", "done"),
        HazardState.REBOUND: Look("refresh-alert", "attention"),
        HazardState.VOIDED: Look("ban", "void"),
        HazardState.MERGED: Look("arrow-merge", "void"),
        HazardState.ASIDE: Look("player-pause", "wait"),
    },
)
dress(
    "hazard.hazard",
    "severity",
    {Hazard.Severity.GENERAL: Look("point"), Hazard.Severity.MAJOR: Look("alert-hexagon", "attention")},
)
dress(
    "hazard.extension",
    "state",
    {
        Extension.State.ASKED: Look("hourglass", "wait"),
        Extension.State.GRANTED: Look("circle-check", "done"),
        Extension.State.REFUSED: Look("circle-x", "attention"),
        Extension.State.LAPSED: Look("clock-off", "void"),
    },
)
dress(
    "hazard.majorcase",
    "state",
    {
        MajorState.TO_REPORT: Look("alert-circle", "todo"),
        MajorState.REPORTED: Look("send", "wait"),
        MajorState.LISTED: Look("flag", "attention"),
        MajorState.DELISTED: Look("flag-off", "done"),
        MajorState.DROPPED: Look("ban", "void"),
    },
)
