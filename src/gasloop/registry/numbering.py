"""Human numbers by year: `D2026-00012`. Not gap-free (a rolled-back verb takes its number with it): papers need others.

One PostgreSQL sequence per prefix and year, made when its first number is asked for. A sequence makes nobody wait: two
verbs take their numbers side by side and commit when they are ready.
"""

import psycopg
from django.db import connection
from psycopg import sql

from gasloop.kernel import clock

DIGITS = 5
_MAKING = 0x6761736E756D  # the advisory lock of whoever makes a sequence: "gasnum"


def next_number(prefix: str) -> str:
    """The next number of the current legal year. `prefix`: letters A to Z."""
    return next_numbers(prefix, 1)[0]


def next_numbers(prefix: str, count: int) -> list[str]:
    """`count` numbers, ascending (bulk verbs). Others who take numbers meanwhile leave gaps between them."""
    year = clock.today().year
    name = sequence_name(prefix, year)
    taken = _take(name, count) or _make(name) or _take(name, count)
    return [f"{prefix}{year}-{number:0{DIGITS}d}" for number in sorted(taken)]


def _take(name: str, count: int) -> list[int]:
    """`count` values of the sequence; none when there is no such sequence yet."""
    with connection.cursor() as cursor:
        # Without the sequence `to_regclass` is NULL and so is the number: the verb's transaction stays whole.
        cursor.execute("SELECT nextval(to_regclass(%s)) FROM generate_series(1, %s)", [name, count])
        return [value for (value,) in cursor.fetchall() if value is not None]


def sequence_name(prefix: str, year: int) -> str:
    """The sequence behind a prefix and year."""
    if not (prefix.isascii() and prefix.isalpha() and prefix.isupper()):
        raise ValueError(f"not a prefix of numbers: {prefix!r}")
    return f"registry_number_{prefix.lower()}_{year:04d}"


def _make(name: str) -> list[int]:
    """Make the sequence on a connection of its own: others see it at once, no verb holds a lock on the catalogue."""
    info, called = connection.connection.info, sql.Identifier(name)
    with psycopg.connect(**info.get_parameters(), password=info.password, autocommit=True) as own:
        own.execute("SELECT pg_advisory_lock(%s)", [_MAKING])
        own.execute(sql.SQL("CREATE SEQUENCE IF NOT EXISTS {}").format(called))
    with connection.cursor() as cursor:
        # The running transaction learns of what others made when it locks a relation, and looks it up no sooner.
        cursor.execute(sql.SQL("SELECT last_value FROM {}").format(called))
    return []
