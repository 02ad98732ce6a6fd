"""What is known of a site beyond its common columns, declared by kind: name, type, unit, span.

An attribute that is absent is unknown; a rule whose condition looks at it then applies (better asked once too often).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from gasloop.kernel.jsonable import JsonObject, JsonValue
from gasloop.kernel.refusal import Refusal, sentence

Type = Literal["yes_no", "count", "number", "text"]

EATING = frozenset({"restaurant", "canteen", "hotel"})
CROWDED = EATING | {"school", "hospital", "welfare_home", "scenic_spot", "market"}
USERS = CROWDED | {"other_unit"}
EVERY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attribute:
    """`title` is a Chinese source string; `kinds` the site kinds that have it (none: all); `most` the plausible end."""

    name: str
    title: str
    type: Type
    kinds: frozenset[str] = EVERY
    unit: str = ""
    most: int = 0


ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("area_m2", sentence("建筑面积"), "number", unit="㎡", most=1_000_000),
    Attribute("staff", sentence("从业人员"), "count", unit=sentence("人"), most=100_000),
    Attribute(
        "seats", sentence("餐位数"), "count", EATING | {"school", "hospital", "welfare_home"}, sentence("个"), 50_000
    ),
    Attribute(
        "beds", sentence("床位数"), "count", frozenset({"hotel", "hospital", "welfare_home"}), sentence("张"), 50_000
    ),
    Attribute("students", sentence("在校学生"), "count", frozenset({"school"}), sentence("人"), 100_000),
    Attribute("basement", sentence("在地下或半地下空间用气"), "yes_no", USERS),
    Attribute("closed_kitchen", sentence("暗厨房或密闭用气空间"), "yes_no", USERS),
    Attribute("high_rise", sentence("位于高层建筑"), "yes_no", USERS),
    Attribute("cylinder_room", sentence("设有专用气瓶间"), "yes_no", USERS),
    Attribute("cylinders_kg", sentence("存放气瓶总重量"), "number", USERS, "kg", 100_000),
    Attribute("burners", sentence("灶眼数"), "count", USERS, most=5_000),
    Attribute("opening_hours", sentence("营业时间"), "text", USERS),
    Attribute(
        "vehicles",
        sentence("营运车辆"),
        "count",
        frozenset({"carrier", "bottled_gas_operator"}),
        sentence("辆"),
        100_000,
    ),
    Attribute(
        "own_cylinders", sentence("自有气瓶"), "count", frozenset({"filling_station"}), sentence("只"), 10_000_000
    ),
    Attribute("pressure", sentence("压力级制"), "text", frozenset({"pipeline"})),
    Attribute("built_year", sentence("建成年份"), "count", frozenset({"pipeline"}), "", 2200),
)

_BY_NAME = {a.name: a for a in ATTRIBUTES}
TEXT_LIMIT = 200
_YES = {True: True, False: False, "true": True, "false": False, "yes": True, "no": False, "是": True, "否": False}


def attributes_of(kind: str) -> tuple[Attribute, ...]:
    """The attributes a site of this kind may have, in the order of the form."""
    return tuple(a for a in ATTRIBUTES if not a.kinds or kind in a.kinds)


def checked_attributes(kind: str, given: Mapping[str, object]) -> JsonObject:
    """The attributes in their normal form, empty ones left out; Refusal naming the attribute and what it takes."""
    found: dict[str, JsonValue] = {}
    for name, value in given.items():
        attribute = _BY_NAME.get(name)
        if attribute is None or (attribute.kinds and kind not in attribute.kinds):
            raise Refusal(
                "registry.attribute.unknown",
                sentence("这类对象没有“{name}”这一项。请删去，或换成登记表里有的项目。"),
                field=f"attributes.{name}",
                params={"name": name},
            )
        if value is not None and value != "":
            found[name] = _checked(attribute, value)
    return dict(sorted(found.items()))


def _checked(attribute: Attribute, value: object) -> JsonValue:
    match attribute.type:
        case "yes_no":
            if isinstance(value, bool | str) and value in _YES:
                return _YES[value]
            raise _refusal(attribute, value, sentence("“{title}”请填是或否，现在是“{value}”。"))
        case "count":
            number = _number(attribute, value)
            if number != number.to_integral_value():
                raise _refusal(attribute, value, sentence("“{title}”请填整数，现在是“{value}”。"))
            return int(number)
        case "number":
            return float(_number(attribute, value))
        case "text":
            text = str(value).strip()
            if len(text) > TEXT_LIMIT:
                raise _refusal(attribute, text[:20], sentence("“{title}”太长，请写在200字以内。"))
            return text


def _number(attribute: Attribute, value: object) -> Decimal:
    try:
        number = Decimal(str(value).strip()) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise _refusal(attribute, value, sentence("“{title}”请填数字，现在是“{value}”。"))
    if number < 0 or (attribute.most and number > attribute.most):
        raise _refusal(attribute, value, sentence("“{title}”填了{value}，应在0到{most}之间。请核对单位和小数点。"))
    return number


def _refusal(attribute: Attribute, value: object, text: str) -> Refusal:
    return Refusal(
        "registry.attribute.value",
        text,
        field=f"attributes.{attribute.name}",
        params={"title": attribute.title, "value": str(value), "most": attribute.most},
    )
