"""What is measured, and what a device says of itself. Numbers are stored: never reuse or renumber one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag

from gasloop.kernel.refusal import sentence


@dataclass(frozen=True, slots=True)
class Quantity:
    """`code` is stored, `name` is on the wire, `title` a Chinese source string, `unit` as printed."""

    code: int
    name: str
    title: str
    unit: str


_ALL = (
    Quantity(0, "state", sentence("设备状态"), ""),
    Quantity(1, "concentration", sentence("可燃气体浓度"), "%LEL"),
    Quantity(2, "co", sentence("一氧化碳"), "ppm"),
    Quantity(3, "temperature", sentence("温度"), "°C"),
    Quantity(4, "humidity", sentence("湿度"), "%RH"),
    Quantity(5, "pressure", sentence("压力"), "kPa"),
    Quantity(6, "flow", sentence("流量"), "m³/h"),
    Quantity(7, "volume", sentence("累计用气量"), "m³"),
    Quantity(8, "battery", sentence("电池电量"), "%"),
    Quantity(9, "signal", sentence("信号强度"), "dBm"),
    Quantity(10, "voltage", sentence("电压"), "V"),
    Quantity(11, "valve", sentence("阀门开度"), "%"),
    Quantity(12, "level", sentence("液位"), "%"),
    Quantity(13, "weight", sentence("重量"), "kg"),
    Quantity(14, "odorant", sentence("加臭剂浓度"), "mg/m³"),
    Quantity(15, "current", sentence("电流"), "A"),
    Quantity(16, "height", sentence("高度"), "m"),
    Quantity(17, "speed", sentence("速度"), "m/s"),
    Quantity(18, "events", sentence("事件计数"), ""),
    Quantity(19, "duration", sentence("时长"), "s"),
)
BY_NAME: Mapping[str, Quantity] = {each.name: each for each in _ALL}
BY_CODE: Mapping[int, Quantity] = {each.code: each for each in _ALL}
CODES: Mapping[str, int] = {each.name: each.code for each in _ALL}
STATE = 0


class State(IntFlag):
    """What a device says of itself; 0 is normal. `TIME_OURS`: its clock named no instant, the time is arrival's."""

    ALARM = 1
    FAULT = 2
    POWER = 4
    SHIELDED = 8
    TEST = 16
    STARTED = 32
    FEEDBACK = 64
    HIGH_ALARM = 128
    LOW_BATTERY = 256
    VALVE_CLOSED = 512
    RESET = 1024
    DUTY_ANSWER = 2048
    LINE_FAULT = 4096
    TIME_OURS = 1 << 30


STATE_WORDS: Mapping[State, str] = {
    State.ALARM: sentence("报警"),
    State.FAULT: sentence("故障"),
    State.POWER: sentence("电源故障"),
    State.SHIELDED: sentence("屏蔽"),
    State.TEST: sentence("测试"),
    State.STARTED: sentence("启动"),
    State.FEEDBACK: sentence("反馈"),
    State.HIGH_ALARM: sentence("高限报警"),
    State.LOW_BATTERY: sentence("电量低"),
    State.VALVE_CLOSED: sentence("已切断"),
    State.RESET: sentence("复位"),
    State.DUTY_ANSWER: sentence("查岗应答"),
    State.LINE_FAULT: sentence("线路故障"),
    State.TIME_OURS: sentence("时间为接收时间"),
}
NAMES: Mapping[str, State] = {state.name.lower(): state for state in State if state.name}
"""State words on the wire: `alarm`, `fault`, `low_battery` …"""


def state_words(state: int) -> list[str]:
    """The set bits as Chinese source strings; empty for normal."""
    return [words for bit, words in STATE_WORDS.items() if state & bit]
