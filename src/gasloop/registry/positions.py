"""Positions: latitude and longitude in WGS-84 decimal degrees, six places (about 0.1 m)."""

from decimal import Decimal, InvalidOperation

from gasloop.kernel.coordinates import Datum, to_wgs84
from gasloop.kernel.refusal import Refusal, sentence

PLACES = Decimal("0.000001")
LATITUDES = (Decimal(3), Decimal(54))  # the span of the country's land and near waters, in whole degrees
LONGITUDES = (Decimal(73), Decimal(136))

Degrees = Decimal | float | int | str


def in_wgs84(lat: Degrees | None, lng: Degrees | None, datum: str) -> tuple[Degrees | None, Degrees | None]:
    """What somebody gave in `datum` (pages, API, sheets), as the verbs take it; what is no position passes unchanged.

    Refusal for a datum nobody knows.
    """
    if datum not in set(Datum):
        raise Refusal(
            "registry.position.datum",
            sentence("坐标系只能是 wgs84、gcj02 或 bd09，不能是“{datum}”。"),
            field="datum",
            params={"datum": datum},
        )
    if datum == Datum.WGS84 or lat in (None, "") or lng in (None, ""):
        return lat, lng
    try:
        north, east = to_wgs84(float(lat), float(lng), Datum(datum))
    except ValueError:
        return lat, lng  # the verb says what is wrong with it
    return round(north, 6), round(east, 6)


def checked_position(lat: Degrees | None, lng: Degrees | None) -> tuple[Decimal, Decimal] | None:
    """The position rounded to six places, None when neither is given.

    Refusal when only one is given, when one is no number, when they were swapped, or when it cannot lie in China.
    """
    if lat in (None, "") and lng in (None, ""):
        return None
    if lat in (None, "") or lng in (None, ""):
        raise Refusal(
            "registry.position.half",
            sentence("位置只填了一半：纬度和经度要么都填，要么都不填。"),
            field="lat" if lat in (None, "") else "lng",
        )
    north, east = _degrees("lat", lat), _degrees("lng", lng)
    if _within(north, LATITUDES) and _within(east, LONGITUDES):
        return north, east
    if _within(north, LONGITUDES) and _within(east, LATITUDES):
        raise Refusal(
            "registry.position.swapped",
            sentence("纬度和经度好像填反了：纬度{lat}、经度{lng}。请对调后再保存。"),
            field="lat",
            params={"lat": north, "lng": east},
        )
    raise Refusal(
        "registry.position.outside",
        sentence("位置（纬度{lat}，经度{lng}）不在国内。请核对小数点，坐标用十进制度数（如30.19, 105.84）。"),
        field="lat",
        params={"lat": north, "lng": east},
    )


def _degrees(field: str, value: object) -> Decimal:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not -360 <= number <= 360:
        raise Refusal(
            "registry.position.number",
            sentence("“{value}”不是十进制度数。请填数字，例如30.19。"),
            field=field,
            params={"value": str(value)},
        )
    return number.quantize(PLACES)


def _within(value: Decimal, span: tuple[Decimal, Decimal]) -> bool:
    return span[0] <= value <= span[1]
