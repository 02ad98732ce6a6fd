"""What the ledgers' benchmarks start from: the running town's database in this process, and hazards by the million."""

import os

from tests.browser.running import Town

from gasloop.project.runtime.running import environment

SITES = 5000
WORDS = "'软管超长','没有熄火保护','阀门漏气','报警器失效'"
DESCRIPTION = f"'第' || n || '处：' || (ARRAY[{WORDS}])[1 + n %% 4]"


def enter(there: Town) -> None:
    """Set Django up in this process with the running town's surroundings."""
    os.environ.update(environment(there.path))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gasloop.project.settings")
    import django

    django.setup()


def many_hazards(count: int) -> None:
    """`count` hazards beside those of the town, over 5,000 sites of their own; no evidence: they are for reading only.

    Rows copy one of the town's hazards and sites but for what the lists show: names, states, days, descriptions.
    """
    from django.db import connection

    from gasloop.hazard.models import Hazard
    from gasloop.registry.models import Site

    with connection.cursor() as cursor:
        sites = {
            "id": "gen_random_uuid()",
            "number": "'T' || lpad(n::text, 9, '0')",
            "name": "'样例' || (ARRAY['火锅','小面','豆花','烧烤','食堂'])[1 + n %% 5] || n || '号（示例）'",
        }
        cursor.execute(_copies(Site, sites), [SITES])
        hazards = {
            "id": "gen_random_uuid()",
            "number": "'TH' || lpad(n::text, 9, '0')",
            "site_id": "(ARRAY(SELECT id FROM registry_site WHERE number LIKE 'T0%%' ORDER BY number))[1 + n %% 5000]",
            "state": "CASE WHEN n %% 20 = 0 THEN 'ordered' WHEN n %% 20 = 1 THEN 'rectified' ELSE 'settled' END",
            "severity": "CASE WHEN n %% 50 = 0 THEN 'major' ELSE 'general' END",
            "description": DESCRIPTION,
            "found_at": "now() - n * interval '97 seconds'",
            "due_at": "now() - n * interval '97 seconds' + interval '15 days'",
        }
        cursor.execute(_copies(Hazard, hazards), [count])
        for table in (Site._meta.db_table, Hazard._meta.db_table):
            cursor.execute(f"VACUUM ANALYZE {table}")


def _copies(model: type, changed: dict[str, str]) -> str:
    """An INSERT of rows that copy the model's first but for some columns; `n` counts them."""
    meta = model._meta  # type: ignore[attr-defined]  # a model class
    columns = [field.column for field in meta.concrete_fields if not field.generated]
    values = ", ".join(changed.get(column, f"one.{column}") for column in columns)
    table = meta.db_table
    into = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} "
    return f"{into} FROM (SELECT * FROM {table} ORDER BY id LIMIT 1) AS one, generate_series(1, %s::int) AS n"  # noqa: S608 - our own names
