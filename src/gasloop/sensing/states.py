"""The moves of a device."""

from enum import StrEnum

from gasloop.kernel.states import Move, StateTable


class DeviceState(StrEnum):
    IN_USE = "in_use"
    RETIRED = "retired"


DEVICE_STATES = StateTable("device", (Move("retire", DeviceState.IN_USE, DeviceState.RETIRED),))
