"""A shape as a file has it: a name, a code, polygons in the file's own coordinates."""

from collections.abc import Mapping
from dataclasses import dataclass

Point = tuple[float, float]  # east, north
Ring = list[Point]
Polygon = list[Ring]  # the outer ring first, then its holes

# What surveying offices call the columns (国土、民政 and grid data), in the order they are believed.
NAMES = ("name", "名称", "网格名称", "zldwmc", "xzqmc", "qsdwmc", "村名", "社区", "村社区", "mc", "title", "label")
CODES = ("code", "代码", "区划代码", "zldwdm", "xzqdm", "网格编号", "dm", "id")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One shape; `name` and `code` are empty where the file has none."""

    name: str
    code: str
    polygons: tuple[Polygon, ...]


def named(properties: Mapping[str, object]) -> tuple[str, str]:
    """Name and code among a shape's properties; the first text stands for a name nobody recognises."""
    known = {str(key).strip().lower(): str(value).strip() for key, value in properties.items() if value is not None}
    name = next((known[key] for key in NAMES if known.get(key)), "")
    code = next((known[key] for key in CODES if known.get(key)), "")
    if not name:
        name = next((text for key, text in known.items() if key not in CODES and text and not _is_number(text)), "")
    return name[:120], code[:40]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
