"""Which layouts there are, per protocol: the profiles a device's register entry may name."""

from functools import cache
from importlib import resources

import msgspec
import yaml

from gasloop.sensing.kinds import DeviceProtocol
from gasloop.sensing.payloads.mapping import Layout, LayoutSpec
from gateways.gb26875.profile import PROFILES
from gateways.modbus.maps import map_names

STANDARD = "standard"


@cache
def layouts() -> dict[str, Layout]:
    """Every layout file by name; ValueError for one that is wrong."""
    folder = resources.files("gasloop.sensing.payloads") / "layouts"
    specs = [
        msgspec.convert(yaml.safe_load(file.read_text("utf-8")), LayoutSpec)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    ]
    return {spec.name: Layout(spec) for spec in specs}


def profile_names(protocol: str) -> list[str]:
    """What may stand in the register for a device of this protocol."""
    match protocol:
        case DeviceProtocol.GB26875:
            return list(PROFILES)
        case DeviceProtocol.MODBUS:
            return list(map_names())
        case DeviceProtocol.JT808:
            return [STANDARD]
    return [STANDARD, *(name for name, layout in layouts().items() if protocol in layout.spec.protocols)]


def is_example(profile: str) -> bool:
    """Must it be shown as 示例?"""
    layout = layouts().get(profile)
    return (layout is not None and layout.spec.source == "example") or profile.startswith("example-")
