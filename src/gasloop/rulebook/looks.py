"""How severity, confidence and the state of a source look."""

from gasloop.rulebook.choices import Confidence, Severity, SourceStatus
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
for _model in ("rulebook.basis", "rulebook.legalsource", "rulebook.constant", "rulebook.measure"):
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
