"""How the states of a device look."""

from gasloop.sensing.states import DeviceState
from gasloop.shell.looks import Look, dress

dress(
    "sensing.device",
    "state",
    {DeviceState.IN_USE: Look("circle-check", "done"), DeviceState.RETIRED: Look("ban", "void")},
)
