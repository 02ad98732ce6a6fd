"""The functions behind search and Chinese order. They know pinyin by heart: a dump carries them, a COPY obeys them.

PostgreSQL keeps what they return in generated columns and indexes, so they never change once they have run: another
reading is another function, and columns made anew with it.
"""

import json

from django.db import migrations
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_tone3

# How these are read in the names of firms, people and places; the dictionary's first reading is another one.
READINGS = {"长": "chang2", "重": "chong2", "行": "hang2", "曾": "zeng1", "都": "du1", "厦": "xia4", "朝": "chao2"}

NORMAL = """
CREATE FUNCTION gasloop_normal(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT lower(regexp_replace(normalize(t, NFKC), '\\s+', '', 'g') COLLATE "C")
$$"""

INITIALS = """
CREATE FUNCTION gasloop_initials(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    found text := '';
    c text;
BEGIN
    FOREACH c IN ARRAY string_to_array(t, NULL) LOOP
        found := found || coalesce(left({pinyin}::jsonb ->> c, 1), c);
    END LOOP;
    RETURN found;
END $$"""

SEARCH_TEXT = """
CREATE FUNCTION gasloop_search_text(names integer, VARIADIC fields text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    found text := '';
    line text;
    initials text;
BEGIN
    FOR i IN 1 .. cardinality(fields) LOOP
        line := {schema}.gasloop_normal(fields[i]);
        CONTINUE WHEN line IS NULL OR line = '';
        found := found || E'\\n' || line;
        IF i <= names THEN
            initials := {schema}.gasloop_initials(line);
            IF initials <> line THEN
                found := found || E'\\n' || initials;
            END IF;
        END IF;
    END LOOP;
    RETURN found;
END $$"""

# The costs say: look at the text before you take it to pieces.
GRAMS = """
CREATE FUNCTION gasloop_grams(t text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
    found text[] := '{}';
    c text;
    before text := E'\\n';
    before_that text := E'\\n';
BEGIN
    FOREACH c IN ARRAY string_to_array(t, NULL) LOOP
        IF c >= '⺀' COLLATE "C" THEN
            found := found || c;
            IF before <> E'\\n' THEN
                found := found || (before || c);
            END IF;
        ELSIF c <> E'\\n' AND before <> E'\\n' THEN
            found := found || (before || c);
            IF before_that <> E'\\n' THEN
                found := found || (before_that || before || c);
            END IF;
        END IF;
        before_that := before;
        before := c;
    END LOOP;
    RETURN found;
END $$"""

# Syllable by syllable with its tone, then the text itself, so that those who sound alike stand together.
SORT_KEY = """
CREATE FUNCTION gasloop_sort_key(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    found text := '';
    c text;
BEGIN
    FOREACH c IN ARRAY string_to_array(left({schema}.gasloop_normal(t), 60), NULL) LOOP
        found := found || coalesce(({pinyin}::jsonb ->> c) || ' ', c);
    END LOOP;
    RETURN found || E'\\n' || left(t, 60);
END $$"""

NAMES = (
    "gasloop_sort_key(text)",
    "gasloop_grams(text)",
    "gasloop_search_text(integer, text[])",
    "gasloop_initials(text)",
    "gasloop_normal(text)",
)


def pinyin_literal():
    """A SQL literal: {"张": "zhang1", …} for the unified ideographs, the usual reading first."""
    usual = {chr(code): to_tone3(readings.split(",")[0]) for code, readings in sorted(PINYIN_DICT.items())}
    kept = {c: reading for c, reading in usual.items() if "\u4e00" <= c <= "\u9fff" or c == "〇"}
    text = json.dumps({**kept, **READINGS}, ensure_ascii=False, separators=(",", ":"))
    if "'" in text or "$" in text:
        raise ValueError("the dictionary would end its own literal")
    return f"'{text}'"


def create(_apps, schema_editor):
    """Name the schema in their bodies: a restore runs without a search path."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        schema = cursor.fetchone()[0]
        pinyin = pinyin_literal()
        for text in (NORMAL, INITIALS, SEARCH_TEXT, GRAMS, SORT_KEY):
            cursor.execute(text.replace("{pinyin}", pinyin).replace("{schema}", schema))


def drop(_apps, schema_editor):
    for name in NAMES:
        schema_editor.execute(f"DROP FUNCTION {name}")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(create, drop)]
