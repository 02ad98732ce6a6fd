"""`gasloop plan parse` and `plan diff` as a clerk or a script meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gasloop.plan.compiler.cli import run_diff, run_parse

PAPERS = Path(__file__).parent / "papers"
KEYS = [
    "is_plan",
    "reason",
    "title",
    "doc_no",
    "issuer",
    "date",
    "sections",
    "phases",
    "items",
    "paragraphs",
    "offices",
    "lint",
]
CLAUSE_KEYS = ["id", "section", "subsection", "no", "text", "offices", "situations", "measures", "deadlines"]


def test_the_contract_to_the_letter(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_parse(PAPERS / "e_bikes.txt", as_json=True) == 0
    printed = json.loads(capfd.readouterr().out)
    assert list(printed) == KEYS
    assert [list(item) for item in (printed["items"][0], printed["paragraphs"][0])] == [CLAUSE_KEYS] * 2
    assert list(printed["sections"][0]) == ["no", "title"]
    assert list(printed["phases"][0]) == ["name", "start", "end"]
    assert list(printed["items"][0]["offices"][0]) == ["name", "role", "chief"]
    assert list(printed["offices"][0]) == ["name", "aliases"]
    assert list(printed["lint"][0]) == ["code", "where", "message"]
    assert printed["reason"] is None


def test_no_plan_is_said_with_exit_code_3(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_parse(PAPERS / "news.txt", as_json=True) == 3
    printed = json.loads(capfd.readouterr().out)
    assert printed["is_plan"] is False
    assert printed["reason"]
    assert run_parse(PAPERS / "regulation.txt", as_json=False) == 3
    assert "不是方案" in capfd.readouterr().out


def test_a_missing_file_is_one_sentence(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run_parse(tmp_path / "没有.txt", as_json=True) == 1
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)


def test_plain_text_for_people(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_parse(PAPERS / "e_bikes.txt", as_json=False) == 0
    out = capfd.readouterr().out
    assert "三(二)1" in out
    assert "市消防救援支队（牵头）" in out
    assert "阶段 动员部署阶段：2024-03-10 至 2024-03-31" in out


def test_diff_counts_and_changes(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_diff(PAPERS / "e_bikes.txt", PAPERS / "winter_fires.txt", as_json=True) == 0
    printed = json.loads(capfd.readouterr().out)
    assert set(printed["counts"]) == {"kept", "softened", "dropped", "added"}
    assert sum(printed["counts"].values()) == len(printed["changes"])
    assert run_diff(PAPERS / "e_bikes.txt", PAPERS / "news.txt", as_json=True) == 3


def test_it_imports_no_django_and_no_word_library() -> None:
    code = (
        "import sys; from gasloop.plan.compiler.cli import run_parse; "
        "print([m for m in ('django', 'docx', 'pydantic', 'lxml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
