"""The event tables, by the one helper. A column that the manifest gets later is added with IF NOT EXISTS."""

from django.db import migrations

from gasloop.relay.event_tables import create_statements, drop_statement
from gasloop.sensing.event_tables import POSITIONS, READINGS


class Migration(migrations.Migration):
    dependencies = [("sensing", "0001_initial")]

    operations = [migrations.RunSQL(create_statements(table), drop_statement(table)) for table in (READINGS, POSITIONS)]
