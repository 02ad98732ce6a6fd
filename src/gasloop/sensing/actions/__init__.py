"""The verbs of the register of devices."""

from gasloop.sensing.actions.changing import correct_device, retire_device, rotate_credential
from gasloop.sensing.actions.importing import import_devices
from gasloop.sensing.actions.registering import Registered, adopt_sender, register_device

__all__ = [
    "Registered",
    "adopt_sender",
    "correct_device",
    "import_devices",
    "register_device",
    "retire_device",
    "rotate_credential",
]
