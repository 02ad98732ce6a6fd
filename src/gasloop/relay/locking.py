"""One writer at a time for one id: a repeated request waits for the first instead of racing it."""

from uuid import UUID

from django.db import connection


def one_at_a_time(key: UUID) -> None:
    """Hold a lock on `key` until the running transaction ends. Two ids may share a lock; that only costs a wait."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [key.int % (1 << 63)])
