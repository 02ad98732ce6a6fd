"""Migrations under one lock, so that any number of processes may start at once on an empty database."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

MIGRATION_LOCK = 0x6D696772  # "migr"


def migrate_once() -> None:
    """Wait for whoever is migrating, then bring the schema in step (nothing to do when they did it)."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            executor = MigrationExecutor(connection)
            # An empty plan is the rule; the signals after it would cost a second at every start.
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [MIGRATION_LOCK])
