"""The rules of event tables, read back out of the catalogue: what is wrong, in sentences for the operator."""

from collections.abc import Sequence

from django.db import connection

from gasloop.relay.event_tables.manifest import KEY, EventTable


def problems(table: EventTable) -> list[str]:
    """Everything about `table` that breaks a rule; empty when it may be distributed."""
    if not _rows("SELECT to_regclass(%s)::oid WHERE to_regclass(%s) IS NOT NULL", table, 2):
        return [f"{table.name} is not there: run the migrations"]
    found: list[str] = []
    for check in (_key, _partitions, _columns, _foreign_keys, _triggers, _grants):
        found += [f"{table.name}: {wrong}" for wrong in check(table)]
    return found


def _rows(statement: str, table: EventTable, times: int = 1) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [table.name] * times)
        return list(cursor.fetchall())


_UNIQUE = """
    SELECT i.indisprimary, array_agg(a.attname::text ORDER BY k.place)
    FROM pg_index i
    CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
    WHERE i.indrelid = to_regclass(%s) AND i.indisunique AND k.place <= i.indnkeyatts
    GROUP BY i.indexrelid, i.indisprimary
"""


def _key(table: EventTable) -> list[str]:
    found = []
    unique = _rows(_UNIQUE, table)
    primary = [columns for is_primary, columns in unique if is_primary]
    if primary != [list(KEY)]:
        found.append(f"the primary key must be ({', '.join(KEY)})")
    for is_primary, columns in unique:
        if not is_primary and not {"entity_id", "occurred_at"} <= set(_texts(columns)):
            found.append(f"a unique index over {columns} lacks entity_id and occurred_at")
    return found


def _texts(columns: object) -> Sequence[str]:
    return [str(name) for name in columns] if isinstance(columns, list) else []


_BOUNDS = """
    SELECT c.relname, pg_get_expr(c.relpartbound, c.oid)
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = to_regclass(%s) ORDER BY c.relname
"""
_STRATEGY = "SELECT pg_get_partkeydef(to_regclass(%s))"


def _partitions(table: EventTable) -> list[str]:
    if _rows(_STRATEGY, table) != [("RANGE (occurred_at)",)]:
        return ["it must be partitioned by range of occurred_at"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone TO 'UTC'") if connection.in_atomic_block else cursor.execute(
            "SET timezone TO 'UTC'"
        )
        cursor.execute(_BOUNDS, [table.name])
        bounds = list(cursor.fetchall())
    crooked = [name for name, bound in bounds if str(bound).count("-01 00:00:00+00") != 2]
    return [f"{name} is no whole month in UTC" for name in crooked]


_COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, NULL), a.attnotnull, a.attidentity <> '', d.adbin IS NOT NULL
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped
"""


def _columns(table: EventTable) -> list[str]:
    found = []
    for name, sql_type, required, identity, default in _rows(_COLUMNS, table):
        if name in KEY and not required:
            found.append(f"{name} must be NOT NULL")
        if name == "entity_id" and sql_type != "uuid":
            found.append("entity_id must be uuid, as in every event table")
        if identity or default:
            found.append(f"{name} has an identity or a default: values come from the client")
    return found


_FOREIGN = """
    SELECT conname FROM pg_constraint
    WHERE contype = 'f' AND (conrelid = to_regclass(%s) OR confrelid = to_regclass(%s))
"""


def _foreign_keys(table: EventTable) -> list[str]:
    return [f"foreign key {name}" for (name,) in _rows(_FOREIGN, table, 2)]


_TRIGGERS = "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal"


def _triggers(table: EventTable) -> list[str]:
    return [f"trigger {name}" for (name,) in _rows(_TRIGGERS, table)]


_GRANTS = """
    SELECT c.relname, p.privilege
    FROM (SELECT to_regclass(%s)::oid AS oid UNION ALL
          SELECT inhrelid FROM pg_inherits WHERE inhparent = to_regclass(%s)) t
    JOIN pg_class c ON c.oid = t.oid
    CROSS JOIN (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE')) AS p(privilege)
    WHERE has_table_privilege(current_user, c.oid, p.privilege)
    ORDER BY 1, 2
"""
_SUPERUSER = "SELECT rolname FROM pg_roles WHERE rolname = current_user AND rolsuper AND to_regclass(%s) IS NOT NULL"


def _grants(table: EventTable) -> list[str]:
    if _rows(_SUPERUSER, table):
        return ["the services connect as a superuser, whom no grant binds"]
    return [f"{name} can be changed: {privilege} is granted" for name, privilege in _rows(_GRANTS, table, 2)]
