"""How severity, confidence and the state of a source look."""

from gasloop.rulebook.choices import Confidence, PowerGrant, Severity, SourceStatus, TakenBy
from gasloop.shell.looks import Look, dress

_CONFIDENCE: dict[str, Look] = {
    Confidence.V1: Look("rosette-discount-check", "done"),
    Confidence.V2: Look("circle-check", "done"),
    Confidence.V3: Look("question-mark", "wait"),
    Confidence.K: Look("question-mark", "wait"),
    Confidence.R: Look("question-mark", "wait"),
    Confidence.D: Look("adjustments"),
}

dress(
    "rulebook.rule", "severity", {Severity.GENERAL: Look("point"), Severity.MAJOR: Look("alert-hexagon", "attention")}
)
for _model in ("rulebook.basis", "rulebook.legalsource", "rulebook.constant", "rulebook.measure", "rulebook.power"):
    dress(_model, "confidence", _CONFIDENCE)
dress(
    "rulebook.legalsource",
    "status",
    {
        SourceStatus.IN_FORCE: Look("circle-check", "done"),
        SourceStatus.SUPERSEDED: Look("ban", "void"),
        SourceStatus.UPCOMING: Look("hourglass", "wait"),
        SourceStatus.UNSURE: Look("question-mark", "wait"),
    },
)
dress(
    "rulebook.measure",
    "taken_by",
    {
        TakenBy.TOWN: Look("circle-check", "done"),
        TakenBy.DEPARTMENT: Look("arrow-right"),
        TakenBy.POLICE: Look("arrow-right"),
    },
)
dress(
    "rulebook.power",
    "grant",
    {
        PowerGrant.HELD: Look("circle-check", "done"),
        PowerGrant.ASSIST: Look("circle-check"),
        PowerGrant.LISTED: Look("circle-check", "done"),
        PowerGrant.NOT_LISTED: Look("ban", "wait"),
    },
)
