"""Other messages get an event table; a direction may be anything a WORD holds."""

from django.db import migrations, models

from gasloop.relay.event_tables import create_statements, drop_statement
from gasloop.sensing.event_tables import MESSAGES


class Migration(migrations.Migration):
    dependencies = [("sensing", "0002_event_tables")]

    operations = [
        migrations.RunSQL(create_statements(MESSAGES), drop_statement(MESSAGES)),
        migrations.RunSQL(
            "ALTER TABLE sensing_position ALTER COLUMN direction_deg TYPE integer", migrations.RunSQL.noop
        ),
        migrations.AlterField("latestposition", "direction_deg", models.IntegerField()),
    ]
