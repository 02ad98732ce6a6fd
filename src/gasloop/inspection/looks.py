"""How the results of a visit look."""

from gasloop.inspection.models import Visit
from gasloop.registry.kinds import HouseholdResult
from gasloop.shell.looks import Look, dress

dress(
    "inspection.householdvisit",
    "result",
    {
        HouseholdResult.CHECKED: Look("circle-check", "done"),
        HouseholdResult.NOBODY: Look("door", "wait"),
        HouseholdResult.REFUSED: Look("hand-stop", "attention"),
    },
)
dress(
    "inspection.visit",
    "result",
    {
        Visit.Result.CHECKED: Look("clipboard-check", "done"),
        Visit.Result.NOBODY: Look("door", "wait"),
        Visit.Result.REFUSED: Look("hand-stop", "attention"),
    },
)
