"""The provable draw: the same file gives the same result, and whatever is changed is found."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gasloop.campaign.drawing import FORMAT, commitment_of, draw, faults_of, new_seed, run_verify

SEED, WORD = "5eed" * 16, "体彩0815期 3-7-1"
NUMBERS = [f"D2026-{n:05d}" for n in range(1, 41)]
DOCS = Path(__file__).parents[3] / "docs" / "draw.md"


def published(**changed: object) -> dict[str, object]:
    file = {
        "format": FORMAT,
        "campaign": "ZX2026-00001",
        "commitment": commitment_of(SEED),
        "seed": SEED,
        "word": WORD,
        "population": NUMBERS,
        "size": 8,
        "drawn": draw(SEED, WORD, NUMBERS, 8),
    }
    return file | changed


def test_what_was_published_is_what_comes_out_again() -> None:
    assert faults_of(published()) == []


# By hand, `printf "seed\nword\nD2026-00001" | sha256sum`: 57155b…, 2e67c6…, c04023… for 1, 2, 3
def test_the_key_is_what_any_sha256_gives() -> None:
    assert draw("seed", "word", ["D2026-00002", "D2026-00001", "D2026-00003"], 3) == [
        "D2026-00002",
        "D2026-00001",
        "D2026-00003",
    ]


TAMPERED = [
    ("another seed", {"seed": "0" * 64}, {"commitment", "drawn"}),
    ("another word", {"word": "别的数"}, {"drawn"}),
    ("one object left out", {"population": [n for n in NUMBERS if n != draw(SEED, WORD, NUMBERS, 1)[0]]}, {"drawn"}),
    ("one object twice", {"population": [*NUMBERS, draw(SEED, WORD, NUMBERS, 40)[-1]]}, {"population"}),
    ("one spared", {"drawn": [*draw(SEED, WORD, NUMBERS, 8)[1:], NUMBERS[0]]}, {"drawn"}),
    ("one more", {"drawn": draw(SEED, WORD, NUMBERS, 9)}, {"drawn"}),
    ("more than there are", {"size": 41}, {"size", "drawn"}),
    ("none", {"size": 0, "drawn": []}, {"size"}),
    ("no seed", {"seed": None}, {"incomplete"}),
    ("numbers that are none", {"population": [1, 2]}, {"incomplete"}),
    ("true is no number", {"size": True}, {"incomplete"}),
    ("something else", {"format": "csv"}, {"format"}),
]


@pytest.mark.parametrize(("changed", "codes"), [t[1:] for t in TAMPERED], ids=[t[0] for t in TAMPERED])
def test_what_was_changed_is_found(changed: dict[str, object], codes: set[str]) -> None:
    assert {fault.code for fault in faults_of(published(**changed))} == codes


@given(st.sets(st.text("0123456789", min_size=1, max_size=5), min_size=1), st.text(), st.data())
def test_a_draw_is_part_of_the_population_whatever_its_order(
    population: set[str], word: str, data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, len(population)))
    shuffled = data.draw(st.permutations(sorted(population)))
    drawn = draw(SEED, word, sorted(population), size)
    assert drawn == draw(SEED, word, shuffled, size)
    assert len(set(drawn)) == size
    assert set(drawn) <= population
    assert draw(SEED, word, shuffled, len(population))[:size] == drawn  # a larger sample only adds


def test_every_object_has_the_same_chance() -> None:
    """Of 2,000 draws of 8 from 40 each object is in about 400; ±6 standard deviations (18) are 107."""
    count = dict.fromkeys(NUMBERS, 0)
    for turn in range(2000):
        for number in draw(f"{turn:064x}", WORD, NUMBERS, 8):
            count[number] += 1
    assert min(count.values()) > 400 - 107
    assert max(count.values()) < 400 + 107


def test_two_seeds_are_never_the_same() -> None:
    assert len({new_seed() for _ in range(100)}) == 100
    assert len(new_seed()) == 64


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(published(), ensure_ascii=False), encoding="utf-8")
    return path


def test_the_command_needs_no_database_and_no_django(file: Path) -> None:
    began = time.perf_counter()
    code = "import sys; from gasloop.project.cli import main; sys.argv = ['gasloop', 'draw', 'verify', sys.argv[1]]\n"
    code += "try:\n    main()\nfinally:\n    assert 'django' not in sys.modules"
    run = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "相符" in run.stdout
    assert time.perf_counter() - began < 5


def test_the_command_says_what_is_wrong(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(json.dumps(published(seed="0" * 64)), encoding="utf-8")
    assert run_verify(file, as_json=True) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["valid"] is False
    assert report["faults"][0]["code"] == "commitment"
    file.write_text("{", encoding="utf-8")
    assert run_verify(file, as_json=False) == 1
    assert run_verify(file.with_name("none.json"), as_json=True) == 1
    file.write_text("[]", encoding="utf-8")
    assert run_verify(file, as_json=True) == 1


def test_the_script_in_the_docs_judges_the_same(file: Path) -> None:
    block = re.search(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    assert block
    script = block[1]
    assert len(script.strip().splitlines()) <= 20

    def judged() -> int:
        return subprocess.run(
            [sys.executable, "-I", "-c", script, str(file)], capture_output=True, check=False
        ).returncode

    assert judged() == 0
    tampered: list[dict[str, object]] = [
        {"seed": "0" * 64},
        {"word": "别的数"},
        {"size": 0},
        {"population": NUMBERS[::-1]},
        {"drawn": []},
    ]
    for changed in tampered:
        file.write_text(json.dumps(published(**changed)), encoding="utf-8")
        assert judged() != 0, changed
