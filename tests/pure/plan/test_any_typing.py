"""Every paper typed otherwise says the same: stops, widths, blanks, line ends, encodings."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gasloop.plan.compiler import Paper, parse, parse_file

PAPERS = Path(__file__).parent / "papers"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(PAPERS.glob("*.txt"))}
PLANS = {name: text for name, text in TEXTS.items() if parse(text).is_plan}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def shape(paper: Paper) -> list[tuple[object, ...]]:
    """What must stay: ids, offices with roles, situations, deadlines, phases (digits and blanks in one form)."""

    def same(word: str) -> str:
        return (
            re.sub(r"\s", "", word.translate(NARROW))
            .replace(",", "，")
            .replace("(", "（")
            .replace(")", "）")
            .replace(":", "：")
        )

    clauses = [
        (
            clause.id,
            tuple((same(office.name), office.role, office.chief) for office in clause.offices),
            tuple(map(same, clause.situations)),
            tuple(map(same, clause.deadlines)),
        )
        for clause in paper.clauses()
    ]
    return [*clauses, *((same(phase.name), phase.start, phase.end) for phase in paper.phases)]


def _indented(text: str) -> str:
    return "\n".join("　　" + line.strip() for line in text.splitlines())


TYPINGS: dict[str, Callable[[str], str]] = {
    "wide digits": lambda text: text.translate(WIDE),
    "narrow digits": lambda text: text.translate(NARROW),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "old Mac line ends": lambda text: text.replace("\n", "\r"),
    "no blank lines": lambda text: re.sub(r"\n\s*\n", "\n", text),
    "blank lines between all": lambda text: text.replace("\n", "\n\n"),
    "no-break blanks at the ends": lambda text: text.replace("\n", "\u00a0\n\u00a0"),
    "indented": _indented,
    "latin commas": lambda text: text.replace("，", ",").replace("；", ";"),
    "latin colons": lambda text: text.replace("：", ":"),
    "narrow brackets": lambda text: text.replace("（", "(").replace("）", ")"),
    "a byte order mark": lambda text: "\ufeff" + text,
}


@pytest.mark.parametrize("how", TYPINGS)
def test_every_synthetic_plan_typed_otherwise(how: str) -> None:
    different = [name for name, text in PLANS.items() if shape(parse(TYPINGS[how](text))) != shape(parse(text))]
    assert different == []


@given(st.sampled_from(sorted(PLANS)), st.lists(st.sampled_from(sorted(TYPINGS)), max_size=4, unique=True))
@settings(max_examples=60, deadline=None)
def test_several_habits_at_once(name: str, habits: list[str]) -> None:
    text = PLANS[name]
    for habit in habits:
        text = TYPINGS[habit](text)
    assert shape(parse(text)) == shape(parse(PLANS[name]))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_every_encoding_of_an_office(encoding: str, tmp_path: Path) -> None:
    for name, text in list(PLANS.items())[::5]:
        path = tmp_path / f"{name}-{encoding}.txt"
        path.write_bytes(text.encode(encoding))
        assert shape(parse_file(path)) == shape(parse(text)), name


@given(st.sampled_from(sorted(TEXTS)), st.data())
@settings(max_examples=60, deadline=None)
def test_lines_taken_out_doubled_or_swapped_never_lose_a_character(name: str, data: st.DataObject) -> None:
    lines = TEXTS[name].splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(lines) - 2)))
        match data.draw(st.sampled_from(["out", "double", "swap"])):
            case "out":
                lines = lines[:at] + lines[at + 1 :]
            case "double":
                lines = [*lines[: at + 1], *lines[at:]]
            case _:
                lines[at : at + 2] = lines[at : at + 2][::-1]
    text = "\n".join(lines)
    assert re.sub(r"\s", "", parse(text).reassembled()) == re.sub(r"\s", "", text)
