"""Terminal parameters, for 0x0104, 0x8103 and 0x8106 of JT/T 808: {id DWORD, length BYTE, value}.

Only the parameters this platform sets are read by name; every other keeps its bytes as hex under its id.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gateways.jt808.faults import FrameError
from gateways.jt808.fields import Body, Reader, hex_bytes, number_bytes, rows, text_bytes, text_of, whole, words


@dataclass(frozen=True, slots=True)
class Parameter:
    """`text` parameters are STRINGs, the others one DWORD in the unit the name ends in."""

    id: int
    name: str
    text: bool = False


KNOWN: Mapping[int, Parameter] = {
    parameter.id: parameter
    for parameter in (
        Parameter(0x0001, "heartbeat_s"),
        Parameter(0x0013, "server", text=True),
        Parameter(0x0029, "interval_s"),
        Parameter(0x0050, "alarm_mask"),
        Parameter(0x0055, "max_speed_kmh"),
        Parameter(0x0057, "driving_limit_s"),
        Parameter(0x0083, "plate", text=True),
    )
}


def _show(parameter_id: int, raw: bytes) -> Body:
    shown: Body = {"id": f"0x{parameter_id:04X}"}
    known = KNOWN.get(parameter_id)
    if known and known.text:
        return shown | {"name": known.name, "value": text_of(raw)}
    if known and len(raw) == 4:
        return shown | {"name": known.name, "value": int.from_bytes(raw, "big")}
    return shown | {"hex": raw.hex()}


def _raw(row: Body, parameter_id: int) -> bytes:
    known = KNOWN.get(parameter_id)
    if "hex" in row:
        return hex_bytes(words(row, "hex"), "hex")
    if known is None:
        raise FrameError(f"parameter 0x{parameter_id:04X} is not known here: give its bytes as hex")
    if known.text:
        return text_bytes(words(row, "value"), known.name)
    return number_bytes(whole(row, "value"), 4, known.name)


@dataclass(frozen=True, slots=True)
class Parameters:
    """A count BYTE, then parameters."""

    name: str = "params"

    def read(self, reader: Reader, body: Body) -> None:
        found: list[Body] = []
        for _ in range(reader.number(1, "count of params")):
            parameter_id = reader.number(4, "parameter id")
            size = reader.number(1, f"length of parameter 0x{parameter_id:04X}")
            found.append(_show(parameter_id, reader.take(size, f"parameter 0x{parameter_id:04X}")))
        body[self.name] = found

    def write(self, out: bytearray, body: Body) -> None:
        listed = rows(body, self.name)
        out += number_bytes(len(listed), 1, "count of params")
        for row in listed:
            parameter_id = int.from_bytes(hex_bytes(words(row, "id").removeprefix("0x"), "id"), "big")
            raw = _raw(row, parameter_id)
            out += number_bytes(parameter_id, 4, "parameter id")
            out += number_bytes(len(raw), 1, f"length of parameter 0x{parameter_id:04X}") + raw
