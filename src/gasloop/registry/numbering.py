"""Human numbers by year: `D2026-00012`. Not gap-free (a rolled-back verb takes its number with it): papers need others.

The counter's row stays locked until the verb's transaction ends, so verbs take their number last.
"""

from django.db import connection

from gasloop.kernel import clock
from gasloop.registry.models import Counter

DIGITS = 5

_TAKE = """
    INSERT INTO {table} (prefix, year, last) VALUES (%s, %s, %s)
    ON CONFLICT (prefix, year) DO UPDATE SET last = {table}.last + EXCLUDED.last
    RETURNING last
"""


def next_number(prefix: str) -> str:
    """The next number of the current legal year."""
    return next_numbers(prefix, 1)[0]


def next_numbers(prefix: str, count: int) -> list[str]:
    """`count` numbers in a row (bulk verbs)."""
    year = clock.today().year
    with connection.cursor() as cursor:
        cursor.execute(_TAKE.format(table=Counter._meta.db_table), [prefix, year, count])
        last = int(cursor.fetchone()[0])
    return [f"{prefix}{year}-{number:0{DIGITS}d}" for number in range(last - count + 1, last + 1)]
