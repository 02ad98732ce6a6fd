"""YAML as data people write by hand: no surprises, and a line number for every place.

Only `true`/`false` are booleans (YAML 1.1 also reads `on`, `no`, `y`); a key written twice is an error instead of the
last one winning; dates become dates.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


class Loader(yaml.SafeLoader):
    """SafeLoader with fewer implicit types and no repeated keys."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


class RepeatedKey(yaml.YAMLError):
    """A mapping names a key twice; `line` is where the second one stands (1-based)."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(f"{key} is written twice")
        self.key, self.line = key, line


class Document:
    """One file: `data` as plain values, `line_of` the place of any part of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        loader = Loader(path.read_text(encoding="utf-8"))
        try:
            self._root = loader.get_single_node()
            _refuse_repeats(self._root)
            self.data: Any = None if self._root is None else loader.construct_document(self._root)
        finally:
            loader.dispose()

    def line_of(self, place: tuple[str | int, ...]) -> int:
        """The line of `("rules", 3, "items")`, or of the nearest part of it that exists; 1-based."""
        node, line = self._root, 1
        for step in place:
            found = _child(node, step)
            if found is None:
                return line
            line, node = found
        return line


def document(path: Path) -> Document:
    """The file as it is now, read once for as long as nobody writes it: packs are read again by those built on them."""
    there = path.stat()
    return _read(path, there.st_mtime_ns, there.st_size)


@lru_cache(maxsize=256)
def _read(path: Path, _written: int, _size: int) -> Document:
    return Document(path)


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    """The part below and the line it begins on (a mapping's entry begins with its key)."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    return None


def _refuse_repeats(node: yaml.Node | None) -> None:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                raise RepeatedKey(key.value, key.start_mark.line + 1)
            seen.add(key.value)
            _refuse_repeats(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeats(item)
