"""How the states of an evidence folder look."""

from gasloop.oversight.models import EvidenceFolder
from gasloop.shell.looks import Look, dress

dress(
    "oversight.evidencefolder",
    "state",
    {
        EvidenceFolder.State.WAITING: Look("hourglass", "wait"),
        EvidenceFolder.State.BUILDING: Look("progress", "wait"),
        EvidenceFolder.State.DONE: Look("circle-check", "done"),
        EvidenceFolder.State.FAILED: Look("alert-circle", "attention"),
        EvidenceFolder.State.ERASED: Look("trash", "void"),
    },
)
