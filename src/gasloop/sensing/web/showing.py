"""A device as values for its page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from gasloop.evidence import records
from gasloop.kernel import clock
from gasloop.registry.web.showing import place_in_words
from gasloop.sensing.models import Device, LatestReading
from gasloop.sensing.quantities import BY_CODE, STATE, state_words
from gasloop.sensing.queries import Bin, Track
from gasloop.sensing.web.drawing import Drawing, drawn
from gasloop.sensing.web.forms import profile_words
from gasloop.sensing.words import alarm_words, component_of
from gasloop.shell.detail import Fact

PAGES = {"site": "registry:site"}
GAP = timedelta(minutes=30)
"""Points further apart are not joined."""


@dataclass(frozen=True, slots=True)
class Value:
    """A newest value in words."""

    title: str
    text: str
    states: list[str]
    at: datetime
    quantity: int
    channel: int
    alarm: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the day in words."""

    start: datetime
    count: int
    low: str
    mean: str
    high: str
    states: list[str]


@dataclass(frozen=True, slots=True)
class DayShown:
    """The table of a day, its drawing, and the days beside it."""

    day: date
    before: date
    after: date | None
    title: str
    stretches: list[Stretch]
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a truck was at the beginning of an hour."""

    at: datetime
    place: str
    speed: str
    alarms: list[str]
    valid: bool


@dataclass(frozen=True, slots=True)
class TrackShown:
    """A truck's day in words."""

    day: date
    before: date
    after: date | None
    positions: int
    top_speed: str
    alarms: list[str]
    first: datetime | None
    last: datetime | None
    stops: list[Stop]
    drawing: Drawing | None


def quantity_words(code: int) -> str:
    """`可燃气体浓度（%LEL）`."""
    known = BY_CODE.get(code)
    if known is None:
        return str(code)
    return _("{title}（{unit}）").format(title=_(known.title), unit=known.unit) if known.unit else _(known.title)


def number(value: float | None) -> str:
    """At most two decimals, none for nothing."""
    return "—" if value is None else f"{round(value, 2):g}"


def titled(quantity: int, channel: int, protocol: str) -> str:
    """A quantity with where it is measured, when there are several places."""
    title = quantity_words(quantity)
    if not channel:
        return title
    if protocol != "gb26875":
        return _("{title}，第{channel}路").format(title=title, channel=channel)
    name, number_in_zone, zone = component_of(channel)
    place = _("{zone}区{number}号{component}").format(zone=zone, number=number_in_zone, component=_(name))
    return _("{title}，{place}").format(title=title, place=place)


def values(rows: list[LatestReading], protocol: str) -> list[Value]:
    """The newest values of a device."""
    return [
        Value(
            titled(row.quantity, row.channel, protocol),
            number(row.value) if row.quantity != STATE or row.value is not None else "",
            [_(words) for words in state_words(row.state)],
            row.occurred_at,
            row.quantity,
            row.channel,
            bool(row.state & 0x83),
        )
        for row in rows
    ]


def day_shown(day: date, title: str, bins: list[Bin], fine: list[Bin]) -> DayShown:
    """A day's stretches in words (`bins`, by the hour), and the line of its highest values (`fine`, finer)."""
    stretches = [
        Stretch(
            each.start,
            each.count,
            number(each.low),
            number(each.mean),
            number(each.high),
            [_(words) for words in state_words(each.state)],
        )
        for each in bins
    ]
    points = [(each.start, each.high) for each in fine if each.high is not None]
    drawing = drawn(points, clock.start_of(day), GAP)
    return DayShown(day, day - timedelta(days=1), _following(day), title, stretches, drawing)


def _following(day: date) -> date | None:
    after = day + timedelta(days=1)
    return after if after <= clock.today() else None


def track_shown(day: date, track: Track) -> TrackShown:
    """A truck's day in words: each hour's first position, and the line of its speed."""
    stops: list[Stop] = []
    hour = None
    for point in track.points:
        begun = point.at.astimezone(clock.LEGAL_ZONE).hour
        if begun != hour:
            hour = begun
            stops.append(
                Stop(
                    point.at,
                    f"{point.lat:.5f}, {point.lng:.5f}",
                    f"{point.speed_kmh:g}",
                    [_(words) for words in alarm_words(point.alarm)],
                    point.valid,
                )
            )
    return TrackShown(
        day,
        day - timedelta(days=1),
        _following(day),
        track.positions,
        number(track.top_speed_kmh),
        [_(words) for words in alarm_words(track.alarm)],
        track.first,
        track.last,
        stops,
        drawn([(point.at, point.speed_kmh) for point in track.points], clock.start_of(day), GAP),
    )


def device_facts(device: Device) -> list[Fact]:
    """The device's data."""
    facts = [
        Fact(_("类别"), device.get_kind_display()),
        Fact(_("所属"), *_standing_for(device)),
        Fact(_("辖区"), place_in_words(device.territory)),
        Fact(_("安装位置"), device.place),
        Fact(_("协议"), device.get_protocol_display()),
        Fact(_("设备标识"), device.key),
        Fact(_("报文格式"), profile_words(device.profile)),
        Fact(_("离线判定（秒）"), device.silent_after_s),
        Fact(_("生产厂家"), device.maker),
        Fact(_("型号"), device.model),
        Fact(_("出厂编号"), device.serial),
        Fact(_("安装日期"), device.installed_on),
        Fact(_("到期日期"), device.expires_on, "三(三)4"),
    ]
    if device.plate:
        facts.insert(4, Fact(_("车牌号"), device.plate))
    if device.ended_on:
        facts.append(Fact(_("停用日期"), device.ended_on))
    return facts


def _standing_for(device: Device) -> tuple[str, str, str]:
    """What it belongs to: words, no clause, address."""
    subject = device.stands_for
    found = records.find(subject) if subject else None
    if subject is None or found is None:
        return "", "", ""
    try:
        url = reverse(PAGES[subject.kind], args=[subject.id]) if subject.kind in PAGES else ""
    except NoReverseMatch:
        url = ""
    return str(found), "", url
