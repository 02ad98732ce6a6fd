"""The English catalogue has every sentence of the room, with the same places."""

import ast
from pathlib import Path
from string import Formatter

import gasloop.evidence

ROOM = Path(gasloop.evidence.__file__).parent
MARKS = {"sentence", "gettext", "_"}


def marked(file: Path) -> set[str]:
    """The literals a module marks for translation."""
    calls = (node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    named = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id in MARKS and call.args)
    return {str(call.args[0].value) for call in named if isinstance(call.args[0], ast.Constant)}


def catalogue() -> dict[str, str]:
    """Source sentences and their English, from the one-line entries of the catalogue."""
    text = (ROOM / "locale" / "en" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    lines = [line.partition(" ") for line in text.splitlines() if line.startswith("msg")]
    values = [str(ast.literal_eval(value)) for _, _, value in lines]
    return {source: english for source, english in zip(values[::2], values[1::2], strict=True) if source}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_sentence_has_its_english() -> None:
    sources = {text for file in ROOM.rglob("*.py") if "migrations" not in file.parts for text in marked(file)}
    assert len(sources) > 40
    assert sources - set(catalogue()) == set()
    assert set(catalogue()) - sources == set(), "no longer in the code"


def test_both_languages_fill_the_same_places() -> None:
    for source, english in catalogue().items():
        assert places(source) == places(english), source
        assert english.isascii() or "“" in english, english
