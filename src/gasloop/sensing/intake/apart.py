"""What is kept apart: frames of senders nobody registered, and frames that could not be read."""

from collections.abc import Sequence
from hashlib import sha256

from psycopg import AsyncCursor

from gasloop.kernel.ids import new_id
from gasloop.sensing.payloads.rows import Aside

KEPT_OF_EACH = 20
MOST_SENDERS = 20_000
LONGEST = 64 << 10

_AT = "timestamptz '1970-01-01 00:00:00+00' + %(at)s * interval '1 microsecond'"

SENDER = """
    INSERT INTO sensing_unknownsender AS u (id, protocol, key, first_seen, last_seen, frames)
    SELECT %(id)s, %(protocol)s::varchar, %(key)s::varchar,
           timestamptz '1970-01-01 00:00:00+00' + %(first)s * interval '1 microsecond',
           timestamptz '1970-01-01 00:00:00+00' + %(last)s * interval '1 microsecond', %(frames)s
    WHERE EXISTS (SELECT 1 FROM sensing_unknownsender WHERE protocol = %(protocol)s::varchar AND key = %(key)s::varchar)
       OR (SELECT count(*) FROM sensing_unknownsender) < %(most)s
    ON CONFLICT (protocol, key) DO UPDATE SET
        last_seen = greatest(u.last_seen, excluded.last_seen), frames = u.frames + excluded.frames,
        adopted_at = CASE WHEN EXISTS (
            SELECT 1 FROM sensing_device d WHERE d.protocol = u.protocol AND d.key = u.key AND d.state = 'in_use'
        ) THEN u.adopted_at END
    RETURNING id
"""
FRAME = f"""
    INSERT INTO sensing_keptframe (id, sender_id, received_at, raw, digest)
    SELECT %(id)s, %(sender)s::uuid, {_AT}, %(raw)s, %(digest)s
    WHERE (SELECT count(*) FROM sensing_keptframe WHERE sender_id = %(sender)s::uuid) < %(most)s
    ON CONFLICT (sender_id, digest) DO NOTHING
"""  # noqa: S608 - constants only
ASIDE = f"""
    INSERT INTO sensing_setaside (id, protocol, key, device_id, received_at, why, raw, digest)
    VALUES (%(id)s, %(protocol)s, %(key)s, %(device)s, {_AT}, %(why)s, %(raw)s, %(digest)s)
    ON CONFLICT (digest) DO NOTHING
"""  # noqa: S608 - constants only


async def keep_unknown(cursor: AsyncCursor[tuple[object, ...]], frames: Sequence[Aside]) -> None:
    """Count the senders and keep the first frames of each. A batch that comes again counts again."""
    of: dict[tuple[str, str], list[Aside]] = {}
    for frame in frames:
        of.setdefault((frame.protocol, _text(frame.key, 120)), []).append(frame)
    for (protocol, key), theirs in sorted(of.items()):
        times = [frame.received_us for frame in theirs]
        asked = {"protocol": protocol, "key": key, "first": min(times), "last": max(times), "frames": len(theirs)}
        await cursor.execute(SENDER, {**asked, "id": new_id(), "most": MOST_SENDERS})
        row = await cursor.fetchone()
        if row is not None:
            kept = [_frame(frame) | {"sender": row[0], "most": KEPT_OF_EACH} for frame in theirs[:KEPT_OF_EACH]]
            await cursor.executemany(FRAME, kept)


async def keep_aside(cursor: AsyncCursor[tuple[object, ...]], frames: Sequence[Aside]) -> None:
    """Each frame once, with its reason."""
    rows = [
        _frame(frame)
        | {
            "protocol": frame.protocol,
            "key": _text(frame.key, 120),
            "device": frame.device,
            "why": _text(frame.why, 400),
        }
        for frame in frames
    ]
    if rows:
        await cursor.executemany(ASIDE, rows)


def _frame(frame: Aside) -> dict[str, object]:
    whose = f"{frame.protocol}\0{frame.key}\0{frame.received_us}\0".encode()
    return {
        "id": new_id(),
        "at": frame.received_us,
        "raw": frame.raw[:LONGEST],
        "digest": sha256(whose + frame.raw).digest()[:16],
    }


def _text(text: str, size: int) -> str:
    return text.replace("\0", "")[:size]
