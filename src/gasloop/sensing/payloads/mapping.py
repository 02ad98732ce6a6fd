"""Other makers' JSON by a layout: paths (JSONPath, RFC 9535), scale, words or bits of the state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import jsonpath
import msgspec

from gasloop.kernel.clock import LEGAL_ZONE
from gasloop.sensing.payloads.rows import PoisonError
from gasloop.sensing.payloads.standard import Item, checked, code_of, moment, state_of

Form = Literal["iso", "unix", "unix_ms", "local"]


class TimeSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`local`: `2026-11-25 10:00:00` in Asia/Shanghai. `of`: whether the path starts at the message or at each item."""

    path: str
    form: Form = "iso"
    of: Literal["message", "item"] = "message"


class StateSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Either `words` (the value as text to state words) or `bits` (bit number to a state word)."""

    path: str
    words: dict[str, list[str]] = {}
    bits: dict[int, str] = {}


class ValueSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The number at `path`, times `scale`, plus `offset`, is the quantity in its unit."""

    quantity: str
    path: str
    scale: float = 1.0
    offset: float = 0.0


class PathSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    path: str


class LayoutSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A layout's file. `source: example` is shown as 示例."""

    name: str
    title: str
    source: str
    protocols: list[str]
    readings: list[ValueSpec]
    each: str = "$"
    time: TimeSpec | None = None
    state: StateSpec | None = None
    channel: PathSpec | None = None


@dataclass(frozen=True, slots=True)
class _Value:
    quantity: str
    path: jsonpath.JSONPath | jsonpath.CompoundJSONPath
    scale: float
    offset: float


class Layout:
    """A layout ready to read with. ValueError for a file that names unknown quantities, words or paths."""

    def __init__(self, spec: LayoutSpec) -> None:
        self.spec = spec
        self._each = jsonpath.compile(spec.each)
        self._values = [_Value(v.quantity, jsonpath.compile(v.path), v.scale, v.offset) for v in spec.readings]
        self._time = jsonpath.compile(spec.time.path) if spec.time else None
        self._state = jsonpath.compile(spec.state.path) if spec.state else None
        self._channel = jsonpath.compile(spec.channel.path) if spec.channel else None
        for value in spec.readings:
            code_of(value.quantity)
        if spec.state:
            for words in spec.state.words.values():
                state_of(words)
            state_of(list(spec.state.bits.values()))

    def items(self, raw: bytes) -> list[Item]:
        """The message in the house's own shape. PoisonError when nothing in it fits."""
        try:
            message = msgspec.json.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
            raise PoisonError(f"not JSON: {wrong}") from None
        found = [self._item(message, each) for each in self._each.findall(message)]
        useful = [item for item in found if item.readings or item.state]
        if not useful:
            raise PoisonError(f"nothing in it that layout {self.spec.name} knows")
        return useful

    def _item(self, message: Any, each: Any) -> Item:
        readings = {}
        for value in self._values:
            got = _first(value.path, each)
            if got is not None:
                readings[value.quantity] = checked(_number(got) * value.scale + value.offset)
        channel = _first(self._channel, each) if self._channel else 0
        return Item(self._when(message, each), readings, self._words(each), int(_number(channel or 0)))

    def _when(self, message: Any, each: Any) -> str | float | None:
        spec = self.spec.time
        if spec is None or self._time is None:
            return None
        got = _first(self._time, message if spec.of == "message" else each)
        if got is None:
            return None
        read: str | float = _READ[spec.form](got)
        return read

    def _words(self, each: Any) -> list[str]:
        spec = self.spec.state
        got = _first(self._state, each) if self._state else None
        if spec is None or got is None:
            return []
        if spec.bits:
            flags = int(_number(got))
            unknown = [bit for bit in range(flags.bit_length()) if flags >> bit & 1 and bit not in spec.bits]
            if unknown:
                raise PoisonError(f"state bit {unknown[0]} is unknown to layout {self.spec.name}")
            return [word for bit, word in spec.bits.items() if flags >> bit & 1]
        if str(got) not in spec.words:
            raise PoisonError(f"state {got!r} is unknown to layout {self.spec.name}")
        return spec.words[str(got)]


def _first(path: Any, where: Any) -> Any:
    found = path.findall(where)
    return found[0] if found else None


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise PoisonError(f"{value!r} is no number")
    try:
        return float(value)
    except ValueError:
        raise PoisonError(f"{value!r} is no number") from None


def _local(value: object) -> str:
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError:
        raise PoisonError(f"{value!r} is no instant") from None
    return (read if read.tzinfo else read.replace(tzinfo=LEGAL_ZONE)).isoformat()


_READ: Mapping[str, Any] = {
    "iso": str,
    "unix": _number,
    "unix_ms": lambda value: _number(value) / 1000,
    "local": _local,
}

__all__ = ["Layout", "LayoutSpec", "moment"]
