"""The database itself refuses to change the log: triggers in plain PL/pgSQL, PostgreSQL 15 core."""

from django.db import migrations

APPEND_ONLY = ("evidence_entry", "evidence_batchrow", "evidence_seal", "evidence_sealedleaf")

FORWARD = """
CREATE SEQUENCE evidence_entry_seq AS bigint;

CREATE FUNCTION evidence_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'restrict_violation',
        MESSAGE = TG_TABLE_NAME || ' is append-only: ' || TG_OP || ' refused';
END $$;

-- A payload may lose its body with the salt, or its personal part; nothing in it may become anything else.
CREATE FUNCTION evidence_allow_erasure_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND NEW.entry_id = OLD.entry_id
        AND (NEW.body IS NULL OR NEW.body = OLD.body)
        AND (NEW.salt IS NULL OR NEW.salt = OLD.salt)
        AND (NEW.personal IS NULL OR NEW.personal = OLD.personal)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'restrict_violation',
        MESSAGE = TG_TABLE_NAME || ' may only be erased, not changed';
END $$;

CREATE TRIGGER allow_erasure_only BEFORE UPDATE OR DELETE ON evidence_payload
    FOR EACH ROW EXECUTE FUNCTION evidence_allow_erasure_only();

CREATE FUNCTION evidence_await_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO evidence_pending (entry_id) VALUES (NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER await_seal AFTER INSERT ON evidence_entry
    FOR EACH ROW EXECUTE FUNCTION evidence_await_seal();
"""

BACKWARD = """
DROP TRIGGER await_seal ON evidence_entry;
DROP TRIGGER allow_erasure_only ON evidence_payload;
DROP FUNCTION evidence_await_seal();
DROP FUNCTION evidence_allow_erasure_only();
DROP FUNCTION evidence_refuse_change();
DROP SEQUENCE evidence_entry_seq;
"""


def guard(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION evidence_refuse_change()",
        f"DROP TRIGGER append_only ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD), *(guard(table) for table in APPEND_ONLY)]
