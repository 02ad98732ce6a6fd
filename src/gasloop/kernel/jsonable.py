"""JSON values and their one canonical byte form, over which every digest is taken."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

import msgspec

JsonValue = None | bool | int | float | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"]
JsonObject = Mapping[str, JsonValue]

_encoder = msgspec.json.Encoder(order="deterministic")


def plain(value: object) -> JsonValue:
    """Turn a field's value into JSON: UUIDs, enums, decimals as text, instants ISO 8601 in UTC, dates ISO.

    TypeError for anything else, so that a digest never depends on a `repr`.
    """
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int() | float() | str():
            return value
        case UUID() | Decimal():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case Mapping():
            return {str(k): plain(v) for k, v in value.items()}
        case list() | tuple():
            return [plain(v) for v in value]
        case set() | frozenset():
            return sorted((plain(v) for v in value), key=str)
    raise TypeError(f"{type(value).__name__} has no JSON form here")


def canonical(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no blanks; equal values give equal bytes."""
    return _encoder.encode(value if value.__class__ is str else plain(value))
