"""What is written down is what is there: floors, contracts, drawings, sizes, commands."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from gasloop import house
from gasloop.hazard.states import MOVES

REPOSITORY = Path(__file__).parents[3]
SOURCE = REPOSITORY / "src"
DOCS = REPOSITORY / "docs"
LONGEST_FILE, LONGEST_FUNCTION = 600, 80


def python_files() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def test_the_import_contracts_are_made_from_the_floors() -> None:
    assert (REPOSITORY / ".importlinter").read_text(encoding="utf-8") == house.import_contracts()


def test_the_rooms_are_installed_in_the_order_of_the_floors() -> None:
    ours = [app for app in settings.INSTALLED_APPS if app.startswith("gasloop.")]
    assert ours == list(house.django_apps())


def test_every_folder_is_a_room_and_every_room_a_folder() -> None:
    folders = {path.parent.name for path in (SOURCE / "gasloop").glob("*/__init__.py")}
    assert folders == set(house.rooms())


def test_the_drawing_of_the_house_shows_the_rooms_from_top_to_bottom() -> None:
    drawing = (DOCS / "architecture.md").read_text(encoding="utf-8").split("```text")[1].split("```")[0]
    drawn = [line.split()[0] for line in drawing.strip().splitlines()]
    assert [room for room in drawn if room != "gateways"] == list(house.rooms())


def test_the_drawing_of_the_loop_is_the_table_of_moves() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    drawn = re.search(r"stateDiagram-v2\n(.*?)```", text, re.DOTALL)
    assert drawn is not None
    lines = {line.strip() for line in drawn[1].strip().splitlines()}
    assert lines == {line.strip() for line in MOVES.mermaid().splitlines()[1:]}


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or node.lineno) - node.lineno < LONGEST_FUNCTION, node.name


def test_every_verb_takes_its_arguments_by_name() -> None:
    """`actor` may stand first; everything behind it is keyword-only."""
    loose = []
    for path in SOURCE.glob("gasloop/*/actions*"):
        for module in [path] if path.is_file() else path.glob("*.py"):
            for node in ast.parse(module.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and any(_is_verb(each) for each in node.decorator_list):
                    positional = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
                    if positional not in ([], ["actor"]):
                        loose.append(f"{module.name}:{node.name}({', '.join(positional)})")
    assert loose == []


def _is_verb(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Name) and decorator.id == "verb"


def test_no_catch_all_modules() -> None:
    banned = {"utils.py", "helpers.py", "common.py", "misc.py", "util.py", "helper.py"}
    assert [path for path in SOURCE.rglob("*.py") if path.name in banned] == []


def test_the_states_of_a_hazard_are_in_the_glossary() -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    terms = ("visit", "hazard", "duty", "clause", "rule", "basis")
    assert [term for term in terms if f"| {term}" not in glossary] == []


def test_the_menu_names_every_target_of_the_interface() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = {"install", "run", "test", "test-long", "story", "torture", "bench", "lint", "screenshots"}
    assert [target for target in sorted(targets) if not re.search(rf"^{target}:.*##", makefile, re.MULTILINE)] == []


def test_the_docs_only_link_to_what_is_there() -> None:
    broken = []
    for page in (REPOSITORY / "README.md", REPOSITORY / "README.zh.md", *DOCS.rglob("*.md")):
        if not page.is_file():
            broken.append(str(page))
            continue
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []
