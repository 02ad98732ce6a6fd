"""Gauss-Krüger metres (CGCS2000, 3° or 6° zones) to degrees: what surveying offices' drawings are in.

Krüger's series in the third flattening to the fourth order (Karney 2011, arXiv:1002.1417, eq. 15-23): better than a
millimetre within a zone. East coordinates carry 500 km, and before them perhaps the zone's number.
"""

from math import asinh, atan, atan2, cos, cosh, degrees, hypot, radians, sin, sinh, sqrt, tan

AXIS, FLATTENING = 6378137.0, 1 / 298.257222101  # CGCS2000
FALSE_EAST = 500_000.0
ZONE = 1_000_000.0
THREE_DEGREES, SIX_DEGREES = range(24, 46), range(13, 24)

_N = FLATTENING / (2 - FLATTENING)
_RADIUS = AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49561 * _N**4 / 161280,
)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161280,
)
_E2 = FLATTENING * (2 - FLATTENING)


def zone_meridian(east: float) -> float | None:
    """The central meridian that an east coordinate with a zone's number says; None where it has none."""
    zone = int(east // ZONE)
    if zone in THREE_DEGREES:
        return zone * 3.0
    return zone * 6.0 - 3.0 if zone in SIX_DEGREES else None


def to_degrees(east: float, north: float, meridian: float) -> tuple[float, float]:
    """Longitude and latitude of metres in the zone around `meridian` (degrees); a zone's number is left away.

    What cannot lie in the zone comes back as it is: no place in any country, which is what will be said of it.
    """
    if east >= ZONE:
        east %= ZONE
    xi, eta = north / _RADIUS, (east - FALSE_EAST) / _RADIUS
    if abs(eta) > 1:  # six thousand kilometres beside the meridian: no place of this zone, and the series runs away
        return east, north
    xi_, eta_ = xi, eta
    for order, beta in enumerate(_BETA, 1):
        xi_ -= beta * sin(2 * order * xi) * cosh(2 * order * eta)
        eta_ -= beta * cos(2 * order * xi) * sinh(2 * order * eta)
    conformal = sin(xi_) / hypot(sinh(eta_), cos(xi_))
    tangent = conformal
    for _ in range(6):  # Newton; two steps are enough
        at = _conformal(tangent)
        slope = (1 + (1 - _E2) * tangent**2) / ((1 - _E2) * sqrt(1 + tangent**2))
        tangent += (conformal - at) / sqrt(1 + at**2) * slope
    return meridian + degrees(atan2(sinh(eta_), cos(xi_))), degrees(atan(tangent))


def to_metres(lng: float, lat: float, meridian: float) -> tuple[float, float]:
    """East (with 500 km, without a zone's number) and north of a place; the way back of `to_degrees`."""
    tangent, away = _conformal(tan(radians(lat))), radians(lng - meridian)
    xi_ = atan2(tangent, cos(away))
    eta_ = asinh(sin(away) / hypot(tangent, cos(away)))
    xi, eta = xi_, eta_
    for order, alpha in enumerate(_ALPHA, 1):
        xi += alpha * sin(2 * order * xi_) * cosh(2 * order * eta_)
        eta += alpha * cos(2 * order * xi_) * sinh(2 * order * eta_)
    return FALSE_EAST + _RADIUS * eta, _RADIUS * xi


def _conformal(tangent: float) -> float:
    """The tangent of the conformal latitude by that of the latitude."""
    e = sqrt(_E2)
    sigma = sinh(e * _atanh(e * tangent / sqrt(1 + tangent**2)))
    return tangent * sqrt(1 + sigma**2) - sigma * sqrt(1 + tangent**2)


def _atanh(x: float) -> float:
    return asinh(x / sqrt(1 - x * x))
