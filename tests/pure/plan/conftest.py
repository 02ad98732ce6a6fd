"""The papers: three real ones that lie beside the repository, and synthetic ones of other towns and trades."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gasloop.plan.compiler import Clause, Paper, parse, parse_file

SHARED = Path(__file__).resolve().parents[4] / "shared" / "plan"
SYNTHETIC = Path(__file__).parent / "papers"


def _shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return path


@pytest.fixture(scope="session")
def founding() -> Paper:
    """群力府〔2023〕102号, the plan this software was built for."""
    return parse_file(_shared("qunli-2023-102.txt"))


@pytest.fixture(scope="session")
def shanghai() -> Paper:
    """A city's plan: numbers run through, 牵头/组织落实 notes."""
    return parse_file(_shared("shanghai-2023-9.txt"))


@pytest.fixture(scope="session")
def fengxian() -> Paper:
    """A district bureau's plan: headings without numbers."""
    return parse_file(_shared("fengxian-2023-42.txt"))


@pytest.fixture(scope="session")
def real_texts() -> dict[str, str]:
    """The three papers' texts by name."""
    names = ("qunli-2023-102", "shanghai-2023-9", "fengxian-2023-42")
    return {name: _shared(f"{name}.txt").read_text(encoding="utf-8") for name in names}


@pytest.fixture(scope="session")
def synthetic() -> Callable[[str], Paper]:
    """`synthetic("e_bikes")` is that synthetic paper, parsed."""
    return lambda name: parse((SYNTHETIC / f"{name}.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def synthetic_texts() -> dict[str, str]:
    """All synthetic papers' texts by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(SYNTHETIC.glob("*.txt"))}


@pytest.fixture(scope="session")
def clause() -> Callable[[Paper, str], Clause]:
    """`clause(paper, "二(四)2")` is that item or duty paragraph."""
    return lambda paper, name: next(one for one in paper.clauses() if one.id == name)


@pytest.fixture(scope="session")
def owners() -> Callable[[Clause], list[str]]:
    """A clause's offices as `name:role`, with `*` behind the one that leads (牵头)."""
    return lambda one: [f"{office.name}:{office.role}{'*' if office.chief else ''}" for office in one.offices]
