"""Counters become sequences: each goes on where its counter stood."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from psycopg import sql

from gasloop.registry.numbering import sequence_name


def to_sequences(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One sequence per prefix and year."""
    for counter in apps.get_model("registry", "Counter").objects.all():
        name = sequence_name(counter.prefix, counter.year)
        made = sql.SQL("CREATE SEQUENCE {} START WITH {}").format(sql.Identifier(name), sql.Literal(counter.last + 1))
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(made)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(to_sequences, elidable=False),
        migrations.DeleteModel(name="Counter"),
    ]
