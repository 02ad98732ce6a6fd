"""Register maps as data: what stands at which address, in what form, times what is which quantity."""

from functools import cache
from importlib import resources
from typing import Literal

import msgspec
import yaml

Table = Literal["holding", "input"]
NumberType = Literal["uint16", "int16", "uint32", "int32", "float32", "uint64", "float64"]
WORDS: dict[str, int] = {"uint16": 1, "int16": 1, "uint32": 2, "int32": 2, "float32": 2, "uint64": 4, "float64": 4}


class Read(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`address` counts from 0. `order`: which word of a longer number comes first. Value = raw x scale + offset."""

    quantity: str
    table: Table
    address: int
    type: NumberType = "uint16"
    scale: float = 1.0
    offset: float = 0.0
    order: Literal["big", "little"] = "big"

    @property
    def words(self) -> int:
        return WORDS[self.type]


class StateRead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bits of the state: single bits (coil, discrete) or those of one register (holding, input)."""

    table: Literal["coil", "discrete", "holding", "input"]
    address: int
    bits: dict[int, str]


class RegisterMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A map's file. `every_s`: seconds between two polls. `source: example` is shown as 示例."""

    name: str
    title: str
    source: str
    reads: list[Read]
    every_s: float = 30.0
    state: StateRead | None = None


@cache
def maps() -> dict[str, RegisterMap]:
    """Every map by name; msgspec.ValidationError for a file that is wrong."""
    found = {}
    for file in resources.files("gateways.modbus.maps").iterdir():
        if file.name.endswith(".yaml"):
            each = msgspec.convert(yaml.safe_load(file.read_text("utf-8")), RegisterMap)
            found[each.name] = each
    return dict(sorted(found.items()))


def map_names() -> tuple[str, ...]:
    """The names a device's register entry may hold."""
    return tuple(maps())
