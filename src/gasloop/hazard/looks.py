"""How the states of a hazard look."""

from gasloop.hazard.models import Hazard
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
    },
)
dress(
    "hazard.hazard",
    "severity",
    {Hazard.Severity.GENERAL: Look("point"), Hazard.Severity.MAJOR: Look("alert-hexagon", "attention")},
)
