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

    Rows copy one of the town's hazards and sites but for what lists show and scope asks for: names, states, days,
    descriptions, divisions (unevenly: the n-th in order has twice as many as the 2n-th), lines of trade.
    """
    from gasloop.access.models import Territory
    from gasloop.hazard.models import Hazard
    from gasloop.registry.models import Site

    kinds = (Territory.Kind.VILLAGE, Territory.Kind.COMMUNITY, Territory.Kind.GRID)
    paths = list(Territory.objects.filter(kind__in=kinds).order_by("-path").values_list("path", flat=True))
    where = {
        "territory": f"(ARRAY[{','.join(repr(path) for path in paths)}])"
        f"[1 + floor({len(paths)} ^ ((n * 7919::bigint %% 10007) / 10007.0) - 0.999999)::int]",
        "line": "(ARRAY['catering','catering','household','public'])[1 + n %% 4]",
    }
    sites = {
        "id": "gen_random_uuid()",
        "number": "'T' || lpad(n::text, 9, '0')",
        "name": "'样例' || (ARRAY['火锅','小面','豆花','烧烤','食堂'])[1 + n %% 5] || n || '号（示例）'",
        **where,
    }
    _insert(Site, sites, SITES)
    hazards = {
        "id": "gen_random_uuid()",
        "number": "'TH' || lpad(n::text, 9, '0')",
        "site_id": "(ARRAY(SELECT id FROM registry_site WHERE number LIKE 'T0%%' ORDER BY number))[1 + n %% 5000]",
        "state": "CASE WHEN n %% 20 = 0 THEN 'ordered' WHEN n %% 20 = 1 THEN 'rectified' ELSE 'settled' END",
        "severity": "CASE WHEN n %% 50 = 0 THEN 'major' ELSE 'general' END",
        "description": DESCRIPTION,
        "found_at": "now() - n * interval '97 seconds'",
        "due_at": "now() - n * interval '97 seconds' + interval '15 days'",
        **where,
    }
    _insert(Hazard, hazards, count)


def _insert(model: type, changed: dict[str, str], count: int) -> None:
    """The rows, with the indexes that guard nothing made anew after them: a tenth of the time row by row takes."""
    from django.db import connection, transaction

    table = model._meta.db_table  # type: ignore[attr-defined]  # a model class
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef, indexname FROM pg_indexes JOIN pg_index ON indexrelid = indexname::regclass"
            " WHERE tablename = %s AND NOT indisunique",
            [table],
        )
        indexes = cursor.fetchall()
        for _, name in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_copies(model, changed), [count])
        for definition, _ in indexes:
            cursor.execute(definition)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {table}")


def _copies(model: type, changed: dict[str, str]) -> str:
    """An INSERT of rows that copy the model's first but for some columns; `n` counts them."""
    meta = model._meta  # type: ignore[attr-defined]  # a model class
    columns = [field.column for field in meta.concrete_fields if not field.generated]
    values = ", ".join(changed.get(column, f"one.{column}") for column in columns)
    table = meta.db_table
    into = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} "
    return f"{into} FROM (SELECT * FROM {table} ORDER BY id LIMIT 1) AS one, generate_series(1, %s::int) AS n"  # noqa: S608 - our own names
