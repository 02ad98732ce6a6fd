"""Migrations under one lock, so that any number of processes may start at once on an empty database."""

from django.core.management import call_command
from django.db import connection

MIGRATION_LOCK = 0x6D696772  # "migr"


def migrate_once() -> None:
    """Wait for whoever is migrating, then bring the schema in step (nothing to do when they did it)."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [MIGRATION_LOCK])
