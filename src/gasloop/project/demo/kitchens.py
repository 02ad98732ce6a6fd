"""What the demonstration's objects are called, what is asked there and answered, what is then said and done.

Invented, and marked 示例 wherever it could be taken for somebody.
"""

import random

from gasloop.kernel.jsonable import JsonValue
from gasloop.rulebook.choices import Answer
from gasloop.rulebook.models import CheckItem

KINDS = ("restaurant", "restaurant", "canteen", "restaurant", "school", "hotel")
# What a whole town has besides kitchens, in about these shares.
MORE_KINDS = (
    *("restaurant",) * 11,
    *("canteen", "hotel", "hotel", "school", "market", "market", "other_unit", "other_unit"),
    *("hospital", "welfare_home", "scenic_spot", "building_site", "appliance_seller", "bottled_gas_operator"),
    "filling_station",
)
NAMES = {
    "restaurant": ("火锅店", "豆花饭店", "小面馆", "烧烤店", "家常菜馆", "羊肉馆", "酸菜鱼馆", "早餐店"),
    "canteen": ("敬老院食堂", "机械厂食堂", "农贸市场食堂"),
    "school": ("幼儿园", "小学"),
    "hotel": ("旅馆", "客栈"),
    "market": ("超市", "农贸市场"),
    "other_unit": ("豆腐坊", "洗涤厂", "酒坊"),
    "hospital": ("诊所", "卫生院"),
    "welfare_home": ("敬老院", "托养中心"),
    "scenic_spot": ("农家乐", "采摘园"),
    "building_site": ("安置房工地", "管网改造工地"),
    "appliance_seller": ("灶具店", "五金店"),
    "bottled_gas_operator": ("瓶装气供应站",),
    "filling_station": ("液化气充装站",),
}
FAMILY = "赵钱孙李周吴郑王冯陈"
GIVEN = ("芳", "军", "敏", "伟", "静", "强", "秀英", "建国", "小红", "志明")
ESTATES = ("示例苑", "样板新村", "示例小区", "样板花园")
STREETS = ("双堰街", "场口路", "新农街", "示例路")
PARTY = {
    "restaurant": "catering",
    "canteen": "unit",
    "school": "school",
    "hotel": "hotel",
    "market": "unit",
    "other_unit": "unit",
    "hospital": "hospital",
    "welfare_home": "welfare_home",
    "scenic_spot": "scenic_spot",
    "building_site": "builder",
    "appliance_seller": "seller",
    "bottled_gas_operator": "operator",
    "filling_station": "filler",
}

# What is found wrong most often in small kitchens: the dice fall on these.
USUAL = (
    "HOSE-LENGTH",
    "HOSE-LENGTH",
    "HOSE-TEES",
    "HOSE-PENETRATIONS",
    "SPARE-APART",
    "ALARM-OFF",
    "ALARM-LPG-HEIGHT",
    "ALARM-PIPED-CEILING",
    "BOTTLES-OVERDUE",
    "FLAME-FAILURE-MISSING",
    "EXTINGUISHERS-DEAD",
    "EXIT-LIGHTS-DEAD",
    "TRAINING-RECORD",
    "DRILL-DATE",
)
SIZES = {
    "HOSE-LENGTH": (1.2, 1.4, 1.5, 1.8, 2.3, 2.6, 3.2),
    "CYLINDERS-KG": (30.0, 45.0, 60.0, 75.0, 90.0),
    "ALARM-LPG-HEIGHT": (0.2, 0.3, 1.1, 1.6),
    "ALARM-PIPED-CEILING": (0.1, 0.2, 0.8, 1.2),
}
OTHER_SIZES = (0.2, 0.6, 1.5, 2.5, 6.0, 12.0)
COUNTS = {"EXTINGUISHERS": (2, 4, 0), "ALARM-COUNT": (1, 2, 0), "GAS-SOURCES": (1, 2)}

CONTROL = (
    "整改完成前停用该灶具，关闭瓶阀，由店主每日营业前检查。",
    "整改完成前该区域停止用气，关闭进户阀门，张贴停用标识。",
)
FIXED = ("已按要求整改，旧件当场拆除，照片为整改后现场。", "已由持证人员更换并检漏合格，照片为整改后现场。")
CHECKED = ("现场复查，已整改到位，肥皂水检漏无泄漏。", "对照整改前照片逐项核对，符合要求。")
NOT_YET = "接头仍用铁丝捆扎，没有装管卡，退回重新整改。"
LOOKED = ("回头看：保持良好，未见反弹。", "回头看：抽查两次均正常。")
AGAIN = "回头看发现又换回长软管，从桌下穿过，须重新整改。"


def values(item: CheckItem, today_and: "dict[int, str]", photos: tuple[str, ...]) -> list[JsonValue]:
    """Plausible answers to an item, right and wrong ones; `today_and` gives a date for a number of days from today."""
    match item.answer:
        case Answer.YES_NO:
            return [True, False]
        case Answer.CHOICE:
            return [str(choice["value"]) for choice in item.choices]
        case Answer.DATE:
            return [*today_and.values()]
        case Answer.PHOTO:
            return [list(photos)]
        case Answer.COUNT:
            return [*COUNTS.get(item.code, (0, 1, 2))]
    least, most = item.bounds or (0, 200)
    return [size for size in SIZES.get(item.code, OTHER_SIZES) if float(least) <= size <= float(most)] or [float(least)]


def kind_of(number: int, first: int) -> str:
    """The first objects are kitchens; of the others there are some of everything."""
    return KINDS[number % len(KINDS)] if number < first else MORE_KINDS[number % len(MORE_KINDS)]


def name_of(kind: str, dice: random.Random, number: int) -> str:
    """A name as it stands over the door, marked as an example."""
    return f"{dice.choice(FAMILY)}记{dice.choice(NAMES[kind])}（示例{number + 1:02d}）"


def somebody(dice: random.Random) -> str:
    """Who is there."""
    return f"{dice.choice(FAMILY)}老板（示例）"
