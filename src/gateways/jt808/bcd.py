"""8421 BCD digits and times: BCD[6] YYMMDDhhmmss in GMT+8 (JT/T 808; 0x8004 of 2019 is in UTC)."""

from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
CENTURY_TURN = 70  # years 70-99 are of the last century: terminals without a fix send 1970


def full_year(two_digits: int) -> int:
    """2000-2069, and 1970-1999 for what a clock without a fix sends."""
    return two_digits + (1900 if two_digits >= CENTURY_TURN else 2000)


def read_time(raw: bytes, zone: timezone = BEIJING) -> datetime | None:
    """The instant six BCD bytes name, or None when they name none (all zero, no BCD, 31 February)."""
    digits = raw.hex()
    if len(digits) != 12 or not digits.isdecimal():
        return None
    year, *rest = (int(digits[i : i + 2]) for i in range(0, 12, 2))
    try:
        return datetime(full_year(year), rest[0], rest[1], rest[2], rest[3], rest[4], tzinfo=zone)
    except ValueError:
        return None


def write_time(instant: datetime, zone: timezone = BEIJING) -> bytes:
    """Six BCD bytes; ValueError for a naive instant or a year outside 1970-2069."""
    if instant.tzinfo is None:
        raise ValueError("a time needs its zone")
    local = instant.astimezone(zone)
    if not 1970 <= local.year <= 2069:
        raise ValueError(f"year {local.year} has no two-digit form here (1970-2069)")
    return bytes.fromhex(local.strftime("%y%m%d%H%M%S"))


def time_text(raw: bytes, zone: timezone = BEIJING) -> str:
    """ISO 8601 with offset, or the twelve raw hex digits when they are no instant (000000083000 = daily at 08:30)."""
    instant = read_time(raw, zone)
    return instant.isoformat() if instant else raw.hex()


def time_bytes(text: str, zone: timezone = BEIJING) -> bytes:
    """The inverse of `time_text`; ValueError for anything else."""
    if len(text) == 12:
        return bytes.fromhex(text)
    return write_time(datetime.fromisoformat(text), zone)


__all__ = ["BEIJING", "UTC", "full_year", "read_time", "time_bytes", "time_text", "write_time"]
