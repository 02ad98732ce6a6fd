"""Every SQL text of the house that names an event table keeps to what a distributed table can do (rules 4 to 8)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[3] / "src" / "gasloop"
NAMES = ("sensing_reading", "sensing_position", "sensing_message")
NAMED = re.compile(rf"\b({'|'.join(NAMES)})\b")
FORBIDDEN = re.compile(
    r"\b(LATERAL|GROUPING\s+SETS|MERGE\s+INTO|FOR\s+UPDATE|DELETE\s+FROM|now\s*\(|CREATE\s+TRIGGER|REFERENCES)\b|"
    r"\bUPDATE\s+(sensing_reading|sensing_position|sensing_message)\b",
    re.IGNORECASE,
)
WRITERS = {SOURCE / "sensing" / "intake" / "staging.py"}


def texts(file: Path) -> Iterator[str]:
    """String constants that look like SQL; f-strings with their places left out."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "?" for part in node.values)


def faults(sql: str) -> list[str]:
    """What a statement over an event table must not have."""
    if not NAMED.search(sql) or not re.search(r"\b(SELECT|INSERT|UPDATE|DELETE|MERGE|WITH)\b", sql):
        return []
    found = [each[0] for each in FORBIDDEN.finditer(sql)]
    if re.search(r"\bFROM\s+(sensing_reading|sensing_position|sensing_message)\b", sql) and "entity_id =" not in sql:
        found.append("no entity_id =")
    return found


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM sensing_reading WHERE occurred_at > %s",
        "DELETE FROM sensing_reading WHERE entity_id = %s",
        "SELECT * FROM sensing_reading WHERE entity_id = %s FOR UPDATE",
        "UPDATE sensing_position SET flags = 1 WHERE entity_id = %s",
        "SELECT * FROM sensing_position p, LATERAL (SELECT 1) x WHERE entity_id = 1",
    ],
)
def test_the_lint_sees_what_is_wrong(sql: str) -> None:
    assert faults(sql)


def test_every_statement_over_an_event_table_is_one_citus_can_do() -> None:
    found = {
        f"{file.relative_to(SOURCE)}: {fault}"
        for file in SOURCE.rglob("*.py")
        if "migrations" not in file.parts
        for text in texts(file)
        for fault in faults(text)
    }
    assert found == set()


def test_one_module_inserts() -> None:
    inserting = {
        file
        for file in SOURCE.rglob("*.py")
        for text in texts(file)
        if re.search(r"INSERT INTO (sensing_reading|sensing_position|sensing_message)\b", text)
    }
    assert inserting <= WRITERS
