"""What devices mean in the words of the field: alarm bits of JT/T 808, components of GB/T 26875.3."""

from collections.abc import Mapping

from gasloop.kernel.refusal import sentence

ALARM_WORDS: Mapping[int, str] = {
    0: sentence("紧急报警"),
    1: sentence("超速"),
    2: sentence("疲劳驾驶"),
    3: sentence("危险驾驶"),
    4: sentence("定位模块故障"),
    5: sentence("定位天线未接"),
    6: sentence("定位天线短路"),
    7: sentence("主电源欠压"),
    8: sentence("主电源掉电"),
    13: sentence("超速预警"),
    14: sentence("疲劳驾驶预警"),
    15: sentence("违规时段行驶"),
    18: sentence("当天累计驾驶超时"),
    19: sentence("超时停车"),
    20: sentence("进出区域"),
    21: sentence("进出路线"),
    22: sentence("路段行驶时间异常"),
    23: sentence("偏离路线"),
    26: sentence("车辆被盗"),
    27: sentence("非法点火"),
    28: sentence("非法位移"),
    29: sentence("碰撞"),
    30: sentence("侧翻预警"),
    31: sentence("非法开门"),
}
OTHER_ALARM = sentence("其他报警")

COMPONENT_WORDS: Mapping[int, str] = {
    0: sentence("通用部件"),
    1: sentence("火灾报警控制器"),
    10: sentence("可燃气体探测器"),
    11: sentence("点型可燃气体探测器"),
    12: sentence("独立式可燃气体探测器"),
    13: sentence("线型可燃气体探测器"),
    74: sentence("气体探测器"),
    106: sentence("管道电磁阀"),
}
OTHER_COMPONENT = sentence("部件")


def alarm_words(bits: int) -> list[str]:
    """The set bits of an alarm word."""
    found = [words for bit, words in ALARM_WORDS.items() if bits >> bit & 1]
    named = sum(1 << bit for bit in ALARM_WORDS)
    return found + ([OTHER_ALARM] if bits & ~named else [])


def component_of(channel: int) -> tuple[str, int, int]:
    """Name, number and zone of the component a transmission device's channel stands for (see `intake.transmitters`)."""
    kind, address = channel >> 32 & 0xFF, channel & 0xFFFFFFFF
    return COMPONENT_WORDS.get(kind, OTHER_COMPONENT), address >> 16, address & 0xFFFF
