"""The founding plan typed otherwise gives the same clauses: numbers, widths, line ends, hard wraps."""

import re
from collections.abc import Callable

import pytest

from gasloop.plan.compiler import Paper, parse

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _renumbered(template: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"^(\d+)．", lambda found: template.format(found[1]), text, flags=re.MULTILINE)


def _wide(text: str) -> str:
    return re.sub(r"^(\d+)．", lambda found: found[1].translate(WIDE) + "．", text, flags=re.MULTILINE)


def _wrapped(width: int, indent: str = "", *, blanks: bool = True) -> Callable[[str], str]:
    def wrap(text: str) -> str:
        lines: list[str] = []
        for line in text.splitlines():
            rest = indent + line.strip() if line.strip() else ""
            while len(rest) > width:
                lines.append(rest[:width])
                rest = rest[width:]
            if rest or blanks:
                lines.append(rest)
        return "\n".join(lines)

    return wrap


@pytest.mark.parametrize(
    "retyped",
    [
        _renumbered("{}、"),
        _renumbered("{}. "),
        _renumbered("（{}）"),
        _wide,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("，", ",").replace("；", ";"),
        lambda text: re.sub(r"\n\s*\n", "\n", text),
        lambda text: "\n".join("　　" + line for line in text.splitlines()),
        _wrapped(35),
        _wrapped(28, "　　"),
        _wrapped(38, "    ", blanks=False),
        _wrapped(38, blanks=False),
    ],
)
def test_the_same_paper(retyped: Callable[[str], str], founding: Paper, real_texts: dict[str, str]) -> None:
    paper = parse(retyped(real_texts["qunli-2023-102"]))
    assert [clause.id for clause in paper.clauses()] == [clause.id for clause in founding.clauses()]
    assert [clause.offices for clause in paper.clauses()] == [clause.offices for clause in founding.clauses()]
    assert [clause.situations for clause in paper.items] == [clause.situations for clause in founding.items]
    assert paper.phases == founding.phases
    assert [(remark.code, remark.where) for remark in paper.lint] == [(r.code, r.where) for r in founding.lint]
